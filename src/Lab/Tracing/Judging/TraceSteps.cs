using Coterie.Lab.Checking;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Tracing.Judging;

/// <summary>Turns the events of a trace back into steps and faults: the inverse of <see cref="TraceRecorder"/>, but that a step which led to an entry becomes two.</summary>
/// <param name="listener">Is told of them.</param>
internal sealed class TraceSteps(IRunListener listener)
{
    private Effect[] _effects = new Effect[4];

    /// <summary>Tells the listener.</summary>
    public void Tell(TraceEvent happened)
    {
        if (KindOf(happened.Kind) is { } kind)
            listener.On(happened.At, new Step(happened.Process!.Value, kind, MessageOf(happened), happened.Request, Effects(happened)));
        else if (FaultOf(happened) is { } fault)
            listener.On(happened.At, fault);
    }

    // An entry is a step in which nothing comes in: what led to it is the event before.
    private static StepKind? KindOf(TraceEventKind kind) => kind switch
    {
        TraceEventKind.Request => StepKind.Enter,
        TraceEventKind.Exit => StepKind.Exit,
        TraceEventKind.Withdraw => StepKind.Withdraw,
        TraceEventKind.Receive => StepKind.Receive,
        TraceEventKind.Resend or TraceEventKind.Enter => StepKind.ResendDue,
        _ => null,
    };

    private static Fault? FaultOf(TraceEvent happened) => happened.Kind switch
    {
        TraceEventKind.Drop => new Fault.Drop(happened.From!.Value, happened.Process!.Value, MessageOf(happened)!, happened.Reason ?? "loss"),
        TraceEventKind.Duplicate => new Fault.Duplicate(happened.Process!.Value, happened.To!.Value, new TracedMessage(happened.Process.Value, happened.Message!, happened.Request)),
        TraceEventKind.Crash => new Fault.Crash(happened.Process!.Value),
        TraceEventKind.Restart => new Fault.Restart(happened.Process!.Value),
        TraceEventKind.Pause => new Fault.Pause(happened.Process!.Value),
        TraceEventKind.Resume => new Fault.Resume(happened.Process!.Value),
        TraceEventKind.Partition => new Fault.Partition(happened.Groups),
        TraceEventKind.Heal => new Fault.Heal(),
        _ => null,
    };

    private static TracedMessage? MessageOf(TraceEvent happened) =>
        happened is { From: { } from, Message: { } name } ? new TracedMessage(from, name, happened.Request) : null;

    private ReadOnlySpan<Effect> Effects(TraceEvent happened)
    {
        var count = 0;
        if (_effects.Length <= happened.Sends.Count)
            _effects = new Effect[happened.Sends.Count + 1];
        if (happened.Kind == TraceEventKind.Enter)
            _effects[count++] = new Effect(happened.Process!.Value, null, happened.Request);
        if (happened.Sends is SendsToAll toAll)
        {
            var request = new TracedMessage(happened.Process!.Value, Names.Request, toAll.Request);
            foreach (var to in toAll.Asked)
                _effects[count++] = new Effect(to, request, null);
        }
        foreach (var send in SendsToAll.Listed(happened))
            _effects[count++] = new Effect(send.To, new TracedMessage(happened.Process!.Value, send.Message, send.Request), null);
        return _effects.AsSpan(0, count);
    }
}
