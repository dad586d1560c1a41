using Akka.Actor;
using Coterie.Lab.Runs;
using static Coterie.Lab.Running.RunProtocol;

namespace Coterie.Lab.Running;

/// <summary>
/// Identifies a node as long as it takes part. This is not its number: a number becomes smaller if a node before it leaves.
/// </summary>
internal readonly record struct NodeId(int Value)
{
    /// <summary>The run's own node.</summary>
    public static NodeId Own { get; } = new(1);
}

/// <summary>The timers of a run. Setting a timer that is set restarts it.</summary>
internal enum RunTimer
{
    /// <summary>The time of the run is over.</summary>
    Close,

    /// <summary>What is not answered is sent again, and the nodes are asked for a sign of life.</summary>
    Repeat,
}

/// <summary>An input of <see cref="RunRules"/>.</summary>
internal abstract record RunInput
{
    private RunInput()
    {
    }

    /// <summary>Begin. The run's own node is there and is <see cref="NodeId.Own"/>.</summary>
    /// <param name="Counter">The shared counter.</param>
    /// <param name="Own">The address of the run's own node.</param>
    public sealed record Start(IActorRef Counter, Address Own) : RunInput;

    /// <summary>Somebody wants to take part.</summary>
    /// <param name="Node">Who; null if it does not take part yet.</param>
    /// <param name="Address">Where it is.</param>
    public sealed record Joining(NodeId? Node, Address Address) : RunInput;

    /// <summary>A message of a node.</summary>
    /// <param name="Node">Who sent it; null if the sender does not take part.</param>
    /// <param name="Content">The message. What it says about its sender may be wrong.</param>
    public sealed record Message(NodeId? Node, INodeMessage Content) : RunInput;

    /// <summary>A node gave a sign of life.</summary>
    /// <param name="Node">Which one.</param>
    public sealed record Heard(NodeId Node) : RunInput;

    /// <summary>An actor that the run watches has stopped, or its machine is gone.</summary>
    /// <param name="Node">Which node; null for an actor of the run that is no node.</param>
    /// <param name="Name">The name of the actor.</param>
    public sealed record Gone(NodeId? Node, string Name) : RunInput;

    /// <summary>Answers <see cref="RunEffect.GetTotal"/>.</summary>
    /// <param name="Value">The value of the counter.</param>
    public sealed record Total(long Value) : RunInput;

    /// <summary>Answers <see cref="RunEffect.Finish"/> and <see cref="RunEffect.Fail"/>.</summary>
    /// <param name="Ended">The outcome, as the other nodes are told it.</param>
    public sealed record Judged(Ended Ended) : RunInput;

    /// <summary><see cref="RunTimer.Close"/> fired, or somebody wants the run to end early.</summary>
    public sealed record CloseDue : RunInput;

    /// <summary><see cref="RunTimer.Repeat"/> fired.</summary>
    /// <param name="Excess">Why the run should not go on, in a sentence without the stop; null if it should.</param>
    public sealed record RepeatDue(string? Excess) : RunInput;
}

/// <summary>Something that <see cref="RunRules"/> want done.</summary>
internal abstract record RunEffect
{
    private RunEffect()
    {
    }

    /// <summary>Send a message to a node.</summary>
    public sealed record Send(NodeId To, IWireMessage Message) : RunEffect;

    /// <summary>Send a message to the sender of the current message.</summary>
    public sealed record Answer(IWireMessage Message) : RunEffect;

    /// <summary>Ask a node for a sign of life: for <see cref="RunInput.Heard"/>.</summary>
    public sealed record Ask(NodeId Node) : RunEffect;

    /// <summary>Refuse a message: it is not from the node that it names. It has had no effect.</summary>
    public sealed record Refuse(INodeMessage Message) : RunEffect;

    /// <summary>Set a timer.</summary>
    public sealed record Set(RunTimer Timer, TimeSpan After) : RunEffect;

    /// <summary>Cancel all timers.</summary>
    public sealed record CancelTimers : RunEffect;

    /// <summary>The sender of the current message is a node from now on: watch it.</summary>
    /// <param name="Node">What to call it.</param>
    /// <param name="Number">Its number.</param>
    /// <param name="Address">Where it is.</param>
    public sealed record Admit(NodeId Node, int Number, Address Address) : RunEffect;

    /// <summary>A node left before the run began: stop watching it, and forget it.</summary>
    public sealed record Dismiss(NodeId Node, int Number, Address Address) : RunEffect;

    /// <summary>Say that the run waits for nodes.</summary>
    /// <param name="Missing">For how many.</param>
    public sealed record TellWaiting(int Missing) : RunEffect;

    /// <summary>Say that a node has not answered for a while.</summary>
    public sealed record TellSilent(int Number, Address Address, TimeSpan Silence) : RunEffect;

    /// <summary>Say that a silent node answers again.</summary>
    public sealed record TellBack(int Number, Address Address) : RunEffect;

    /// <summary>A node is lost: judge the run without the further steps of its processes, and say that it is lost.</summary>
    /// <param name="Number">The node.</param>
    /// <param name="Address">Where it was.</param>
    /// <param name="First">The first of its processes.</param>
    /// <param name="Count">How many it had.</param>
    public sealed record Lose(int Number, Address Address, int First, int Count) : RunEffect;

    /// <summary>The clock of a node began this much later than the one that began first. Comes before its steps.</summary>
    public sealed record Offset(int Number, TimeSpan Later) : RunEffect;

    /// <summary>The next steps in the record of a node.</summary>
    public sealed record Merge(int Number, IReadOnlyList<RecordedStep> Steps) : RunEffect;

    /// <summary>Stop the processes of the run's own node at once, even if they wait for something.</summary>
    public sealed record StopProcesses : RunEffect;

    /// <summary>Ask the counter for its value: for <see cref="RunInput.Total"/>.</summary>
    public sealed record GetTotal : RunEffect;

    /// <summary>The run is over: judge it, for <see cref="RunInput.Judged"/>.</summary>
    /// <param name="Counter">The value of the counter; null if the run was stopped.</param>
    /// <param name="Stopped">
    /// Why it was stopped, in a sentence without the stop; null if it was not: then every step is there.
    /// </param>
    public sealed record Finish(long? Counter, string? Stopped) : RunEffect;

    /// <summary>The run could not be finished: say so, for <see cref="RunInput.Judged"/>.</summary>
    /// <param name="Reason">Why, in a sentence without the stop.</param>
    public sealed record Fail(string Reason) : RunEffect;

    /// <summary>Every other node knows the outcome, or is lost: the run may stop.</summary>
    public sealed record Stop : RunEffect;
}
