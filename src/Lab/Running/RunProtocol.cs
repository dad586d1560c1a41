using Akka.Actor;
using Coterie.Actors.Wire;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;

namespace Coterie.Lab.Running;

/// <summary>
/// The messages between a run, on the first node, and its nodes, the first one included. The run tells a node what comes next
/// and repeats it until the node has answered; a node answers a duplicate again and does nothing else about it.
/// </summary>
internal static class RunProtocol
{
    /// <summary>Everything that goes between a run and a node.</summary>
    public interface IWireMessage;

    /// <summary>From a node that takes part to its run. A message whose sender is not that node is refused.</summary>
    public interface INodeMessage : IWireMessage
    {
        /// <summary>Which node.</summary>
        int Node { get; }
    }

    /// <summary>From a node that wants to take part. Answered by <see cref="Joined"/> or <see cref="JoinRefused"/>.</summary>
    public sealed record Join : IWireMessage, IFindsPeer
    {
        /// <summary>The one instance needed.</summary>
        public static Join Instance { get; } = new();
    }

    /// <summary>The node takes part.</summary>
    /// <param name="Node">Its number, from 2; the run's own is 1.</param>
    /// <param name="Nodes">How many nodes the run has or waits for.</param>
    public sealed record Joined(int Node, int Nodes) : IWireMessage;

    /// <summary>The node does not take part.</summary>
    /// <param name="Reason">Why, in a sentence.</param>
    public sealed record JoinRefused(string Reason) : IWireMessage;

    /// <summary>Make these processes. Answered by <see cref="Prepared"/>.</summary>
    /// <param name="Node">The node's number.</param>
    /// <param name="First">The first of its processes.</param>
    /// <param name="Count">How many processes it has.</param>
    /// <param name="Settings">What to run.</param>
    /// <param name="Counter">The shared counter.</param>
    public sealed record Prepare(int Node, int First, int Count, SimulationSettings Settings, IActorRef Counter) : IWireMessage;

    /// <summary>The processes are there.</summary>
    /// <param name="Node">Whose.</param>
    /// <param name="Processes">Them, in the order of their numbers.</param>
    public sealed record Prepared(int Node, IReadOnlyList<IActorRef> Processes) : INodeMessage;

    /// <summary>Some of all processes; several of these, and then <see cref="Begin"/>.</summary>
    /// <param name="First">The number of the first one.</param>
    /// <param name="Processes">It and those after it.</param>
    public sealed record Peers(int First, IReadOnlyList<IActorRef> Processes) : IWireMessage;

    /// <summary>All peers have been sent: begin. Answered by <see cref="Begun"/>, unless peers are missing.</summary>
    public sealed record Begin : IWireMessage
    {
        /// <summary>The one instance needed.</summary>
        public static Begin Instance { get; } = new();
    }

    /// <summary>The processes of the node know all others and have begun.</summary>
    /// <param name="Node">Whose.</param>
    public sealed record Begun(int Node) : INodeMessage;

    /// <summary>Asks what the clock of the node shows. Answered by <see cref="Clock"/>, a duplicate too.</summary>
    /// <param name="Round">Which question, from 1.</param>
    public sealed record GetClock(int Round) : IWireMessage;

    /// <summary>Answers <see cref="GetClock"/>.</summary>
    /// <param name="Node">Whose clock.</param>
    /// <param name="Round">Which question.</param>
    /// <param name="Elapsed">The time since the node began, on the clock of its record.</param>
    public sealed record Clock(int Node, int Round, TimeSpan Elapsed) : INodeMessage;

    /// <summary>
    /// Make no new request. Answered by <see cref="Closed"/> once every process of the node is outside for good.
    /// </summary>
    public sealed record Close : IWireMessage
    {
        /// <summary>The one instance needed.</summary>
        public static Close Instance { get; } = new();
    }

    /// <summary>Every process of the node is outside for good.</summary>
    /// <param name="Node">Whose.</param>
    public sealed record Closed(int Node) : INodeMessage;

    /// <summary>Answered by <see cref="Fenced"/> once every process of the node has handled what it had received.</summary>
    /// <param name="Round">Which one, from 1.</param>
    public sealed record Fence(int Round) : IWireMessage;

    /// <summary>Answers <see cref="Fence"/>.</summary>
    /// <param name="Node">Whose.</param>
    /// <param name="Round">Which one.</param>
    public sealed record Fenced(int Node, int Round) : INodeMessage;

    /// <summary>Answered by <see cref="Finished"/> once the run has all steps of the node.</summary>
    public sealed record Finish : IWireMessage
    {
        /// <summary>The one instance needed.</summary>
        public static Finish Instance { get; } = new();
    }

    /// <summary>The run has all steps of the node.</summary>
    /// <param name="Node">Whose.</param>
    public sealed record Finished(int Node) : INodeMessage;

    /// <summary>
    /// Steps that the processes of a node took. Answered by <see cref="StepsTaken"/>; steps that were taken already are
    /// ignored.
    /// </summary>
    /// <param name="Node">Whose.</param>
    /// <param name="First">The number of the first, in the record of the node, from 0.</param>
    /// <param name="Items">It and those after it.</param>
    public sealed record Steps(int Node, long First, IReadOnlyList<RecordedStep> Items) : INodeMessage;

    /// <summary>The run has the steps of the node up to here.</summary>
    /// <param name="Next">The number of the first that it does not have.</param>
    public sealed record StepsTaken(long Next) : IWireMessage;

    /// <summary>
    /// The node wants to leave. The run ends early; if it has not begun, it waits for another node. Nothing answers it.
    /// </summary>
    /// <param name="Node">Which one.</param>
    public sealed record Leave(int Node) : INodeMessage;

    /// <summary>A process of the node stopped, and the run cannot be finished. Nothing answers it.</summary>
    /// <param name="Node">Whose.</param>
    /// <param name="Reason">Which actor stopped and why, in a sentence.</param>
    public sealed record Failed(int Node, string Reason) : INodeMessage;

    /// <summary>
    /// The run is over. Answered by <see cref="EndKnown"/>, a duplicate too. To a node that leaves before the run begins it is
    /// sent once, and nothing answers it.
    /// </summary>
    /// <param name="Outcome">How it ended, in a sentence.</param>
    /// <param name="IsGood">Whether it has all properties and lost no process.</param>
    public sealed record Ended(string Outcome, bool IsGood) : IWireMessage;

    /// <summary>The node knows how the run ended.</summary>
    /// <param name="Node">Which one.</param>
    public sealed record EndKnown(int Node) : INodeMessage;
}
