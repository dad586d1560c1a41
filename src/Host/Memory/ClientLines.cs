using Akka.Actor;
using Akka.Remote;
using Coterie.Actors.Memory.RawPort;
using Coterie.Actors.Nodes;
using Coterie.Actors.Text;
using Coterie.Host.CommandLine;

namespace Coterie.Host.Memory;

/// <summary>
/// Prints a line for each client that connects or disconnects, in the words of the old server. If there are very many, some are
/// only counted; see <see cref="LineLimiter"/>.
/// </summary>
internal sealed class ClientLines : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private const int LongestLine = 200;

    private readonly LineLimiter _limiter = new(
        new(OfPeer: 200, OfAll: 1000, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10)), TimeProvider.System);

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
        var events = Context.System.EventStream;
        events.Subscribe(Self, typeof(AssociatedEvent));
        events.Subscribe(Self, typeof(DisassociatedEvent));
        events.Subscribe(Self, typeof(RawPortProtocol.ClientConnected));
        events.Subscribe(Self, typeof(RawPortProtocol.ClientDisconnected));
        Timers.StartPeriodicTimer(CheckDue.Instance, CheckDue.Instance, CheckInterval);
    }

    protected override void PostStop() => TellOfLeftOut(all: true);

    // For a short time, two nodes may have two connections, one in each direction.
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

    // A client chooses the text of its address, so it is escaped and shortened.
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
