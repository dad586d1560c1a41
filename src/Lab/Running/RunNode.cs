using Akka.Actor;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Running;

/// <summary>What a run knows of one of its nodes.</summary>
internal sealed class RunNode(int number, IActorRef actor)
{
    private IReadOnlyList<object> _standing = [];

    /// <summary>1 for the run's own, then in the order of joining.</summary>
    public int Number { get; set; } = number;

    /// <summary>The node.</summary>
    public IActorRef Actor => actor;

    /// <summary>Its first process, and how many it has.</summary>
    public (int First, int Count) Share { get; set; }

    /// <summary>Its processes, once it has made them.</summary>
    public IReadOnlyList<IActorRef> Processes { get; set; } = [];

    /// <summary>When its clock began, on that of the run.</summary>
    public ClockZero Zero { get; } = new();

    /// <summary>The number of the next step in its record.</summary>
    public long NextStep { get; set; }

    /// <summary>How long it has not been heard of.</summary>
    public Silence Silence { get; } = new();

    /// <summary>Whether its machine is gone.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether it has answered the last command, or never will.</summary>
    public bool IsSettled => _standing.Count == 0;

    /// <summary>The numbers of its processes.</summary>
    public IEnumerable<ProcessId> Ids => Enumerable.Range(Share.First, Share.Count).Select(id => new ProcessId(id));

    /// <summary>Whether these can be its processes: as many as its share, and on its own machine.</summary>
    public bool CanHave(IReadOnlyList<IActorRef> processes) =>
        processes.Count == Share.Count && processes.All(process => process.Path.Address.Equals(actor.Path.Address));

    /// <summary>Whether one of its processes can have taken the step, in a run of <paramref name="processes"/>: whoever it names is one of them.</summary>
    public bool CanHaveTaken(RecordedStep step, int processes) =>
        step.Process.Value >= Share.First && step.Process.Value < Share.First + Share.Count
        && step.Input.Message?.Fits(processes) != false
        && (step.Input.From == default || step.Input.From.IsOneOf(processes))
        && step.Effects.All(effect => effect.Message is { } message
            ? effect.To.IsOneOf(processes) && message.Fits(processes)
            : effect.Output?.Request?.Process.IsOneOf(processes) != false);

    /// <summary>Tells it messages of which the last will be answered, and repeats them until <see cref="Settle"/>.</summary>
    public void Command(params IReadOnlyList<object> messages)
    {
        if (IsLost)
            return;
        _standing = messages;
        Repeat();
    }

    /// <summary>Tells what is not answered again.</summary>
    public void Repeat()
    {
        foreach (var message in _standing)
            actor.Tell(message);
    }

    /// <summary>The last command is answered, if <typeparamref name="T"/> is what was asked for last; false where it is a late copy.</summary>
    public bool Settle<T>(Predicate<T>? isAnswered = null)
    {
        if (_standing.Count == 0 || _standing[^1] is not T command || isAnswered?.Invoke(command) == false)
            return false;
        _standing = [];
        return true;
    }

    /// <summary>Its machine is gone: nothing is expected of it.</summary>
    public void Lose()
    {
        IsLost = true;
        _standing = [];
    }
}

/// <summary>The nodes of a run in the order of their numbers, from 1.</summary>
internal sealed class RunNodes
{
    private readonly List<RunNode> _nodes = [];

    public IReadOnlyList<RunNode> All => _nodes;

    public int Count => _nodes.Count;

    /// <summary>Whether every node has answered the last command, or never will.</summary>
    public bool AreSettled => _nodes.TrueForAll(node => node.IsSettled);

    /// <summary>The node of that number; null where there is none.</summary>
    public RunNode? this[int number] => number >= 1 && number <= _nodes.Count ? _nodes[number - 1] : null;

    public RunNode? Find(IActorRef actor) => _nodes.Find(node => node.Actor.Equals(actor));

    public RunNode Add(IActorRef actor)
    {
        var node = new RunNode(_nodes.Count + 1, actor);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Takes a node out.</summary>
    /// <returns>Those after it, which have new numbers.</returns>
    public IEnumerable<RunNode> Remove(RunNode node)
    {
        _nodes.Remove(node);
        var later = _nodes.Skip(node.Number - 1).ToList();
        later.ForEach(other => other.Number--);
        return later;
    }

    /// <summary>Gives each node its share of the processes, as even as can be.</summary>
    public void Share(int processes)
    {
        foreach (var (node, share) in _nodes.Zip(RunShares.Of(processes, _nodes.Count)))
            node.Share = share;
    }

    /// <summary>See <see cref="RunNode.Command"/>.</summary>
    public void Command(Func<RunNode, IReadOnlyList<object>> messages) => _nodes.ForEach(node => node.Command(messages(node)));

    /// <summary>Tells what is not answered again.</summary>
    public void Repeat() => _nodes.ForEach(node => node.Repeat());
}
