using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing;

/// <summary>
/// Turns the steps of a run into the events of a trace: matches what was received with what was sent, and counts the vector
/// clocks. A message that was sent several times is taken to arrive in the order of its sending.
/// </summary>
/// <param name="processes">N.</param>
/// <param name="protocol">The protocol of the run.</param>
/// <param name="write">Gets each event.</param>
public sealed class TraceRecorder(int processes, Protocol protocol, Action<TraceEvent> write) : IRunListener
{
    private readonly PerProcess<VectorClock> _clocks = new(processes, _ => new VectorClock(processes));
    private readonly PerProcess<Timestamp?> _requests = new(processes);
    private readonly Dictionary<MessageKey, Queue<VectorClock>> _onTheWay = [];
    private readonly Dictionary<(ProcessId To, ProcessId From), Timestamp> _answered = [];

    /// <inheritdoc/>
    public void On(TimeSpan at, in Step step)
    {
        var process = step.Process;
        var input = step.Input;
        var arrived = input.IsReturned ? null : input.Message;
        var cause = arrived is null ? null : Arrive(input.From, process, arrived);
        var sends = Sends(step);
        var first = arrived is not null ? null : FirstDeed(step) ?? (input.Kind == InputKind.Gone ? null : FirstNote(step));
        if (KindOf(input, first, sends.Count) is { } kind)
        {
            var about = arrived is not null ? arrived.About(input.From, process) : first?.Request ?? _requests[process];
            write(new TraceEvent(at, kind, process, Advance(process, cause))
            {
                Request = about,
                Message = arrived?.Kind,
                From = arrived is not null || kind == TraceEventKind.Gone ? input.From : null,
                SentBy = arrived is null ? null : cause?[input.From],
                Reply = arrived is not null && arrived.Kind == protocol.Words.Request
                    ? ReplyTo(about, input.From, process, sends)
                    : null,
                Sends = sends,
                Detail = first?.Detail,
            });
        }
        Take(at, step, first);
    }

    /// <inheritdoc/>
    public void On(TimeSpan at, Fault fault)
    {
        write(fault switch
        {
            Fault.Drop drop => OnDrop(at, drop),
            Fault.Duplicate copy => OnDuplicate(at, copy),
            Fault.Crash crash => Own(at, TraceEventKind.Crash, crash.Process),
            Fault.Restart restart => OnRestart(at, restart),
            Fault.Pause pause => Own(at, TraceEventKind.Pause, pause.Process),
            Fault.Resume resume => Own(at, TraceEventKind.Resume, resume.Process),
            Fault.Jump jump => Own(at, TraceEventKind.Jump, jump.Process) with { Detail = EventText.Time(jump.By) },
            Fault.Partition partition => new TraceEvent(at, TraceEventKind.Partition, null, null) { Groups = partition.Groups },
            _ => new TraceEvent(at, TraceEventKind.Heal, null, null),
        });
    }

    // The first thing that the process did, if that decides the kind of the event. A loss is an event of its own.
    private static IOutput? FirstDeed(in Step step)
    {
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Output is { Deed: Deed.Lost })
                return null;
            if (effect.Output is { Deed: Deed.Asked or Deed.Left or Deed.Withdrew } output)
                return output;
        }
        return null;
    }

    // The first note of a step whose input is not an event itself.
    private static IOutput? FirstNote(in Step step)
    {
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Output is { Deed: Deed.None, Detail: not null } output)
                return output;
        }
        return null;
    }

    // A step without any result, for example a timer with nothing to send again, is no event.
    private static TraceEventKind? KindOf(in Input input, IOutput? first, int sends) => first?.Deed switch
    {
        Deed.Asked => TraceEventKind.Request,
        Deed.Left => TraceEventKind.Exit,
        Deed.Withdrew => TraceEventKind.Withdraw,
        Deed.None => TraceEventKind.Note,
        _ => input.Kind switch
        {
            InputKind.Message when !input.IsReturned => TraceEventKind.Receive,
            InputKind.Gone => TraceEventKind.Gone,
            _ when sends == 0 => null,
            InputKind.Timer when input.Timer == TimerId.Resend => TraceEventKind.Resend,
            InputKind.Unknown => TraceEventKind.Resend,
            _ => TraceEventKind.Send,
        },
    };

    private static List<TraceSend> Sends(in Step step)
    {
        var sends = new List<TraceSend>();
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Message is { } message)
                sends.Add(new TraceSend(effect.To, message.Kind, message.About(step.Process, effect.To)));
        }
        return sends;
    }

    private void Take(TimeSpan at, in Step step, IOutput? first)
    {
        var process = step.Process;
        var clock = _clocks[process];
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Message is { } sent)
            {
                Depart(process, effect.To, sent, clock);
                continue;
            }
            if (effect.Output is not { } output)
                continue;
            _requests[process] = output.Deed switch
            {
                Deed.Asked => output.Request,
                Deed.Left or Deed.Withdrew or Deed.Lost => null,
                _ => _requests[process],
            };
            if (!ReferenceEquals(output, first) && KindOf(output) is { } kind)
                write(new TraceEvent(at, kind, process, Advance(process)) { Request = output.Request, Detail = output.Detail });
        }
    }

    private static TraceEventKind? KindOf(IOutput output) => output.Deed switch
    {
        Deed.Asked => TraceEventKind.Request,
        Deed.Entered => TraceEventKind.Enter,
        Deed.Left => TraceEventKind.Exit,
        Deed.Withdrew => TraceEventKind.Withdraw,
        Deed.Lost => TraceEventKind.Lose,
        Deed.Used => TraceEventKind.Use,
        _ => output.Detail is null ? null : TraceEventKind.Note,
    };

    private TraceEvent Own(TimeSpan at, TraceEventKind kind, ProcessId process) => new(at, kind, process, Advance(process));

    private TraceEvent OnRestart(TimeSpan at, Fault.Restart restart)
    {
        if (restart.Recollection != Recollection.Everything)
            _requests[restart.Process] = null;
        return Own(at, TraceEventKind.Restart, restart.Process) with
        {
            Detail = restart.Recollection == protocol.Recollection ? null : Names.Forgetful,
        };
    }

    private TraceEvent OnDrop(TimeSpan at, Fault.Drop drop)
    {
        var sent = Arrive(drop.From, drop.To, drop.Message);
        return Own(at, TraceEventKind.Drop, drop.To) with
        {
            Request = drop.Message.About(drop.From, drop.To),
            Message = drop.Message.Kind,
            From = drop.From,
            SentBy = sent?[drop.From],
            Reason = drop.Reason,
        };
    }

    private TraceEvent OnDuplicate(TimeSpan at, Fault.Duplicate copy)
    {
        if (_onTheWay.TryGetValue(MessageKey.Of(copy.From, copy.To, copy.Message), out var copies))
            copies.Enqueue(copies.Last());
        return Own(at, TraceEventKind.Duplicate, copy.From) with
        {
            Request = copy.Message.About(copy.From, copy.To),
            Message = copy.Message.Kind,
            To = copy.To,
        };
    }

    private VectorClock Advance(ProcessId process, VectorClock? cause = null) =>
        _clocks[process] = _clocks[process].Next(process, cause);

    private void Depart(ProcessId from, ProcessId to, IMessage message, VectorClock clock)
    {
        if (message.Kind == protocol.Words.Consent && message.About(from, to) is { } request)
            _answered[(from, to)] = request;
        var key = MessageKey.Of(from, to, message);
        if (!_onTheWay.TryGetValue(key, out var copies))
            _onTheWay.Add(key, copies = new Queue<VectorClock>(1));
        copies.Enqueue(clock);
    }

    private VectorClock? Arrive(ProcessId from, ProcessId to, IMessage message)
    {
        var key = MessageKey.Of(from, to, message);
        if (!_onTheWay.TryGetValue(key, out var copies))
            return null;
        var sent = copies.Dequeue();
        if (copies.Count == 0)
            _onTheWay.Remove(key);
        return sent;
    }

    // A request that is answered neither now nor earlier waits for the receiver's exit.
    private ReplyTime? ReplyTo(Timestamp? about, ProcessId from, ProcessId receiver, List<TraceSend> sends)
    {
        if (about is not { } request)
            return null;
        if (sends.Exists(send => send.Message == protocol.Words.Consent && send.Request == request))
            return ReplyTime.Now;
        var wasAnswered = _answered.TryGetValue((receiver, from), out var latest) && request <= latest;
        return wasAnswered || !protocol.Words.OwesConsent ? null : ReplyTime.Deferred;
    }
}
