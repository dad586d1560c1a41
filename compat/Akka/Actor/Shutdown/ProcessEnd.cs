namespace Akka.Actor;

/// <summary>Runs the coordinated shutdowns of all systems when the process ends: by a signal, or by returning from Main.</summary>
internal static class ProcessEnd
{
    private static readonly HashSet<CoordinatedShutdown> Running = [];
    private static bool _hooked;

    public static void Register(CoordinatedShutdown shutdown)
    {
        lock (Running)
        {
            Running.Add(shutdown);
            if (_hooked) return;
            _hooked = true;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => RunAll();
        }
    }

    public static void Unregister(CoordinatedShutdown shutdown)
    {
        lock (Running) Running.Remove(shutdown);
    }

    private static void RunAll()
    {
        CoordinatedShutdown[] all;
        lock (Running) all = [.. Running];
        var limit = all.Length == 0 ? TimeSpan.Zero : all.Max(each => each.TotalTimeout);
        Task.WaitAll([.. all.Select(each => each.Run(CoordinatedShutdown.ClrExitReason.Instance))], limit);
    }
}
