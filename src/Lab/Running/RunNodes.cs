using Akka.Actor;
using Coterie.Lab.Workloads;

namespace Coterie.Lab.Running;

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
