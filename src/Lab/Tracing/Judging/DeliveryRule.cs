using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Judging;

/// <summary>
/// Only a message on its way can arrive, be lost or be doubled. A message that was sent once arrives at most once, unless the
/// trace has it doubled.
/// </summary>
/// <param name="processes">N.</param>
/// <param name="name">What the processes are called.</param>
internal sealed class DeliveryRule(int processes, Func<ProcessId, string> name) : ITraceRule
{
    private readonly MessagePairs _pairs = new(processes);

    /// <inheritdoc/>
    public string Name => "Messages";

    /// <summary>The message that <paramref name="happened"/> ends; null if it ends no message on its way.</summary>
    public TraceMessage? EndedBy(TraceEvent happened) =>
        happened.Kind is TraceEventKind.Receive or TraceEventKind.Drop ? _pairs.Arrive(happened) : null;

    /// <inheritdoc/>
    public string? Broken(TraceEvent happened, TraceMessage? ended)
    {
        var isKnown = _pairs.Depart(happened);
        return happened.Kind switch
        {
            TraceEventKind.Receive when ended is null => NotOnItsWay(
                $"{name(happened.Process!.Value)} received {Message(happened)} from {name(happened.From!.Value)}", happened),
            TraceEventKind.Drop when ended is null => NotOnItsWay(
                $"{name(happened.Process!.Value)} did not get {Message(happened)} from {name(happened.From!.Value)}", happened),
            TraceEventKind.Duplicate when !isKnown => NotOnItsWay(
                $"{name(happened.To!.Value)} is to get {Message(happened)} from {name(happened.Process!.Value)} twice", happened),
            _ => null,
        };
    }

    private static string Message(TraceEvent happened) => EventText.Message(happened.Message!, happened.Request);

    private string NotOnItsWay(string what, TraceEvent happened) => happened.SentBy is { } number
        ? $"{what}, which event {number} of {name(happened.From!.Value)} did not send, or which had arrived before."
        : $"{what}, which was never sent, or had arrived before.";
}
