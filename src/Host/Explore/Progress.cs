using Spectre.Console;

namespace Coterie.Host.Explore;

/// <summary>Shows on a terminal how far a search is.</summary>
internal static class Progress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Shows until <paramref name="run"/> is over, on the standard error output.</summary>
    public static async Task ShowAsync(Task run, Func<string> status)
    {
        if (Console.IsErrorRedirected)
            return;
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await terminal.Status().StartAsync("starting", async context =>
        {
            while (!run.IsCompleted)
            {
                context.Status = status();
                await Task.WhenAny(run, Task.Delay(Interval));
            }
        });
    }
}
