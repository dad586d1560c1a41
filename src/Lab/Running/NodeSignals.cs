using Akka.Actor;
using static Coterie.Lab.Running.RunProtocol;

namespace Coterie.Lab.Running;

/// <summary>An input of <see cref="NodeRules"/>.</summary>
internal abstract record NodeInput
{
    private NodeInput()
    {
    }

    /// <summary>A message of the node's run.</summary>
    public sealed record FromRun(IWireMessage Content) : NodeInput;

    /// <summary>A worker is outside for good.</summary>
    public sealed record WorkerClosed : NodeInput;

    /// <summary>
    /// Answers <see cref="NodeEffect.AskProcesses"/>, once for each process: it has handled what it had received.
    /// </summary>
    public sealed record ProcessAnswered : NodeInput;

    /// <summary>A process or a worker has stopped.</summary>
    /// <param name="Actor">Which one.</param>
    /// <param name="Cause">Why; null if that is not known.</param>
    public sealed record Stopped(string Actor, string? Cause) : NodeInput;

    /// <summary>The timer fired.</summary>
    public sealed record ShipDue : NodeInput;
}

/// <summary>Something that <see cref="NodeRules"/> want done.</summary>
internal abstract record NodeEffect
{
    private NodeEffect()
    {
    }

    /// <summary>Send a message to the run.</summary>
    public sealed record Send(IWireMessage Message) : NodeEffect;

    /// <summary>Make the processes; they do not know each other yet.</summary>
    /// <param name="Share">Which ones, and what to run.</param>
    public sealed record Make(Prepare Share) : NodeEffect;

    /// <summary>Tell the run of the processes, with <see cref="Prepared"/>.</summary>
    /// <param name="Node">The number of the node.</param>
    public sealed record TellProcesses(int Node) : NodeEffect;

    /// <summary>Begin the record, introduce all processes of the run to those that are here, and make the workers.</summary>
    /// <param name="Share">The processes that are here, and what to run.</param>
    /// <param name="Peers">All processes, in the order of their numbers.</param>
    public sealed record BeginWork(Prepare Share, IReadOnlyList<IActorRef> Peers) : NodeEffect;

    /// <summary>Have the workers close: for <see cref="NodeInput.WorkerClosed"/>.</summary>
    public sealed record CloseWorkers : NodeEffect;

    /// <summary>Ask each process for any answer: for <see cref="NodeInput.ProcessAnswered"/>.</summary>
    public sealed record AskProcesses : NodeEffect;

    /// <summary>Set the timer, or restart it: for <see cref="NodeInput.ShipDue"/>.</summary>
    public sealed record SetShipTimer(TimeSpan After) : NodeEffect;

    /// <summary>The message of the run cannot be handled now; if it matters, the run sends it again.</summary>
    public sealed record Ignore(IWireMessage Message) : NodeEffect;
}
