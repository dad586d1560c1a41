using System.Diagnostics;

namespace Akka.Dispatch.Workers;

/// <summary>
/// A thread of the .NET pool while it runs actors. What its actors schedule goes to its own ring, so that a reply needs no
/// hop to another thread. Workers with nothing to do take from the others' rings; a worker whose item blocks
/// is relieved of its ring by <see cref="WorkerMonitor"/>; and one that has run for a while lets other users of the pool in.
/// </summary>
internal sealed class Worker
{
    private const int ItemsBetweenLooksAtTheClock = 64;
    private static readonly long LongestTurn = Stopwatch.Frequency / 1000 * 2;
    private static readonly Lock Registration = new();
    private static readonly Helper TheHelper = new();

    private static Worker[] _all = [];
    private static int _active;
    private static int _helperWanted;

    [ThreadStatic] private static Worker? _own;
    [ThreadStatic] private static Worker? _current;

    private readonly Thread _thread = Thread.CurrentThread;
    private readonly WorkRing _ring = new();
    private readonly WorkRing _answers = new();

    /// <summary>Grows with each item: a worker with work whose epoch stands still is blocked.</summary>
    public int Epoch;

    public static Worker[] All => Volatile.Read(ref _all);

    public static bool AnyActive => Volatile.Read(ref _active) > 0;

    public bool HasWork => _ring.Count > 0 || _answers.Count > 0;

    /// <summary>Whether more than one completion waits, so that another thread could run some.</summary>
    public bool HasAnswersToShare => _answers.Count > 1;

    /// <summary>Runs <paramref name="item"/> soon: on this thread if it is a worker, else on a thread of the pool.</summary>
    public static void Submit(WorkItem item)
    {
        var worker = _current;
        if (worker is null || !worker._ring.TryAdd(item))
        {
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
            return;
        }
        if (worker._ring.Count > 1) CallHelper();
    }

    /// <summary>
    /// Runs the completion of an Ask soon, as <see cref="Submit"/> does. It is mostly shorter than the way to another thread, so none is called for it;
    /// where it is long after all, <see cref="WorkerMonitor"/> sees it.
    /// </summary>
    public static void SubmitAnswer(WorkItem item)
    {
        var worker = _current;
        if (worker is null || !worker._answers.TryAdd(item)) ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
    }

    /// <summary>Makes this thread a worker until there is nothing left to do. Null: begin by taking from another worker.</summary>
    public static void Work(WorkItem? item)
    {
        var worker = _own ??= Register();
        _current = worker;
        Interlocked.Increment(ref _active);
        WorkerMonitor.Wake();
        try
        {
            worker.RunAll(item);
        }
        finally
        {
            _current = null;
            Interlocked.Decrement(ref _active);
        }
    }

    /// <summary>Called of a blocked worker: others run what waits in its ring.</summary>
    public void Relieve()
    {
        while (Take() is { } item) SpareThreads.Run(item);
    }

    /// <summary>Called of a worker with long completions: others run what waits.</summary>
    public void ShareAnswers()
    {
        while (_answers.TryTake() is { } item) SpareThreads.Run(item);
    }

    private void RunAll(WorkItem? item)
    {
        var turnEnds = Stopwatch.GetTimestamp() + LongestTurn;
        var left = ItemsBetweenLooksAtTheClock;
        var clean = ExecutionContext.Capture();
        item ??= Steal();
        while (item is not null)
        {
            Volatile.Write(ref Epoch, Epoch + 1);
            item.RunOnWorker();
            // As after each item of the pool: what a handler left in its AsyncLocals is not for the next actor.
            if (ExecutionContext.Capture() != clean && clean is not null) ExecutionContext.Restore(clean);
            item = Take() ?? Steal();
            if (--left > 0 || item is null) continue;
            left = ItemsBetweenLooksAtTheClock;
            var now = Stopwatch.GetTimestamp();
            if (now < turnEnds) continue;
            turnEnds = now + LongestTurn;
            if (ThreadPool.PendingWorkItemCount == 0) continue;
            do ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
            while ((item = Take()) is not null);
            return;
        }
    }

    private WorkItem? Take() => _answers.TryTake() ?? _ring.TryTake();

    // Takes half of another's ring. A single item is left to its owner, who comes to it at once.
    private WorkItem? Steal()
    {
        if (Volatile.Read(ref _active) < 2) return null;
        foreach (var other in All)
        {
            if (other == this) continue;
            var take = other._ring.Count / 2;
            if (take == 0 || other._ring.TryTake() is not { } first) continue;
            while (--take > 0 && other._ring.TryTake() is { } more)
            {
                if (_ring.TryAdd(more)) continue;
                ThreadPool.UnsafeQueueUserWorkItem(more, preferLocal: false);
                break;
            }
            return first;
        }
        return null;
    }

    private static void CallHelper()
    {
        if (Volatile.Read(ref _active) >= Environment.ProcessorCount || Volatile.Read(ref _helperWanted) != 0) return;
        if (Interlocked.Exchange(ref _helperWanted, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(TheHelper, preferLocal: false);
    }

    private static Worker Register()
    {
        var worker = new Worker();
        lock (Registration) Volatile.Write(ref _all, [.. _all.Where(known => known._thread.IsAlive), worker]);
        return worker;
    }

    private sealed class Helper : IThreadPoolWorkItem
    {
        public void Execute()
        {
            Volatile.Write(ref _helperWanted, 0);
            Work(null);
        }
    }
}
