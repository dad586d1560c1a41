namespace Akka.Remote.Transport;

/// <summary>What a <see cref="Connection"/> is for at the time: first the handshake, then a session.</summary>
internal interface IConnectionHandler
{
    /// <summary>A frame has come. Called by one thread at a time, in the order of arrival.</summary>
    void OnFrame(ReadOnlySpan<byte> body);

    /// <summary>What had to wait has been sent.</summary>
    void OnWritable();

    /// <summary>The connection is gone; called once, nothing else after it. Null: the peer closed it, between two frames.</summary>
    void OnClosed(Exception? reason);
}
