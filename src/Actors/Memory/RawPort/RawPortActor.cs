using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using Coterie.Actors.Nodes;
using static Coterie.Actors.Memory.RawPort.RawPortProtocol;

namespace Coterie.Actors.Memory.RawPort;

/// <summary>
/// Accepts the clients of the raw port and runs their connections on its own thread. A failure in one closes only that one.
/// </summary>
internal sealed class RawPortActor : ReceiveActor, IWithTimers
{
    private const int MostAcceptedAtOnce = 64;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SilenceBeforeProbe = TimeSpan.FromMinutes(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Socket _listener;
    private readonly IActorRef _variable;
    private readonly RawPortSettings _settings;
    private readonly SocketWatch _watch;
    private readonly HashSet<RawConnection> _connections = [];
    private readonly ConnectionRoom.Port _room;
    private readonly RareWarning _refused = new(TimeProvider.System);
    private bool _isFinishing;

    public RawPortActor(Socket listener, IActorRef variable, RawPortSettings settings, ConnectionRoom room)
    {
        (_listener, _variable, _settings, _room) = (listener, variable, settings, room.Open());
        _watch = Dispatcher.Watch(listener, new ReadinessTold(Self));
        Context.Watch(variable);
        Receive<SocketReady>(_ => AcceptSome());
        Receive<AcceptDue>(_ => _watch.ForReading = true);
        Receive<CommandBatch>(batch => batch.Owner!.OnAnswered());
        Receive<Closed>(On);
        Receive<Terminated>(_ => OnVariableStopped());
        Receive<Finish>(_ => OnFinish());
        Receive<FarewellOver>(_ => Context.Stop(Self));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(Socket listener, IActorRef variable, RawPortSettings settings, ConnectionRoom room) =>
        Akka.Actor.Props.Create(() => new RawPortActor(listener, variable, settings, room))
            .WithDispatcher(SocketDispatcher.Section);

    private static SocketDispatcher Dispatcher => (SocketDispatcher)Context.Dispatcher;

    protected override void PreStart() => _log.Info("Raw port: takes clients at {0}", _listener.LocalEndPoint);

    protected override void PostStop()
    {
        _log.Info("Raw port: closes, with {0} clients", _connections.Count);
        CloseListener();
        foreach (var connection in _connections)
        {
            connection.Close();
            Context.System.EventStream.Publish(new ClientDisconnected(connection.Client));
        }
        _room.Dispose();
    }

    private void AcceptSome()
    {
        for (var left = MostAcceptedAtOnce; left > 0 && !_isFinishing; left--)
        {
            if (!_listener.Poll(TimeSpan.Zero, SelectMode.SelectRead))
                return;
            try
            {
                Take(_listener.Accept());
            }
            catch (SocketException failure)
            {
                // The client has gone again, or the process has no handle left: then the listener stays ready, and asking at once
                // would not help.
                _log.Warning("Raw port: a client could not be accepted: {0}", failure.Message);
                _watch.ForReading = false;
                Timers.StartSingleTimer(AcceptDue.Instance, AcceptDue.Instance, PauseAfterFailure);
                return;
            }
        }
    }

    private void Take(Socket socket)
    {
        IPEndPoint client;
        try
        {
            client = (IPEndPoint)socket.RemoteEndPoint!;
            socket.Blocking = false;
            socket.NoDelay = true;
            // A client whose machine is gone sends nothing more; without this it would keep its place for ever.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(
                SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)SilenceBeforeProbe.TotalSeconds);
        }
        catch (SocketException)
        {
            socket.Dispose(); // the client has gone again
            return;
        }
        if (_connections.Count >= _settings.MostConnections)
        {
            Refuse(
                socket,
                client,
                $"connections must be at most {_settings.MostConnections} (coterie.memory.raw-port.most-connections)");
            return;
        }
        if (!_room.TryTake())
        {
            Refuse(socket, client, _room.Refusal);
            return;
        }
        _connections.Add(new RawConnection(socket, client, _variable, Self, Dispatcher));
        _log.Debug("Raw port: {0} has connected, one of {1} clients", client, _connections.Count);
        Context.System.EventStream.Publish(new ClientConnected(client));
    }

    private void Refuse(Socket socket, IPEndPoint client, string reason)
    {
        socket.Dispose();
        if (_refused.IsDue(out var untold))
            _log.Warning("Raw port: the connection of {0} is refused: {1}.{2}", client, reason, RareWarning.Others(untold));
    }

    private void OnVariableStopped()
    {
        _log.Error("Raw port: its variable has stopped, so it closes.");
        Context.Stop(Self);
    }

    private void On(Closed closed)
    {
        _connections.Remove(closed.Connection);
        _room.Return();
        if (closed.Reason is { } reason)
            _log.Warning("Raw port: connection of {0} closed: {1}", closed.Connection.Client, reason);
        else
            _log.Debug("Raw port: {0} has closed its connection", closed.Connection.Client);
        Context.System.EventStream.Publish(new ClientDisconnected(closed.Connection.Client));
        StopIfFinished();
    }

    private void OnFinish()
    {
        if (_isFinishing)
            return;
        AcceptSome(); // those who have connected are clients, too
        _isFinishing = true;
        CloseListener();
        Timers.StartSingleTimer(FarewellOver.Instance, FarewellOver.Instance, RawServer.LongestFarewell);
        foreach (var connection in _connections)
            connection.Finish();
        StopIfFinished();
    }

    private void StopIfFinished()
    {
        if (_isFinishing && _connections.Count == 0)
            Context.Stop(Self);
    }

    private void CloseListener()
    {
        _watch.Dispose();
        _listener.Dispose();
    }

    private sealed class AcceptDue
    {
        public static AcceptDue Instance { get; } = new();
    }

    private sealed class FarewellOver
    {
        public static FarewellOver Instance { get; } = new();
    }
}
