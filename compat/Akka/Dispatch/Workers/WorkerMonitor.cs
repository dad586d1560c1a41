namespace Akka.Dispatch.Workers;

/// <summary>
/// Watches for workers that block in an actor's handler while their ring holds the very actors they may be waiting for,
/// and has their rings run elsewhere. Runs only while there are workers.
/// </summary>
internal static class WorkerMonitor
{
    private const int MillisecondsBetweenLooks = 2;
    private const int IdleLooksBeforeParking = 100;
    private const int FewItemsBetweenLooks = 64; // fewer: each takes longer than the way to another thread by far

    private static readonly AutoResetEvent Awake = new(false);
    private static int _state; // 0: no thread yet, 1: looking, 2: parked

    public static void Wake()
    {
        if (Volatile.Read(ref _state) == 1) return;
        switch (Interlocked.Exchange(ref _state, 1))
        {
            case 0:
                new Thread(Watch) { IsBackground = true, Name = "actor worker monitor" }.UnsafeStart();
                break;
            case 2:
                Awake.Set();
                break;
        }
    }

    private static void Watch()
    {
        var seen = new Dictionary<Worker, int>();
        var idle = 0;
        while (true)
        {
            Thread.Sleep(MillisecondsBetweenLooks);
            if (Worker.AnyActive)
            {
                idle = 0;
                Look(seen);
            }
            else if (++idle >= IdleLooksBeforeParking)
            {
                idle = 0;
                seen.Clear();
                Park();
            }
        }
    }

    private static void Look(Dictionary<Worker, int> seen)
    {
        foreach (var worker in Worker.All)
        {
            var epoch = Volatile.Read(ref worker.Epoch);
            if (seen.TryGetValue(worker, out var before))
            {
                if (before == epoch && worker.HasWork) worker.Relieve();
                else if (epoch - before < FewItemsBetweenLooks && worker.HasAnswersToShare) worker.ShareAnswers();
            }
            seen[worker] = epoch;
        }
    }

    private static void Park()
    {
        Volatile.Write(ref _state, 2);
        Interlocked.MemoryBarrier();
        // A worker that came before the state changed has not seen it.
        if (Worker.AnyActive && Interlocked.CompareExchange(ref _state, 1, 2) == 2) return;
        Awake.WaitOne();
    }
}
