using Akka.Actor;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using static Coterie.Lab.Running.RunProtocol;

namespace Coterie.Lab.Running;

/// <summary>What a run knows of one of its nodes.</summary>
internal sealed class RunNode(NodeId id, int number, Address address)
{
    private IReadOnlyList<IWireMessage> _standing = [];

    /// <summary>Which node.</summary>
    public NodeId Id => id;

    /// <summary>1 for the run's own, then in the order of joining.</summary>
    public int Number { get; set; } = number;

    /// <summary>Where it is.</summary>
    public Address Address => address;

    /// <summary>Its first process, and how many it has.</summary>
    public (int First, int Count) Share { get; set; }

    /// <summary>Its processes, once it has made them.</summary>
    public IReadOnlyList<IActorRef> Processes { get; set; } = [];

    /// <summary>When its clock began, on the clock of the run.</summary>
    public ClockZero Zero { get; } = new();

    /// <summary>The number of the next step in its record.</summary>
    public long NextStep { get; set; }

    /// <summary>How long it has not answered.</summary>
    public Silence Silence { get; } = new();

    /// <summary>Whether its machine is gone.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether no answer is expected: it has answered the last command, or it is lost.</summary>
    public bool IsSettled => _standing.Count == 0;

    /// <summary>Whether these can be its processes: as many as its share, and on its own machine.</summary>
    public bool CanHave(IReadOnlyList<IActorRef> processes) =>
        processes.Count == Share.Count && processes.All(process => process.Path.Address.Equals(address));

    /// <summary>
    /// Whether one of its processes can have taken the step: every process that the step names must be one of the
    /// <paramref name="processes"/> of the run.
    /// </summary>
    public bool CanHaveTaken(RecordedStep step, int processes) =>
        step.Process.Value >= Share.First && step.Process.Value < Share.First + Share.Count
        && step.Input.Message?.Fits(processes) != false
        && (step.Input.From == default || step.Input.From.IsOneOf(processes))
        && step.Effects.All(effect => effect.Message is { } message
            ? effect.To.IsOneOf(processes) && message.Fits(processes)
            : effect.Output?.Request?.Process.IsOneOf(processes) != false);

    /// <summary>
    /// Begins a new command. The node answers the last of its messages; all are sent again until <see cref="Settle"/>.
    /// </summary>
    /// <returns>What to send now.</returns>
    public IReadOnlyList<IWireMessage> Command(IReadOnlyList<IWireMessage> messages) => _standing = IsLost ? [] : messages;

    /// <summary>The messages of the last command, to be sent again; none if it is answered.</summary>
    public IReadOnlyList<IWireMessage> Standing => _standing;

    /// <summary>
    /// Ends the last command if it is a <typeparamref name="T"/>; false for a late answer to an earlier command.
    /// </summary>
    public bool Settle<T>(Predicate<T>? isAnswered = null)
    {
        if (_standing.Count == 0 || _standing[^1] is not T command || isAnswered?.Invoke(command) == false)
            return false;
        _standing = [];
        return true;
    }

    /// <summary>Its machine is gone: no answer is expected from it.</summary>
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
    private int _latestId;

    public IReadOnlyList<RunNode> All => _nodes;

    public int Count => _nodes.Count;

    /// <summary>Whether no answer is expected from any node.</summary>
    public bool AreSettled => _nodes.TrueForAll(node => node.IsSettled);

    /// <summary>That node; null if it does not take part.</summary>
    public RunNode? Find(NodeId? id) => _nodes.Find(node => node.Id == id);

    /// <summary>Adds a node, behind the others. The first one is <see cref="NodeId.Own"/>.</summary>
    public RunNode Add(Address address)
    {
        var node = new RunNode(new NodeId(++_latestId), _nodes.Count + 1, address);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Takes a node out.</summary>
    /// <returns>Those after it, which have new numbers.</returns>
    public IReadOnlyList<RunNode> Remove(RunNode node)
    {
        _nodes.Remove(node);
        var later = _nodes.Skip(node.Number - 1).ToList();
        later.ForEach(other => other.Number--);
        return later;
    }

    /// <summary>Gives each node its share of the processes, as evenly as possible.</summary>
    public void Share(int processes)
    {
        foreach (var (node, share) in _nodes.Zip(RunShares.Of(processes, _nodes.Count)))
            node.Share = share;
    }
}
