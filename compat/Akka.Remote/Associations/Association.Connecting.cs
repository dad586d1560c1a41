using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Transport;
using Akka.Remote.Wire;

namespace Akka.Remote.Associations;

// Connections: opened, accepted, lost.
internal sealed partial class Association
{
    /// <summary>The other side has connected, and said who it is. Says in return who this is, unless that incarnation is quarantined.</summary>
    /// <returns>False: this association is retired.</returns>
    public bool TryAccept(Connection connection, int uid)
    {
        lock (_gate)
        {
            if (IsRetired) return false;
            if (_ended)
            {
                connection.Close();
            }
            else if (IsQuarantined(uid))
            {
                Refuse(connection);
            }
            else
            {
                _remoting.WriteAssociate(connection);
                Adopt(new Session(this, _remoting, connection, uid, isInbound: true));
            }
            return true;
        }
    }

    /// <summary>A connection is gone.</summary>
    public void OnClosed(Session session, Exception? reason)
    {
        lock (_gate)
        {
            _remoting.Events.Disassociated(Remote, session.IsInbound);
            if (!IsCurrent(session)) return;
            var wasWriter = ReferenceEquals(session, Writer);
            Forget(session);
            if (wasWriter && Writer is null && !_ended) Gate(reason ?? new IOException("The other system closed the connection."), session.IsInbound);
            SignalIfDrained();
        }
    }

    /// <summary>The other side says that it ends the association.</summary>
    public void OnFarewell(Session session, ControlCommand command)
    {
        if (command == ControlCommand.DisassociateQuarantined) _remoting.Events.QuarantinedBy(Remote);
        session.Connection.Close(command switch
        {
            ControlCommand.DisassociateQuarantined => new QuarantinedByPeerException(),
            _ => new LeftException(),
        });
    }

    private void Open()
    {
        if (_opening) return;
        _opening = true;
        _ = Task.Run(Connect);
    }

    private async Task Connect()
    {
        Socket socket;
        try
        {
            socket = await _remoting.Sockets.Connect(Remote).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            OnOpenFailed(new TimeoutException($"The connection must be made within {_remoting.Settings.Tcp.ConnectTimeout}, was not."));
            return;
        }
        catch (Exception failure)
        {
            OnOpenFailed(failure);
            return;
        }
        new Handshake(socket, _remoting.Settings.Tcp.LongestFrame, OnOpened, (_, failure) => OnOpenFailed(failure))
            .Start(_remoting.Clock, _remoting.Settings.HandshakeTimeout, first: _remoting.WriteAssociate);
    }

    private void OnOpened(Handshake handshake, Address peer, int uid)
    {
        if (!peer.Equals(Remote))
            _remoting.Log.Warning("The system at [{0}] calls itself [{1}]: what is sent to [{0}] will not be taken there. Both must use the same name.", Remote, peer);
        lock (_gate)
        {
            _opening = false;
            if (_ended)
            {
                handshake.Connection.Close();
            }
            else if (IsQuarantined(uid))
            {
                Refuse(handshake.Connection);
                Gate(new IOException($"The system there is the quarantined one, with uid {uid}."), isInbound: false);
            }
            else
            {
                Adopt(new Session(this, _remoting, handshake.Connection, uid, isInbound: false));
            }
        }
    }

    private void OnOpenFailed(Exception failure)
    {
        if (failure is QuarantinedByPeerException) _remoting.Events.QuarantinedBy(Remote);
        lock (_gate)
        {
            _opening = false;
            if (!_ended && Writer is null) Gate(failure, isInbound: false);
            Schedule();
        }
    }

    // Of each direction the newest counts: who connects again has lost the connection before.
    private void Adopt(Session session)
    {
        if (_uid is { } before && before != session.Uid) ForgetIncarnation();
        _uid = session.Uid;
        _isGivenUp = false;
        _gatedUntil = null;
        var replaced = session.IsInbound ? _inbound : _outbound;
        if (session.IsInbound) _inbound = session;
        else _outbound = session;
        session.Start();
        _remoting.Events.Associated(Remote, session.IsInbound);
        replaced?.Connection.Close(new IOException("The other system connected anew."));
        if (!ReferenceEquals(session, Writer)) return;
        SendAgain(_unacknowledged.Oldest(int.MaxValue));
        Schedule();
    }

    private void ForgetIncarnation()
    {
        CloseSessions(new IOException("Another system has taken the address."));
        DropUnacknowledged();
    }

    private void CloseSessions(Exception reason)
    {
        var (outbound, inbound) = (_outbound, _inbound);
        _outbound = _inbound = null;
        outbound?.Connection.Close(reason);
        inbound?.Connection.Close(reason);
    }

    private void Gate(Exception reason, bool isInbound)
    {
        var closedFor = _remoting.Settings.RetryGateClosedFor;
        _gatedUntil = _remoting.Now + closedFor;
        if (reason is LeftException) _remoting.Events.Left(Remote);
        else _remoting.Events.Failed(Remote, isInbound, reason, closedFor);
        _remoting.Clock.ScheduleOnce(closedFor, Schedule);
        Schedule();
    }

    private bool IsCurrent(Session session) => ReferenceEquals(session, _outbound) || ReferenceEquals(session, _inbound);

    private void Forget(Session session)
    {
        if (ReferenceEquals(session, _outbound)) _outbound = null;
        else _inbound = null;
    }

    /// <summary>The other system has said good-bye: nothing to worry about.</summary>
    private sealed class LeftException() : Exception("The other system has left.");
}
