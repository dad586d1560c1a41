using Akka.Actor;
using Akka.Remote;
using Coterie.Memory.RawPort;
using Coterie.Nodes;

namespace Coterie.Host.Memory;

/// <summary>Prints a line for each client that comes or goes, in the words of the old server.</summary>
internal sealed class ClientLines : ReceiveActor
{
    private readonly HashSet<Address> _nodes = [];
    private readonly Action<string> _print;

    public ClientLines(Action<string> print)
    {
        _print = print;
        Receive<AssociatedEvent>(m => Come(m.RemoteAddress));
        Receive<DisassociatedEvent>(m => Go(m.RemoteAddress));
        Receive<RawPortProtocol.ClientConnected>(m => Connected(m.Client.ToString()));
        Receive<RawPortProtocol.ClientDisconnected>(m => Disconnected(m.Client.ToString()));
    }

    public static Props Props(Action<string> print) => Akka.Actor.Props.Create(() => new ClientLines(print));

    protected override void PreStart()
    {
        foreach (var type in new[] { typeof(AssociatedEvent), typeof(DisassociatedEvent), typeof(RawPortProtocol.ClientConnected), typeof(RawPortProtocol.ClientDisconnected) })
            Context.System.EventStream.Subscribe(Self, type);
    }

    // Two nodes may have a connection each way for a moment.
    private void Come(Address node)
    {
        if (_nodes.Add(node))
            Connected(Node.Text(node));
    }

    private void Go(Address node)
    {
        if (_nodes.Remove(node))
            Disconnected(Node.Text(node));
    }

    private void Connected(string client) => _print($"[+] Connected: {client}");

    private void Disconnected(string client) => _print($"[-] Disconnected: {client}");
}
