using System.Text.Encodings.Web;
using System.Text.Json;
using Coterie.Actors.Locks;
using Coterie.Actors.Text;
using Coterie.Host.CommandLine;

namespace Coterie.Host.Memory;

/// <summary>Prints what a watch tells, a line each, until it is cancelled.</summary>
internal static class WatchLines
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Watches.</summary>
    /// <param name="variables">The variables.</param>
    /// <param name="name">The variable, or the prefix.</param>
    /// <param name="isPrefix">Whether it is a prefix.</param>
    /// <param name="json">Whether a line is a JSON object.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        IVariables variables, string name, bool isPrefix, bool json, CancellationToken cancellation)
    {
        try
        {
            var hasBegun = false;
            await foreach (var next in variables.WatchAsync(name, isPrefix, cancellation))
            {
                if (json)
                    Console.Out.WriteLine(JsonSerializer.Serialize(JsonOf(next), Relaxed));
                else if (next is WatchEvent.Changed changed)
                    Console.Out.WriteLine($"{Printable.Escape(changed.Name)}\t{ValueType.TextOf(changed.Value)}");
                else if (next is WatchEvent.Interrupted)
                    Console.Error.WriteLine($"coterie: {variables.WatchWords.Interrupted}");
                else if (hasBegun)
                    Console.Error.WriteLine($"coterie: {variables.WatchWords.GoesOn}");
                hasBegun |= next is WatchEvent.Complete;
            }
        }
        catch (WatchFailedException failed)
        {
            return failed.Report.Tell(json);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C is how a watch ends.
        }
        return (int)ExitCode.Good;
    }

    private static object JsonOf(WatchEvent happened) => happened switch
    {
        WatchEvent.Changed m => new
        {
            @event = "changed",
            name = m.Name,
            value = ValueType.JsonOf(m.Value),
            version = m.Version,
            missed = m.Missed,
        },
        WatchEvent.Complete => new { @event = "complete" },
        _ => new { @event = "interrupted" },
    };
}
