using Akka.Actor;
using Coterie.Lab.Running;
using static Coterie.Lab.Running.RunProtocol;

namespace Coterie.Tests.Running;

/// <summary>
/// The rules of a run, and a test that plays its nodes. Node 1 is at port 1 and is <see cref="NodeId.Own"/>, the others are
/// numbered as they join. The invariants are checked after every input.
/// </summary>
internal sealed class RunTrial(int nodes, int processes)
{
    public static readonly Ended Outcome = new("The run ended.", true);

    public static readonly IActorRef Counter = RunParts.Ref("counter", RunParts.At(1));

    private readonly Dictionary<NodeId, IWireMessage> _commands = [];
    private readonly RunRules _rules = new(RunParts.Settings(processes), nodes);

    public RunPhase Phase => _rules.Phase;

    public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Node 1, 2, …; valid until a node leaves.</summary>
    public static NodeId Id(int node) => new(node);

    public IReadOnlyList<RunEffect> Take(RunInput input)
    {
        List<RunEffect> effects = [.. _rules.On(input, Now)];
        _rules.Check();
        foreach (var send in effects.OfType<RunEffect.Send>())
            _commands[send.To] = send.Message;
        return effects;
    }

    public IReadOnlyList<RunEffect> Start() => Take(new RunInput.Start(Counter, RunParts.At(1)));

    /// <summary>A node at that port asks to take part.</summary>
    public IReadOnlyList<RunEffect> Join(int port, NodeId? known = null) => Take(new RunInput.Joining(known, RunParts.At(port)));

    public IReadOnlyList<RunEffect> From(int node, INodeMessage message) => Take(new RunInput.Message(Id(node), message));

    public IReadOnlyList<RunEffect> Lose(int node) => Take(new RunInput.Gone(Id(node), "node"));

    public IReadOnlyList<RunEffect> Close() => Take(new RunInput.CloseDue());

    public IReadOnlyList<RunEffect> Repeat(string? excess = null) => Take(new RunInput.RepeatDue(excess));

    /// <summary>A node answers its last command, as it should.</summary>
    public IReadOnlyList<RunEffect> Answer(int node) => From(node, AnswerTo(node, _commands[Id(node)]));

    /// <summary>Every node in turn answers its last command.</summary>
    public void AnswerAll()
    {
        for (var node = 1; node <= nodes; node++)
            Answer(node);
    }

    /// <summary>Continues as a good run, up to the beginning of a phase.</summary>
    public RunTrial Until(RunPhase phase)
    {
        if (Phase == RunPhase.New && phase > RunPhase.New)
            Start();
        if (phase > RunPhase.Gathering)
        {
            for (var port = 2; Phase == RunPhase.Gathering; port++)
                Join(port);
        }
        while (Phase < phase)
        {
            if (Phase == RunPhase.Running && phase == RunPhase.Stopping)
                Repeat("enough");
            else if (Phase == RunPhase.Running)
                Close();
            else if (Phase == RunPhase.Counting)
                Take(new RunInput.Total(0));
            else if (Phase == RunPhase.Over)
                Take(new RunInput.Judged(Outcome));
            else
                AnswerAll();
        }
        return this;
    }

    /// <summary>What a node answers to a command of the run.</summary>
    public static INodeMessage AnswerTo(int node, IWireMessage command) => command switch
    {
        Prepare prepare => new Prepared(node, RunParts.Processes(prepare.First, prepare.Count, RunParts.At(node))),
        Begin => new Begun(node),
        GetClock clock => new Clock(node, clock.Round, TimeSpan.Zero),
        RunProtocol.Close => new Closed(node),
        RunProtocol.Fence fence => new Fenced(node, fence.Round),
        Finish => new Finished(node),
        Ended => new EndKnown(node),
        _ => throw new ArgumentException($"{command} is no command", nameof(command)),
    };
}

/// <summary>Selects effects for the tests of a run's rules.</summary>
internal static class RunEffects
{
    /// <summary>The messages to one node.</summary>
    public static IReadOnlyList<IWireMessage> To(this IEnumerable<RunEffect> effects, int node) =>
        [.. effects.OfType<RunEffect.Send>().Where(send => send.To == RunTrial.Id(node)).Select(send => send.Message)];

    /// <summary>The effects of one kind.</summary>
    public static IReadOnlyList<T> Of<T>(this IEnumerable<RunEffect> effects) => [.. effects.OfType<T>()];
}
