using Akka.Actor;
using Coterie.Lab.Runs;

namespace Coterie.Lab.Running;

/// <summary>
/// Learns how a run on several nodes proceeds, on the first node or on another one. Never called by two threads at once.
/// </summary>
public interface IRunWatcher
{
    /// <summary>The first node waits for others.</summary>
    /// <param name="own">The address at which they reach it.</param>
    /// <param name="missing">How many are missing.</param>
    void Waiting(Address own, int missing);

    /// <summary>This node looks for a run in which it can take part.</summary>
    /// <param name="first">The address of the run's first node.</param>
    /// <param name="patience">How long it looks.</param>
    void Looking(Address first, TimeSpan patience);

    /// <summary>A node joined, or this one did.</summary>
    /// <param name="node">Its number.</param>
    /// <param name="nodes">How many there will be.</param>
    /// <param name="peer">Its address; on the node that joins, the first node's.</param>
    void Joined(int node, int nodes, Address peer);

    /// <summary>This node knows what will run. Called before the run begins.</summary>
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
    /// A node has not answered for a while. Later it is lost, or <see cref="Back"/> says that it answers again.
    /// </summary>
    /// <param name="node">Its number.</param>
    /// <param name="peer">Its address.</param>
    /// <param name="silence">How long it has not answered.</param>
    void Silent(int node, Address peer, TimeSpan silence);

    /// <summary>A node that was silent answers again.</summary>
    void Back(int node, Address peer);

    /// <summary>During the run, the machine of a node or its processes are gone.</summary>
    /// <param name="node">Its number.</param>
    /// <param name="peer">Its address.</param>
    /// <param name="first">The first of its processes.</param>
    /// <param name="count">How many it had.</param>
    void Lost(int node, Address peer, int first, int count);
}
