using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>
/// Brings the records of several nodes into one order that respects causality. Each record is in such an order already, but the
/// records arrive independently of each other: so the receipt of a message, and whatever follows it in its record, waits here
/// until the sending of the message has come.
/// </summary>
/// <remarks>
/// Every record follows the real time of its node, so receipts never wait for each other in a circle. The clocks of the nodes
/// begin at different moments: each node has one offset for its whole record, so the time between two steps of a node does not
/// change. Not safe for use by several threads.
/// </remarks>
internal sealed class StepMerge
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
    /// Called once for each lost process, after the listener got all steps that the process recorded before it was lost. Later
    /// steps of the process are reconstructed. Default: no call.
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
    /// Sets how much later the clock of node <paramref name="node"/> began than the clock of the run. Call it before the first
    /// step of the node. Default zero.
    /// </summary>
    public void Set(int node, TimeSpan offset) => RecordOf(node).Offset = offset;

    /// <summary>Adds the next steps of the record of node <paramref name="node"/>, counted from 1.</summary>
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
    /// The remaining steps of these processes will never come. For each message that others have received from them, the listener
    /// gets a reconstructed step that sends it.
    /// </summary>
    public void Lose(IEnumerable<ProcessId> processes)
    {
        foreach (var process in processes)
            _lost.Add(process);
        PassOn();
    }

    /// <summary>No more steps will come: passes on the steps that still wait, in the order in which they are.</summary>
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

    // Recorded steps of a lost process that still wait here come before its reconstructed ones.
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
        // A reconstructed step gets the time of the receipt that shows it; the clock of the receiver may be behind.
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

    // The steps in which a lost process must have sent the message that was received. If it was inside when its record ended, it
    // has left: the message may come from that. If it waited and sends a message about a later request of its own, it no longer
    // waits: whether it entered or gave up stays unknown. If the message is about a new request of its own, it has made that
    // request.
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
