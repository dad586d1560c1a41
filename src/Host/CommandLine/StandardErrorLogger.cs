using Akka.Actor;
using Akka.Event;

namespace Coterie.Host.CommandLine;

/// <summary>
/// Writes what Coterie itself logs to the standard error output, one sentence each. The standard output is for the results of the
/// command. What Akka.NET logs is left out; see <see cref="VerboseLogger"/>. Peers cannot fill the log; see
/// <see cref="LineLimiter"/>. Named in <c>akka.loggers</c> of <c>config/coterie.conf</c>.
/// </summary>
public sealed class StandardErrorLogger : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly LineLimiter _limiter = new(
        new(OfPeer: 5, OfAll: 20, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10)), TimeProvider.System);

    /// <summary>A logger. The actor system creates it.</summary>
    public StandardErrorLogger()
    {
        Receive<InitializeLogger>(_ => OnInitialize());
        Receive<LogEvent>(On);
        Receive<CheckDue>(_ => TellOfLeftOut(all: false));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PostStop() => TellOfLeftOut(all: true);

    private void OnInitialize()
    {
        Sender.Tell(new LoggerInitialized());
        Timers.StartPeriodicTimer(CheckDue.Instance, CheckDue.Instance, CheckInterval);
    }

    private void On(LogEvent e)
    {
        if (!LogLine.IsOurs(e))
            return;
        TellOfLeftOut(all: false);
        var line = LogLine.ForUser(e);
        if (_limiter.Admits(LogLine.KindOf(e), LogLine.PeerOf(e), line))
            Console.Error.WriteLine(line);
    }

    private void TellOfLeftOut(bool all)
    {
        foreach (var some in _limiter.EndWindows(all))
            Console.Error.WriteLine($"{some.Last} ({some.CountText}, left out here)");
    }

    private sealed record CheckDue
    {
        public static CheckDue Instance { get; } = new();
    }
}
