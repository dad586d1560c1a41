using Akka.Actor;
using Akka.Remote;
using Coterie.Actors.Memory.RawPort;
using Coterie.Actors.Nodes;
using Coterie.Actors.Text;
using Coterie.Host.CommandLine;

namespace Coterie.Host.Memory;

/// <summary>
/// Prints a line for each client that comes or goes, in the words of the old server. Where many come and go, some are counted only; see
/// <see cref="LineLimiter"/>.
/// </summary>
internal sealed class ClientLines : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly LineLimiter _limiter = new(
        new(OfPeer: 200, OfAll: 1000, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10)), TimeProvider.System);
    private const int LongestLine = 200;

    private readonly HashSet<Address> _nodes = [];
    private readonly Action<string> _print;

    public ClientLines(Action<string> print)
    {
        _print = print;
        Receive<AssociatedEvent>(m => Come(m.RemoteAddress));
        Receive<DisassociatedEvent>(m => Go(m.RemoteAddress));
        Receive<RawPortProtocol.ClientConnected>(m => Connected(m.Client.ToString(), m.Client.Address.ToString()));
        Receive<RawPortProtocol.ClientDisconnected>(m => Disconnected(m.Client.ToString(), m.Client.Address.ToString()));
        Receive<CheckDue>(_ => TellOfLeftOut(all: false));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(Action<string> print) => Akka.Actor.Props.Create(() => new ClientLines(print));

    protected override void PreStart()
    {
        foreach (var type in new[] { typeof(AssociatedEvent), typeof(DisassociatedEvent), typeof(RawPortProtocol.ClientConnected), typeof(RawPortProtocol.ClientDisconnected) })
            Context.System.EventStream.Subscribe(Self, type);
        Timers.StartPeriodicTimer(CheckDue.Instance, CheckDue.Instance, CheckInterval);
    }

    protected override void PostStop() => TellOfLeftOut(all: true);

    // Two nodes may have a connection each way for a moment.
    private void Come(Address node)
    {
        if (_nodes.Add(node))
            Connected(Node.Text(node), $"{node.Host}");
    }

    private void Go(Address node)
    {
        if (_nodes.Remove(node))
            Disconnected(Node.Text(node), $"{node.Host}");
    }

    private void Connected(string client, string host) => Print($"[+] Connected: {client}", host);

    private void Disconnected(string client, string host) => Print($"[-] Disconnected: {client}", host);

    // A client names its address itself.
    private void Print(string line, string host)
    {
        line = Printable.Escape(line, LongestLine);
        if (_limiter.Admits("client", host, line))
            _print(line);
    }

    private void TellOfLeftOut(bool all)
    {
        foreach (var some in _limiter.EndWindows(all))
            _print($"{some.Last} ({some.CountText}, left out here)");
    }

    private sealed record CheckDue
    {
        public static CheckDue Instance { get; } = new();
    }
}
