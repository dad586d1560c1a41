using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Coterie.Mutex;
using static Coterie.Mutex.MutexProtocol;

namespace Coterie.Checking;

/// <summary>
/// Brings the records of several nodes into one order that respects causality. Each record is in such an order already, but the records arrive
/// independently of each other: the receipt of a message waits here, and what follows it in its record, until its sending has come.
/// </summary>
/// <remarks>
/// Every record follows the real time of its node, so the sendings that receipts wait for never wait for each other in a circle.
/// Not safe for use by several threads.
/// </remarks>
public sealed class StepMerge
{
    private readonly IRunListener _listener;
    private readonly Dictionary<MessageKey, int> _sent = [];
    private readonly Timestamp[] _asked;
    private readonly Timestamp?[] _inside;
    private readonly bool[] _waits;
    private readonly ProcessSet _lost;
    private readonly List<Queue<RecordedStep>> _records = [];

    /// <summary>Merges the records of a run of <paramref name="processes"/> processes for <paramref name="listener"/>.</summary>
    public StepMerge(int processes, IRunListener listener)
    {
        _listener = listener;
        _asked = new Timestamp[processes];
        _inside = new Timestamp?[processes];
        _waits = new bool[processes];
        _lost = new ProcessSet(processes);
    }

    /// <summary>Steps that wait for the sending of a message.</summary>
    public int Waiting => _records.Sum(record => record.Count);

    /// <summary>The next steps in the record of node <paramref name="node"/>, counted from 1.</summary>
    public void Add(int node, IEnumerable<RecordedStep> steps)
    {
        while (_records.Count < node)
            _records.Add(new Queue<RecordedStep>());
        foreach (var step in steps)
            _records[node - 1].Enqueue(step);
        PassOn();
    }

    /// <summary>
    /// The rest of what these processes did will never come. What others have received from them they have sent; the listener sees a step for it.
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
            while (record.TryDequeue(out var step))
                PassOn(step);
        }
    }

    private void PassOn()
    {
        bool moved;
        do
        {
            moved = false;
            foreach (var record in _records)
            {
                while (record.TryPeek(out var step) && IsDue(step))
                {
                    record.Dequeue();
                    PassOn(step);
                    moved = true;
                }
            }
        }
        while (moved);
    }

    private bool IsDue(RecordedStep step)
    {
        if (step.Message is not { } message || _sent.ContainsKey(MessageKey.Of(message, step.Process)))
            return true;
        if (!_lost.Contains(message.From) || HasMore(message.From))
            return false;
        Sending(step, message).ForEach(PassOn);
        return true;
    }

    private void PassOn(RecordedStep step)
    {
        var process = step.Process.Value - 1;
        if (step.Kind == StepKind.Enter && step.Request is { } request)
            (_asked[process], _waits[process]) = (request, true);
        if (step.Kind == StepKind.Withdraw)
            _waits[process] = false;
        if (step.Kind == StepKind.Exit)
            _inside[process] = null;
        if (step.Message is { } received)
            Take(MessageKey.Of(received, step.Process));
        foreach (var effect in step.Effects)
        {
            if (effect.Message is not { } message)
                (_inside[process], _waits[process]) = (effect.Entered, false);
            else
                CollectionsMarshal.GetValueRefOrAddDefault(_sent, MessageKey.Of(message, effect.To), out _)++;
        }
        _listener.On(step.At, step.ToStep());
    }

    private void Take(MessageKey message)
    {
        ref var copies = ref CollectionsMarshal.GetValueRefOrNullRef(_sent, message);
        if (!Unsafe.IsNullRef(ref copies) && --copies == 0)
            _sent.Remove(message);
    }

    // What a lost process told before it was lost, and waits here, comes before what it must have done after that.
    private bool HasMore(ProcessId process) => _records.Exists(record => record.Any(step => step.Process == process));

    // The steps in which a lost process must have sent what was received. Who was inside has left. Who waited and sends something about a later request waits no more:
    // whether it was let in or gave up, nobody will know. Who sends a request of its own not seen before has made it.
    private List<RecordedStep> Sending(RecordedStep receipt, IWireMessage message)
    {
        var (sender, steps) = (message.From, new List<RecordedStep>());
        var (asked, request) = (_asked[sender.Value - 1], message.Concerning);
        if (_inside[sender.Value - 1] is { } granted)
            steps.Add(Step(StepKind.Exit, granted));
        else if (_waits[sender.Value - 1] && asked < request)
            steps.Add(Step(StepKind.Withdraw, asked));
        var isNewRequest = request?.Process == sender && asked < request;
        steps.Add(Step(isNewRequest ? StepKind.Enter : StepKind.ResendDue, isNewRequest ? request : null, new Effect(receipt.Process, message, null)));
        return steps;

        RecordedStep Step(StepKind kind, Timestamp? own, params Effect[] effects) => new(receipt.At, sender, kind, null, own, effects);
    }
}
