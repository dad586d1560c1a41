using System.Diagnostics;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch.MessageQueues;
using Akka.Dispatch.SysMsg;
using Akka.Dispatch.Workers;

namespace Akka.Dispatch;

/// <summary>
/// The queues of one actor and the state of who runs them: one thread at a time, system messages first, then up to the
/// dispatcher's throughput of user messages.
/// </summary>
internal sealed class Mailbox(ActorCell cell, MessageDispatcher dispatcher) : WorkItem, IRunnable
{
    private const int Scheduled = 1;
    private const int Closed = 2;
    private const int OneSuspension = 4;

    private static readonly SystemMessage ClosedQueue = new Create();

    private EnvelopeQueue _queue;
    private Envelope[]? _front; // a stack; touched only by whoever runs the actor
    private int _frontCount;
    private SystemMessage? _systemMessages; // newest first
    private int _status = OneSuspension; // until the actor is created

    public bool IsClosed => (Volatile.Read(ref _status) & Closed) != 0;

    public bool HasMessages => _frontCount > 0 || _queue.HasMessages;

    /// <summary>Any thread. To a closed mailbox: dead letters.</summary>
    public void Enqueue(object message, IActorRef? sender)
    {
        _queue.Enqueue(message, sender);
        var status = Volatile.Read(ref _status);
        if (status == 0)
        {
            if (Interlocked.CompareExchange(ref _status, Scheduled, 0) == 0) dispatcher.RegisterForExecution(this);
            else ScheduleIfNeeded();
        }
        else if (status != Scheduled)
        {
            if ((status & Closed) != 0) DrainToDeadLetters();
            else ScheduleIfNeeded();
        }
    }

    /// <summary>Any thread.</summary>
    public void EnqueueSystem(SystemMessage message)
    {
        while (true)
        {
            var newest = Volatile.Read(ref _systemMessages);
            if (newest == ClosedQueue)
            {
                cell.SystemMessageToTheDead(message);
                return;
            }
            message.Next = newest;
            if (Interlocked.CompareExchange(ref _systemMessages, message, newest) == newest) break;
        }
        ScheduleIfNeeded();
    }

    /// <summary>Puts envelopes before all others, the last of the span deepest. Only whoever runs the actor.</summary>
    public void Prepend(ReadOnlySpan<Envelope> envelopes)
    {
        if (envelopes.IsEmpty) return;
        var needed = _frontCount + envelopes.Length;
        if (_front is null || _front.Length < needed) Array.Resize(ref _front, Math.Max(needed, 2 * _frontCount));
        for (var i = envelopes.Length - 1; i >= 0; i--) _front[_frontCount++] = envelopes[i];
    }

    /// <summary>User messages wait until as many <see cref="Resume"/> have come.</summary>
    public void Suspend() => Interlocked.Add(ref _status, OneSuspension);

    public void Resume()
    {
        if (Volatile.Read(ref _status) >= OneSuspension) Interlocked.Add(ref _status, -OneSuspension);
        ScheduleIfNeeded();
    }

    /// <summary>Ends delivery: what is queued and what still comes goes to the dead letters.</summary>
    public void Close()
    {
        Interlocked.Or(ref _status, Closed);
        var left = Oldest(Interlocked.Exchange(ref _systemMessages, ClosedQueue));
        DeadSystemMessages(left);
        DrainToDeadLetters();
    }

    public override void RunOnWorker() => Run();

    void IThreadPoolWorkItem.Execute()
    {
        if (dispatcher.UsesWorkers) Worker.Work(this);
        else Run();
    }

    public void Run()
    {
        var outer = InternalCurrentActorCellKeeper.Current;
        InternalCurrentActorCellKeeper.Current = cell;
        try
        {
            if (_systemMessages is not null) ProcessSystemMessages();
            ProcessMessages();
        }
        finally
        {
            InternalCurrentActorCellKeeper.Current = outer;
        }
        cell.EndOfBatch();
        Interlocked.And(ref _status, ~Scheduled);
        ScheduleIfNeeded();
    }

    private void ProcessMessages()
    {
        var left = dispatcher.Throughput;
        var deadline = dispatcher.BatchDeadline();
        while (left-- > 0 && Volatile.Read(ref _status) == Scheduled)
        {
            object message;
            IActorRef? sender;
            if (_frontCount > 0) (message, sender) = PopFront();
            else if (!_queue.TryDequeue(out message, out sender)) return;
            cell.Invoke(message, sender);
            if (_systemMessages is not null) ProcessSystemMessages();
            if (deadline != 0 && Stopwatch.GetTimestamp() >= deadline) return;
        }
    }

    private (object, IActorRef?) PopFront()
    {
        ref var top = ref _front![--_frontCount];
        var envelope = top;
        top = default;
        if (_frontCount == 0 && _front.Length > 1024) _front = null;
        return (envelope.Message, envelope.Sender);
    }

    private void ProcessSystemMessages()
    {
        while (Volatile.Read(ref _systemMessages) is { } newest && newest != ClosedQueue)
        {
            if (Interlocked.CompareExchange(ref _systemMessages, null, newest) != newest) continue;
            for (var message = Oldest(newest); message is not null;)
            {
                var next = message.Next;
                message.Next = null;
                if (IsClosed)
                {
                    cell.SystemMessageToTheDead(message);
                    DeadSystemMessages(next);
                    return;
                }
                cell.SystemInvoke(message);
                message = next;
            }
        }
    }

    private void DeadSystemMessages(SystemMessage? message)
    {
        while (message is not null)
        {
            var next = message.Next;
            message.Next = null;
            cell.SystemMessageToTheDead(message);
            message = next;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ScheduleIfNeeded()
    {
        while (true)
        {
            var status = Volatile.Read(ref _status);
            if ((status & (Scheduled | Closed)) != 0) return;
            if (Volatile.Read(ref _systemMessages) is null && (status >= OneSuspension || !HasMessages)) return;
            if (Interlocked.CompareExchange(ref _status, status | Scheduled, status) != status) continue;
            dispatcher.RegisterForExecution(this);
            return;
        }
    }

    // After closing, every sender that finds the mailbox closed drains it; one at a time.
    private void DrainToDeadLetters()
    {
        lock (this)
        {
            while (_frontCount > 0)
            {
                var (message, sender) = PopFront();
                cell.MessageToTheDead(message, sender);
            }
            while (_queue.TryDequeue(out var message, out var sender)) cell.MessageToTheDead(message, sender);
        }
    }

    private static SystemMessage? Oldest(SystemMessage? newest)
    {
        SystemMessage? reversed = null;
        while (newest is not null)
        {
            var older = newest.Next;
            newest.Next = reversed;
            reversed = newest;
            newest = older;
        }
        return reversed;
    }
}
