using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Mutex;

/// <summary>
/// N processes without actors, and the network between them: what was sent stays in flight until the test delivers it. Every step
/// goes to the checker, and the invariants of the rules are asserted after it.
/// </summary>
internal sealed class Group
{
    private readonly IMutexRules[] _rules;
    private readonly Effects _effects = new();
    private readonly bool _isWhole;
    private int _steps;

    public Group(int processes, MutexAlgorithm? algorithm = null)
    {
        algorithm ??= MutexAlgorithms.RicartAgrawala;
        _isWhole = algorithm.Bug is null;
        _rules = [.. Enumerable.Range(1, processes).Select(id => algorithm.Create(new ProcessId(id), processes))];
        Checker = new RunChecker(processes, algorithm);
    }

    public RunChecker Checker { get; }

    /// <summary>Sent and not delivered, oldest first.</summary>
    public List<(int To, IWireMessage Message)> InFlight { get; } = [];

    public IMutexRules this[int process] => _rules[process - 1];

    public int Count => _rules.Length;

    /// <summary>The processes inside.</summary>
    public IEnumerable<int> Inside => Enumerable.Range(1, Count).Where(id => this[id].Phase == Phase.Held);

    public Timestamp Enter(int process)
    {
        Step(process, StepKind.Enter, null, rules => rules.Enter(_effects));
        return this[process].Request!.Value;
    }

    /// <summary>The process asks, everything arrives, it is inside.</summary>
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

    /// <summary>From whom to whom a message of which name is in flight, oldest first: <c>1 -> 2 request</c>.</summary>
    public IEnumerable<string> Flying => InFlight.Select(m => $"{m.Message.From} -> {m.To} {m.Message.Name}");

    public void Exit(int process) => Step(process, StepKind.Exit, null, rules => rules.Exit(_effects));

    public void Withdraw(int process) => Step(process, StepKind.Withdraw, null, rules => rules.Withdraw(_effects));

    public void ResendDue(int process) => Step(process, StepKind.ResendDue, null, rules => rules.ResendDue(_effects));

    /// <summary>Hands over a message, whether it is in flight or not.</summary>
    public void Receive(int process, IWireMessage message) =>
        Step(process, StepKind.Receive, message, rules => rules.Receive(message, _effects));

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

    private void Step(int process, StepKind kind, IWireMessage? message, Action<IMutexRules> input)
    {
        var rules = this[process];
        var request = rules.Request;
        _effects.Clear();
        input(rules);
        Checker.On(TimeSpan.FromMilliseconds(++_steps), new Step(new ProcessId(process), kind, message, request ?? rules.Request, _effects.Items));
        if (_isWhole)
            rules.Check();
        foreach (ref readonly var effect in _effects.Items)
        {
            if (effect.Message is not null)
                InFlight.Add((effect.To.Value, effect.Message));
        }
    }
}
