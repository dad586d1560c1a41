using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Judging;

/// <summary>
/// Turns the events of a trace back into steps and faults. The inverse of <see cref="TraceRecorder"/>, except that a step that
/// led to an entry becomes two steps, the second with an unknown input.
/// </summary>
/// <param name="protocol">The protocol of the run.</param>
/// <param name="listener">Gets them.</param>
internal sealed class TraceSteps(Protocol protocol, IRunListener listener)
{
    private Effect[] _effects = new Effect[4];

    /// <summary>Passes an event on.</summary>
    public void Tell(TraceEvent happened)
    {
        if (FaultOf(happened) is { } fault)
            listener.On(happened.At, fault);
        else if (happened.Process is { } process)
            listener.On(happened.At, new Step(process, InputOf(happened), Effects(happened)));
    }

    private static Input InputOf(TraceEvent happened) => happened.Kind switch
    {
        TraceEventKind.Request or TraceEventKind.Exit or TraceEventKind.Withdraw => Input.Of(null),
        TraceEventKind.Receive => Input.Of(happened.From!.Value, MessageOf(happened)!),
        TraceEventKind.Resend => Input.Of(TimerId.Resend),
        TraceEventKind.Gone => Input.Gone(happened.From!.Value),
        _ => Input.Unknown,
    };

    private static Deed? DeedOf(TraceEvent happened) =>
        happened.Kind == TraceEventKind.Note ? Deed.None : TraceDeeds.Of(happened.Kind);

    private static TracedMessage? MessageOf(TraceEvent happened) =>
        happened is { Message: { } kind } ? new TracedMessage(kind, happened.Request) : null;

    private Fault? FaultOf(TraceEvent happened) => happened.Kind switch
    {
        TraceEventKind.Drop =>
            new Fault.Drop(happened.From!.Value, happened.Process!.Value, MessageOf(happened)!, happened.Reason ?? "loss"),
        TraceEventKind.Duplicate => new Fault.Duplicate(happened.Process!.Value, happened.To!.Value, MessageOf(happened)!),
        TraceEventKind.Crash => new Fault.Crash(happened.Process!.Value),
        TraceEventKind.Restart => new Fault.Restart(
            happened.Process!.Value, happened.Detail == Names.Forgetful ? Recollection.Nothing : protocol.Recollection),
        TraceEventKind.Pause => new Fault.Pause(happened.Process!.Value),
        TraceEventKind.Resume => new Fault.Resume(happened.Process!.Value),
        TraceEventKind.Jump => new Fault.Jump(happened.Process!.Value, TimeSpan.Zero),
        TraceEventKind.Partition => new Fault.Partition(happened.Groups),
        TraceEventKind.Heal => new Fault.Heal(),
        _ => null,
    };

    private ReadOnlySpan<Effect> Effects(TraceEvent happened)
    {
        var count = 0;
        if (_effects.Length <= happened.Sends.Count)
            _effects = new Effect[happened.Sends.Count + 1];
        if (DeedOf(happened) is { } deed)
            _effects[count++] = Effect.Note(new TracedOutput(deed, happened.Request, happened.Detail));
        if (happened.Sends is SendsToAll toAll)
        {
            var request = new TracedMessage(Names.Request, toAll.Request);
            foreach (var to in toAll.Asked)
                _effects[count++] = Effect.Send(to, request);
        }
        foreach (var send in SendsToAll.Listed(happened))
            _effects[count++] = Effect.Send(send.To, new TracedMessage(send.Message, send.Request));
        return _effects.AsSpan(0, count);
    }
}
