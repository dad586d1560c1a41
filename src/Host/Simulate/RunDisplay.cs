using System.Globalization;
using Coterie.Host.Simulate.Events;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Spectre.Console;

namespace Coterie.Host.Simulate;

/// <summary>Shows a run while it lasts: its lines and, on a terminal, its progress below them.</summary>
/// <param name="settings">What runs.</param>
/// <param name="judge">Knows how far it is.</param>
/// <param name="lines">Its lines; null for none.</param>
/// <param name="elapsed">The time of the run; null before it begins.</param>
internal sealed class RunDisplay(SimulationSettings settings, RunJudge judge, EventLines? lines, Func<TimeSpan?> elapsed)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Shows until <paramref name="run"/> is over.</summary>
    /// <param name="run">The run.</param>
    /// <param name="terminal">Where to show the progress; null for nowhere.</param>
    public async Task ShowAsync(Task run, IAnsiConsole? terminal)
    {
        if (terminal is null)
            await FollowAsync(run, lines);
        else
            await terminal.Status().StartAsync(Progress(), context => FollowAsync(run, lines, () => context.Status = Progress()));
    }

    /// <summary>Writes the lines of a run as they come, until it is over.</summary>
    public static async Task FollowAsync(Task run, EventLines? lines, Action? tick = null)
    {
        while (!run.IsCompleted)
        {
            tick?.Invoke();
            lines?.Flush();
            await Task.WhenAny(run, Task.Delay(Interval));
        }
        lines?.Flush(isLast: true);
    }

    /// <summary>How far the run is. The time shown stops at the end of the run, after which the processes finish.</summary>
    internal string Progress()
    {
        if (elapsed() is not { } now)
            return "not begun";
        var (time, end) = (Math.Min(now.TotalSeconds, settings.Duration.TotalSeconds), now < settings.Duration ? "" : ", ending");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{time:F1} of {settings.Duration.TotalSeconds:0.###} s{end}   entries {judge.Entries}   inside {judge.Inside}   "
            + $"waiting {judge.WaitingNow}{(judge.Violations > 0 ? $"   violations {judge.Violations}" : "")}");
    }
}
