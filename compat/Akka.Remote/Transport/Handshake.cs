using Akka.Actor;
using Akka.Remote.Wire;

namespace Akka.Remote.Transport;

/// <summary>
/// The first frames of a connection: each side says who it is. Ends once, by <c>established</c> or by <c>failed</c>; the connection is open in the first
/// case only, and its handler then must be another.
/// </summary>
internal sealed class Handshake : IConnectionHandler
{
    private readonly Action<Handshake, Address, int> _established;
    private readonly Action<Handshake, Exception> _failed;
    private ICancelable? _limit;
    private int _ended;

    public Handshake(System.Net.Sockets.Socket socket, int longestFrame, Action<Handshake, Address, int> established, Action<Handshake, Exception> failed)
    {
        _established = established;
        _failed = failed;
        Connection = new Connection(socket, longestFrame, this);
    }

    public Connection Connection { get; }

    /// <summary>Begins; <paramref name="first"/> writes what is said first, where this side does.</summary>
    public void Start(IAdvancedScheduler clock, TimeSpan timeout, Action<Connection>? first = null)
    {
        _limit = clock.ScheduleOnceCancelable(timeout, () => Close(new TimeoutException($"The handshake must be done within {timeout}, was not.")));
        first?.Invoke(Connection);
        Connection.Start();
    }

    public void Close(Exception reason) => Connection.Close(reason);

    public void OnFrame(ReadOnlySpan<byte> body)
    {
        var frame = Frame.Read(body);
        if (frame.Command != ControlCommand.Associate) throw Refused(frame.Command);
        var peer = frame.Handshake.ToAddress();
        // An address that cannot be read again from a path would fail where a path is read.
        if (peer.Protocol != Remoting.Protocol || !Address.TryParse(peer.ToString(), out var again) || !again.Equals(peer))
            WireFormatException.Throw($"Address of a peer must be {Remoting.Protocol}://<system>@<host>:<port>, was [{peer}].");
        if (TryEnd()) _established(this, peer, unchecked((int)frame.Handshake.Uid));
    }

    public void OnWritable() { }

    public void OnClosed(Exception? reason)
    {
        if (TryEnd()) _failed(this, reason ?? new IOException("The connection was closed during the handshake."));
    }

    private bool TryEnd()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0) return false;
        _limit?.Cancel();
        return true;
    }

    private static Exception Refused(ControlCommand command) => command switch
    {
        ControlCommand.DisassociateQuarantined => new QuarantinedByPeerException(),
        ControlCommand.Disassociate or ControlCommand.DisassociateShuttingDown => new IOException("The other system is shutting down."),
        _ => new WireFormatException($"The first frame must be a handshake, was [{command}]."),
    };
}

/// <summary>The peer wants nothing to do with this incarnation of this system.</summary>
internal sealed class QuarantinedByPeerException() : Exception("The other system has quarantined this system. Only a restart of this one helps.");
