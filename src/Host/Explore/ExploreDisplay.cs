using System.Globalization;
using Coterie.Exploring;
using Spectre.Console;

namespace Coterie.Host.Explore;

/// <summary>Shows on a terminal how far an exploration is.</summary>
internal static class ExploreDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Shows until <paramref name="run"/> is over, on the standard error output.</summary>
    public static async Task ShowAsync(Explorer explorer, Task run)
    {
        if (Console.IsErrorRedirected)
            return;
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await terminal.Status().StartAsync("starting", async context =>
        {
            while (!run.IsCompleted)
            {
                context.Status = string.Create(CultureInfo.InvariantCulture, $"{explorer.States:N0} states   {explorer.Transitions:N0} transitions   depth {explorer.Depth}");
                await Task.WhenAny(run, Task.Delay(Interval));
            }
        });
    }
}
