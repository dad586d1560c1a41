using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Mutex;

/// <summary>
/// N processes without actors, and the network between them: what was sent stays in flight until the test delivers it, and a
/// timer fires when the test says so. Every step goes to the judge, and the invariants of the rules are asserted after it.
/// </summary>
internal sealed class Group : IHost, IStepObserver
{
    private readonly MutexRules[] _rules;
    private readonly Driver[] _drivers;
    private readonly bool _isWhole;
    private int _steps;

    public Group(int processes, MutexAlgorithm? algorithm = null)
        : this(processes, (algorithm ?? MutexAlgorithms.RicartAgrawala).InLab())
    {
    }

    /// <summary>Processes of a protocol whose machines are rules of mutual exclusion.</summary>
    public Group(int processes, Protocol protocol)
    {
        _isWhole = protocol.Bug is null;
        Judge = protocol.MakeJudge(processes);
        _rules = [.. Enumerable.Range(1, processes).Select(id => Rules(protocol, id, processes))];
        var outbox = new Outbox();
        _drivers = [.. _rules.Select((rules, i) => new Driver(new ProcessId(i + 1), rules, outbox, this, this))];
        for (var id = 1; id <= processes; id++)
            Take(id, Input.Start);
    }

    public RunJudge Judge { get; }

    /// <summary>Sent and not delivered, oldest first.</summary>
    public List<(int To, IWireMessage Message)> InFlight { get; } = [];

    public MutexRules this[int process] => _rules[process - 1];

    public int Count => _rules.Length;

    /// <summary>The processes inside.</summary>
    public IEnumerable<int> Inside => Enumerable.Range(1, Count).Where(id => this[id].Phase == Phase.Held);

    /// <summary>From whom to whom a message of which kind is in flight, oldest first: <c>1 -> 2 request</c>.</summary>
    public IEnumerable<string> Flying => InFlight.Select(m => $"{m.Message.From} -> {m.To} {m.Message.Kind}");

    public Timestamp Enter(int process)
    {
        Take(process, Input.Of(MutexProtocol.Enter.Instance));
        return this[process].Request!.Value;
    }

    /// <summary>The process asks, everything arrives, and the process is inside.</summary>
    public Timestamp EnterAlone(int process)
    {
        var request = Enter(process);
        DeliverAll();
        Assert.Equal([process], Inside);
        return request;
    }

    /// <summary>The process asks, enters and leaves, and everything arrives.</summary>
    public void EnterAndExit(int process)
    {
        EnterAlone(process);
        Exit(process);
        DeliverAll();
    }

    public void Exit(int process) => Take(process, Input.Of(MutexProtocol.Exit.Instance));

    public void Withdraw(int process) => Take(process, Input.Of(MutexProtocol.Withdraw.Instance));

    public void ResendDue(int process) => Take(process, Input.Of(TimerId.Resend));

    /// <summary>Hands over a message, whether it is in flight or not.</summary>
    public void Receive(int process, IWireMessage message) => Take(process, Input.Of(message.From, message));

    /// <summary>Delivers what is in flight from one process to another: the oldest message.</summary>
    public IWireMessage Deliver(int from, int to)
    {
        var index = InFlight.FindIndex(m => m.To == to && m.Message.From.Value == from);
        Assert.True(index >= 0, $"nothing is in flight from {from} to {to}");
        return DeliverAt(index);
    }

    public IWireMessage DeliverAt(int index)
    {
        var (to, message) = InFlight[index];
        InFlight.RemoveAt(index);
        Receive(to, message);
        return message;
    }

    /// <summary>Delivers until nothing is in flight.</summary>
    public void DeliverAll()
    {
        while (InFlight.Count > 0)
            DeliverAt(0);
    }

    /// <summary>Loses what is in flight from one process to another: the oldest message.</summary>
    public void Lose(int from, int to) =>
        InFlight.RemoveAt(InFlight.FindIndex(m => m.To == to && m.Message.From.Value == from));

    /// <summary>What is in flight from one process to another.</summary>
    public IEnumerable<IWireMessage> Between(int from, int to) =>
        InFlight.Where(m => m.To == to && m.Message.From.Value == from).Select(m => m.Message);

    void IStepObserver.Observe(in Step step)
    {
        Judge.On(TimeSpan.FromMilliseconds(++_steps), step);
        if (_isWhole)
            this[step.Process.Value].Check();
    }

    void IHost.Send(ReadOnlySpan<Effect> sends)
    {
        foreach (ref readonly var send in sends)
            InFlight.Add((send.To.Value, (IWireMessage)send.Message!));
    }

    void IHost.Tell(IOutput output)
    {
    }

    void IHost.Set(TimerId timer, TimeSpan after)
    {
    }

    void IHost.Cancel(TimerId timer)
    {
    }

    void IHost.Store(IRecord record) => throw NotForMutex();

    void IHost.Watch(ProcessId process) => throw NotForMutex();

    void IHost.Unwatch(ProcessId process) => throw NotForMutex();

    void IHost.Keep(int queue, in Input message) => throw NotForMutex();

    void IHost.LetIn(int queue, int count) => throw NotForMutex();

    void IHost.Compact(int queue, IReadOnlyList<bool> stays) => throw NotForMutex();

    private static MutexRules Rules(Protocol protocol, int id, int processes) =>
        (MutexRules)protocol.Create(new MachineSetup(new ProcessId(id), processes, TimeSpan.FromSeconds(1)));

    private static NotSupportedException NotForMutex() =>
        new("No algorithm of mutual exclusion stores, watches or keeps anything.");

    private void Take(int process, in Input input) => _drivers[process - 1].Take(input, TimeSpan.Zero);
}
