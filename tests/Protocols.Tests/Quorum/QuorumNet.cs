using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;

namespace Coterie.Tests.Quorum;

/// <summary>
/// Three voters and some clients on a perfect network: messages arrive at once and in order, and the time passes only when the
/// test says so.
/// </summary>
internal sealed class QuorumNet
{
    private const int Voters = 3;
    private static readonly QuorumTerms Terms = new(Voters);

    private readonly List<Host> _hosts = [];
    private readonly Queue<(ProcessId From, ProcessId To, IMessage Message)> _messages = [];
    private readonly PriorityQueue<(Host Host, TimerId Timer, long Setting), (TimeSpan At, long Order)> _timers = new();
    private long _order;

    public QuorumNet(int clients)
    {
        for (var id = 1; id <= Voters + clients; id++)
        {
            var process = new ProcessId(id);
            _hosts.Add(new Host(this, process, id <= Voters
                ? new Voter(process, Terms, 1, isNew: true)
                : new QuorumClient(process, Terms, new SessionId(id))));
        }
        foreach (var host in _hosts)
            host.Take(Input.Start);
        Deliver();
    }

    public TimeSpan Now { get; private set; }

    /// <summary>Which messages are lost; none at first.</summary>
    public Func<int, int, IMessage, bool> Loses { get; set; } = (_, _, _) => false;

    /// <summary>What was told, with the process that did.</summary>
    public List<(int Process, IOutput Output)> Told { get; } = [];

    /// <summary>Messages since the last <see cref="Clear"/>, by their kind.</summary>
    public Dictionary<string, int> Messages { get; } = [];

    /// <summary>Who is inside: the process and its claim.</summary>
    public List<(int Client, long Claim)> Inside { get; } = [];

    /// <summary>All entries, in order.</summary>
    public List<(int Client, long Claim)> Entries { get; } = [];

    /// <summary>What all voters and clients keep.</summary>
    public int Size => _hosts.Sum(host => host.Machine is Voter voter ? voter.Size : ((QuorumClient)host.Machine).Size);

    public void Clear() => Messages.Clear();

    /// <summary>Forgets what it has noted, and the room that it took.</summary>
    public void Trim()
    {
        Entries.Clear();
        Told.Clear();
        Told.TrimExcess();
        Entries.TrimExcess();
        _messages.TrimExcess();
        _timers.TrimExcess();
    }

    /// <summary>A command to a client; 0 is the first.</summary>
    public void Give(int client, ICommand command)
    {
        _hosts[Voters + client].Take(Input.Of(command));
        Deliver();
    }

    /// <summary>A voter starts again without memory.</summary>
    public void Forget(int voter)
    {
        var process = new ProcessId(voter);
        _hosts[voter - 1] = new Host(this, process, new Voter(process, Terms, 2, isNew: false));
        _hosts[voter - 1].Take(Input.Start);
    }

    /// <summary>Lets the time pass.</summary>
    public void Pass(TimeSpan time)
    {
        var end = Now + time;
        while (_timers.TryPeek(out var next, out var due) && due.At <= end)
        {
            _timers.Dequeue();
            Now = due.At;
            next.Host.Fire(next.Timer, next.Setting);
            Deliver();
        }
        Now = end;
    }

    private void Deliver()
    {
        while (_messages.TryDequeue(out var next))
            _hosts[next.To.Value - 1].Take(Input.Of(next.From, next.Message));
    }

    private sealed class Host : IPlainHost
    {
        private readonly QuorumNet _net;
        private readonly ProcessId _id;
        private readonly Driver _driver;
        private readonly Dictionary<TimerId, long> _set = [];

        public Host(QuorumNet net, ProcessId id, IMachine machine)
        {
            (_net, _id, Machine) = (net, id, machine);
            _driver = new Driver(id, machine, new Outbox(), null, this);
        }

        public IMachine Machine { get; }

        public void Take(in Input input) => _driver.Take(input, _net.Now);

        public void Fire(TimerId timer, long setting)
        {
            if (_set.GetValueOrDefault(timer) != setting)
                return;
            _set.Remove(timer);
            Take(Input.Of(timer));
        }

        void IHost.Send(ReadOnlySpan<Effect> sends)
        {
            foreach (ref readonly var send in sends)
            {
                var kind = send.Message!.Kind;
                _net.Messages[kind] = _net.Messages.GetValueOrDefault(kind) + 1;
                if (!_net.Loses(_id.Value, send.To.Value, send.Message))
                    _net._messages.Enqueue((_id, send.To, send.Message));
            }
        }

        void IHost.Tell(IOutput output)
        {
            _net.Told.Add((_id.Value, output));
            var client = _id.Value - Voters - 1;
            switch (output)
            {
                case Entered m:
                    _net.Inside.Add((client, m.Request.Clock));
                    _net.Entries.Add((client, m.Request.Clock));
                    break;
                case Left m: _net.Inside.Remove((client, m.Request.Clock)); break;
                case Lost when _net.Loses(_id.Value, 1, new QuorumProtocol.Beat(default, 1, 1)): break; // it is cut off
                case Lost or OutOfTurn: Assert.Fail($"{client}: {output}"); break;
            }
        }

        void IHost.Set(TimerId timer, TimeSpan after)
        {
            _set[timer] = ++_net._order;
            _net._timers.Enqueue((this, timer, _net._order), (_net.Now + after, _net._order));
        }

        void IHost.Cancel(TimerId timer) => _set.Remove(timer);
    }
}
