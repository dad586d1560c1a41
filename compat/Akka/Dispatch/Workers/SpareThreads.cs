namespace Akka.Dispatch.Workers;

/// <summary>
/// Threads for what a blocked worker left behind. The pool may be out of threads just then, and slow to add some,
/// because the handlers that block it wait for this very work.
/// </summary>
internal static class SpareThreads
{
    private const int Most = 32;
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(5);

    private static readonly object Gate = new();
    private static readonly Queue<WorkItem> Waiting = new();
    private static int _threads;
    private static int _idle;

    public static void Run(WorkItem item)
    {
        lock (Gate)
        {
            if (_idle <= Waiting.Count && _threads >= Most)
            {
                ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
                return;
            }
            Waiting.Enqueue(item);
            if (_idle >= Waiting.Count)
            {
                Monitor.Pulse(Gate);
                return;
            }
            _threads++;
        }
        new Thread(Work) { IsBackground = true, Name = "actor spare thread" }.UnsafeStart();
    }

    private static void Work()
    {
        while (Next() is { } item) Worker.Work(item);
    }

    private static WorkItem? Next()
    {
        lock (Gate)
        {
            while (Waiting.Count == 0)
            {
                _idle++;
                var woken = Monitor.Wait(Gate, LongestIdle);
                _idle--;
                if (woken || Waiting.Count > 0) continue;
                _threads--;
                return null;
            }
            return Waiting.Dequeue();
        }
    }
}
