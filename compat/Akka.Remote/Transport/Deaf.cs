namespace Akka.Remote.Transport;

/// <summary>For a connection over which everything has been said: what still comes is ignored until the peer closes it.</summary>
internal sealed class Deaf : IConnectionHandler
{
    public static readonly Deaf Instance = new();

    private Deaf() { }

    public void OnFrame(ReadOnlySpan<byte> body) { }

    public void OnWritable() { }

    public void OnClosed(Exception? reason) { }
}
