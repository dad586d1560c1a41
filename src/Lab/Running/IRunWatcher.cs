using Akka.Actor;
using Coterie.Lab.Runs;

namespace Coterie.Lab.Running;

/// <summary>
/// Is told how a run on several nodes comes along, on one node or the first one. Never called by two threads at once.
/// </summary>
public interface IRunWatcher
{
    /// <summary>The first node waits for others.</summary>
    /// <param name="own">Where they reach it.</param>
    /// <param name="missing">How many are missing.</param>
    void Waiting(Address own, int missing);

    /// <summary>This node looks for a run to take part in.</summary>
    /// <param name="first">Where the run's first node should be.</param>
    /// <param name="patience">For how long.</param>
    void Looking(Address first, TimeSpan patience);

    /// <summary>A node joined, or this one did.</summary>
    /// <param name="node">Its number.</param>
    /// <param name="nodes">How many there will be.</param>
    /// <param name="peer">Its address; on the node that joins, the first node's.</param>
    void Joined(int node, int nodes, Address peer);

    /// <summary>This node knows what it takes part in; before it begins.</summary>
    void Runs(Protocol protocol)
    {
    }

    /// <summary>The run begins.</summary>
    /// <param name="first">The first process of this node.</param>
    /// <param name="count">How many processes this node has.</param>
    void Began(int first, int count);

    /// <summary>A node left before the run began.</summary>
    void Left(int node, Address peer);

    /// <summary>
    /// A node has not answered for a while. It is given up later, or <see cref="Back"/> tells that it answers again.
    /// </summary>
    /// <param name="node">Its number.</param>
    /// <param name="peer">Its address.</param>
    /// <param name="silence">For how long.</param>
    void Silent(int node, Address peer, TimeSpan silence);

    /// <summary>A node that was silent answers again.</summary>
    void Back(int node, Address peer);

    /// <summary>The machine of a node is gone, or its processes are, during the run.</summary>
    /// <param name="node">Its number.</param>
    /// <param name="peer">Its address.</param>
    /// <param name="first">The first of its processes.</param>
    /// <param name="count">How many it had.</param>
    void Lost(int node, Address peer, int first, int count);
}
