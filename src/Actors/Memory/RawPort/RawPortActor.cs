using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using static Coterie.Memory.RawPort.RawPortProtocol;

namespace Coterie.Memory.RawPort;

/// <summary>Takes the clients of the raw port and supervises their connections. What fails in one closes that one.</summary>
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
    private int _connections;
    private bool _hasRefused; // since there was a free place last
    private bool _isFinishing;

    public RawPortActor(Socket listener, IActorRef variable, RawPortSettings settings)
    {
        (_listener, _variable, _settings) = (listener, variable, settings);
        _watch = ((SocketDispatcher)Context.Dispatcher).Watch(listener, Self);
        Context.Watch(variable);
        Receive<SocketReady>(_ => AcceptSome());
        Receive<AcceptDue>(_ => _watch.ForReading = true);
        Receive<Terminated>(On);
        Receive<Finish>(On);
        Receive<FarewellOver>(_ => Context.Stop(Self));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(Socket listener, IActorRef variable, RawPortSettings settings) =>
        Akka.Actor.Props.Create(() => new RawPortActor(listener, variable, settings)).WithDispatcher(SocketDispatcher.Section);

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PostStop() => CloseListener();

    private void AcceptSome()
    {
        for (var left = MostAcceptedAtOnce; left > 0 && !_isFinishing && _listener.Poll(TimeSpan.Zero, SelectMode.SelectRead); left--)
        {
            try
            {
                Take(_listener.Accept());
            }
            catch (SocketException failure)
            {
                // The client has gone again, or the process has no handle left: then the listener stays ready, and asking on would help nobody.
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
            // A client whose machine is gone says nothing more; it would keep its place for ever.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)SilenceBeforeProbe.TotalSeconds);
        }
        catch (SocketException)
        {
            socket.Dispose(); // the client has gone again
            return;
        }
        if (_connections >= _settings.MostConnections)
        {
            Refuse(socket, client);
            return;
        }
        var variable = _variable;
        var connection = Context.ActorOf(
            Akka.Actor.Props.Create(() => new RawConnection(socket, client, variable)).WithDispatcher(SocketDispatcher.Section));
        Context.Watch(connection);
        _connections++;
    }

    private void Refuse(Socket socket, IPEndPoint client)
    {
        if (!_hasRefused)
        {
            _log.Warning(
                "Raw port: connections must be at most {0} (coterie.memory.raw-port.most-connections): [{1}] is closed, and further ones until a place is free.",
                _settings.MostConnections, client);
        }
        _hasRefused = true;
        socket.Dispose();
    }

    private void On(Terminated gone)
    {
        if (gone.ActorRef.Equals(_variable))
        {
            _log.Error("Raw port: its variable has stopped, so it closes.");
            Context.Stop(Self);
            return;
        }
        _connections--;
        _hasRefused = false;
        StopIfFinished();
    }

    private void On(Finish finish)
    {
        if (_isFinishing)
            return;
        AcceptSome(); // those who have connected are clients, too
        _isFinishing = true;
        CloseListener();
        foreach (var connection in Context.GetChildren())
            connection.Tell(finish);
        Timers.StartSingleTimer(FarewellOver.Instance, FarewellOver.Instance, RawServer.LongestFarewell);
        StopIfFinished();
    }

    private void StopIfFinished()
    {
        if (_isFinishing && _connections == 0)
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
