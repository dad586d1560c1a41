using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>
/// Brings the records of several nodes into one order that respects causality. Each record is in such an order already, but the
/// records arrive independently of each other: the receipt of a message waits here, and what follows it in its record, until its
/// sending has come.
/// </summary>
/// <remarks>
/// Every record follows the real time of its node, so the sendings that receipts wait for never wait for each other in a circle.
/// The clocks of the nodes begin at different moments: each node has one offset, for its whole record, so that the time between
/// two steps of a node stays what it was. Not safe for use by several threads.
/// </remarks>
public sealed class StepMerge
{
    private readonly IRunListener _listener;
    private readonly Action<ProcessId>? _ended;
    private readonly Dictionary<MessageKey, int> _sent = [];
    private readonly PerProcess<Timestamp> _asked;
    private readonly PerProcess<Timestamp?> _inside;
    private readonly PerProcess<bool> _waits;
    private readonly PerProcess<int> _told;
    private readonly PerProcess<TimeSpan> _latest;
    private readonly ProcessSet _lost;
    private readonly ProcessSet _silent;
    private readonly List<Record> _records = [];

    /// <summary>Merges the records of a run of <paramref name="processes"/> processes for <paramref name="listener"/>.</summary>
    /// <param name="processes">N.</param>
    /// <param name="listener">Gets the steps.</param>
    /// <param name="ended">
    /// Is told, once, of each lost process when the listener has all that the process told before it was lost. What comes of it
    /// later is made up. Default nobody.
    /// </param>
    public StepMerge(int processes, IRunListener listener, Action<ProcessId>? ended = null)
    {
        (_listener, _ended) = (listener, ended);
        _asked = new PerProcess<Timestamp>(processes);
        _inside = new PerProcess<Timestamp?>(processes);
        _waits = new PerProcess<bool>(processes);
        _told = new PerProcess<int>(processes);
        _latest = new PerProcess<TimeSpan>(processes);
        _lost = new ProcessSet(processes);
        _silent = new ProcessSet(processes);
    }

    /// <summary>Steps that wait for the sending of a message.</summary>
    public int Waiting => _records.Sum(record => record.Steps.Count);

    /// <summary>
    /// Says how much later than the clock of the run that of node <paramref name="node"/> began. Before the first step of the
    /// node; default zero.
    /// </summary>
    public void Set(int node, TimeSpan offset) => RecordOf(node).Offset = offset;

    /// <summary>The next steps in the record of node <paramref name="node"/>, counted from 1.</summary>
    public void Add(int node, IEnumerable<RecordedStep> steps)
    {
        var record = RecordOf(node);
        foreach (var step in steps)
        {
            record.Steps.Enqueue(record.Offset == TimeSpan.Zero ? step : step with { At = step.At + record.Offset });
            _told[step.Process]++;
        }
        PassOn();
    }

    /// <summary>
    /// The rest of what these processes did will never come. What others have received from them they have sent; the listener
    /// sees a step for it.
    /// </summary>
    public void Lose(IEnumerable<ProcessId> processes)
    {
        foreach (var process in processes)
            _lost.Add(process);
        PassOn();
    }

    /// <summary>There is nothing more to come: passes on what still waits as it stands.</summary>
    public void End()
    {
        foreach (var record in _records)
        {
            while (record.Steps.TryDequeue(out var step))
                PassOnTold(step);
        }
        EndRecords();
    }

    private Record RecordOf(int node)
    {
        while (_records.Count < node)
            _records.Add(new Record());
        return _records[node - 1];
    }

    private void PassOn()
    {
        EndRecords();
        bool moved;
        do
        {
            moved = false;
            foreach (var record in _records)
            {
                while (record.Steps.TryPeek(out var step) && IsDue(step))
                {
                    record.Steps.Dequeue();
                    PassOnTold(step);
                    moved = true;
                }
            }
        }
        while (moved);
    }

    private bool IsDue(RecordedStep step)
    {
        if (step.Input is { IsReturned: true } or { Message: null })
            return true;
        var message = step.Input.Message;
        if (_sent.ContainsKey(MessageKey.Of(step.Input.From, step.Process, message)))
            return true;
        if (!_silent.Contains(step.Input.From))
            return false;
        Sending(step, message).ForEach(PassOn);
        return true;
    }

    private void PassOnTold(RecordedStep step)
    {
        PassOn(step);
        if (--_told[step.Process] == 0 && _lost.Contains(step.Process))
            EndRecord(step.Process);
    }

    private void EndRecords()
    {
        foreach (var process in _lost)
        {
            if (_told[process] == 0)
                EndRecord(process);
        }
    }

    // What a lost process told before it was lost, and waits here, comes before what it must have done after that.
    private void EndRecord(ProcessId process)
    {
        if (_silent.Add(process))
            _ended?.Invoke(process);
    }

    private void PassOn(RecordedStep step)
    {
        var process = step.Process;
        if (step.Input is { IsReturned: false, Message: { } received })
            Take(MessageKey.Of(step.Input.From, step.Process, received));
        foreach (var effect in step.Effects)
        {
            if (effect.Message is { } message)
                CollectionsMarshal.GetValueRefOrAddDefault(_sent, MessageKey.Of(step.Process, effect.To, message), out _)++;
            else if (effect.Output is { } output)
                Note(process, output);
        }
        // What a lost process must have done gets the time of the process that shows it, whose clock may be behind.
        ref var latest = ref _latest[process];
        if (step.At > latest)
            latest = step.At;
        _listener.On(latest, step.ToStep());
    }

    private void Take(MessageKey message)
    {
        ref var copies = ref CollectionsMarshal.GetValueRefOrNullRef(_sent, message);
        if (!Unsafe.IsNullRef(ref copies) && --copies == 0)
            _sent.Remove(message);
    }

    private void Note(ProcessId process, IOutput output)
    {
        switch (output.Deed)
        {
            case Deed.Asked: (_asked[process], _waits[process]) = (output.Request.GetValueOrDefault(), true); break;
            case Deed.Entered: (_inside[process], _waits[process]) = (output.Request, false); break;
            case Deed.Left: _inside[process] = null; break;
            case Deed.Withdrew: _waits[process] = false; break;
            case Deed.Lost: (_inside[process], _waits[process]) = (null, false); break;
        }
    }

    // The steps in which a lost process must have sent what was received. Whoever was inside when its record ended has left: the
    // message may come from that. A process that waited, and sends something about a later request, waits no more: whether it was
    // let in or gave up, nobody will know. A request of its own that was not seen before it has made.
    private List<RecordedStep> Sending(RecordedStep receipt, IMessage message)
    {
        var (sender, steps) = (receipt.Input.From, new List<RecordedStep>());
        var (asked, request) = (_asked[sender], message.About(sender, receipt.Process));
        foreach (var other in _silent)
        {
            if (_inside[other] is { } granted)
                steps.Add(Step(other, Effect.Note(new TracedOutput(Deed.Left, granted))));
        }
        if (_waits[sender] && asked < request)
            steps.Add(Step(sender, Effect.Note(new TracedOutput(Deed.Withdrew, asked))));
        var sending = Effect.Send(receipt.Process, message);
        var isNewRequest = request?.Process == sender && asked < request;
        steps.Add(
            isNewRequest ? Step(sender, Effect.Note(new TracedOutput(Deed.Asked, request)), sending) : Step(sender, sending));
        return steps;

        RecordedStep Step(ProcessId process, params Effect[] effects) => new(receipt.At, process, Input.Unknown, effects);
    }

    private sealed class Record
    {
        public Queue<RecordedStep> Steps { get; } = [];

        public TimeSpan Offset { get; set; }
    }
}
