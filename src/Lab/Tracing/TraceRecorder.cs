using Coterie.Lab.Checking;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Lab.Tracing;

/// <summary>
/// Turns the steps of a run into the events of a trace: matches what was received with what was sent, and counts the vector clocks. A message that was sent
/// several times over is taken to arrive in the order of its sending.
/// </summary>
/// <param name="processes">N.</param>
/// <param name="promises">What the algorithm promises.</param>
/// <param name="write">Is given each event.</param>
public sealed class TraceRecorder(int processes, MutexPromises promises, Action<TraceEvent> write) : IRunListener
{
    private readonly VectorClock[] _clocks = [.. Enumerable.Repeat(new VectorClock(processes), processes)];
    private readonly Dictionary<MessageKey, Queue<VectorClock>> _onTheWay = [];
    private readonly Dictionary<(ProcessId To, ProcessId From), Timestamp> _answered = [];

    /// <inheritdoc/>
    public void On(TimeSpan at, in Step step)
    {
        var process = step.Process;
        var cause = step.Message is { } received ? Arrive(process, received) : null;
        var sends = Sends(step);
        if (step.Kind != StepKind.ResendDue || sends.Count > 0)
        {
            write(new TraceEvent(at, KindOf(step), process, Advance(process, cause))
            {
                Request = step.Message is { } message ? message.Concerning : step.Request,
                Message = step.Message?.Name,
                From = step.Message?.From,
                SentBy = step.Message is { } from ? cause?[from.From] : null,
                Reply = step.Message is { Name: "request" } request ? ReplyTo(request, process, sends) : null,
                Sends = sends,
            });
        }
        var clock = _clocks[process.Value - 1];
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Message is not { } sent)
                write(new TraceEvent(at, TraceEventKind.Enter, process, Advance(process)) { Request = effect.Entered });
            else
                Depart(effect.To, sent, clock);
        }
    }

    /// <inheritdoc/>
    public void On(TimeSpan at, Fault fault)
    {
        write(fault switch
        {
            Fault.Drop drop => OnDrop(at, drop),
            Fault.Duplicate copy => OnDuplicate(at, copy),
            Fault.Crash crash => Own(at, TraceEventKind.Crash, crash.Process),
            Fault.Restart restart => Own(at, TraceEventKind.Restart, restart.Process),
            Fault.Pause pause => Own(at, TraceEventKind.Pause, pause.Process),
            Fault.Resume resume => Own(at, TraceEventKind.Resume, resume.Process),
            Fault.Partition partition => new TraceEvent(at, TraceEventKind.Partition, null, null) { Groups = partition.Groups },
            _ => new TraceEvent(at, TraceEventKind.Heal, null, null),
        });
    }

    private static TraceEventKind KindOf(in Step step) => step.Kind switch
    {
        StepKind.Enter => TraceEventKind.Request,
        StepKind.Exit => TraceEventKind.Exit,
        StepKind.Withdraw => TraceEventKind.Withdraw,
        StepKind.Receive => TraceEventKind.Receive,
        _ => TraceEventKind.Resend,
    };

    private static List<TraceSend> Sends(in Step step)
    {
        var sends = new List<TraceSend>();
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Message is { } message)
                sends.Add(new TraceSend(effect.To, message.Name, message.Concerning));
        }
        return sends;
    }

    private TraceEvent Own(TimeSpan at, TraceEventKind kind, ProcessId process) => new(at, kind, process, Advance(process));

    private TraceEvent OnDrop(TimeSpan at, Fault.Drop drop)
    {
        var sent = Arrive(drop.To, drop.Message);
        return Own(at, TraceEventKind.Drop, drop.To) with
        {
            Request = drop.Message.Concerning,
            Message = drop.Message.Name,
            From = drop.From,
            SentBy = sent?[drop.From],
            Reason = drop.Reason,
        };
    }

    private TraceEvent OnDuplicate(TimeSpan at, Fault.Duplicate copy)
    {
        if (_onTheWay.TryGetValue(MessageKey.Of(copy.Message, copy.To), out var copies))
            copies.Enqueue(copies.Last());
        return Own(at, TraceEventKind.Duplicate, copy.From) with { Request = copy.Message.Concerning, Message = copy.Message.Name, To = copy.To };
    }

    private VectorClock Advance(ProcessId process, VectorClock? cause = null) =>
        _clocks[process.Value - 1] = _clocks[process.Value - 1].Next(process, cause);

    private void Depart(ProcessId to, IWireMessage message, VectorClock clock)
    {
        if (message is { Name: "reply", Concerning: { } request })
            _answered[(message.From, to)] = request;
        var key = MessageKey.Of(message, to);
        if (!_onTheWay.TryGetValue(key, out var copies))
            _onTheWay.Add(key, copies = new Queue<VectorClock>(1));
        copies.Enqueue(clock);
    }

    private VectorClock? Arrive(ProcessId to, IWireMessage message)
    {
        var key = MessageKey.Of(message, to);
        if (!_onTheWay.TryGetValue(key, out var copies))
            return null;
        var sent = copies.Dequeue();
        if (copies.Count == 0)
            _onTheWay.Remove(key);
        return sent;
    }

    // A request that is neither answered now nor was before waits for the receiver's exit.
    private ReplyTime? ReplyTo(IWireMessage request, ProcessId receiver, List<TraceSend> sends)
    {
        if (request.Concerning is not { } concerning)
            return null;
        var key = (receiver, request.From);
        if (sends.Exists(send => send.Message == "reply" && send.Request == concerning))
            return ReplyTime.Now;
        return !promises.DefersReplies || _answered.TryGetValue(key, out var latest) && concerning <= latest ? null : ReplyTime.Deferred;
    }
}
