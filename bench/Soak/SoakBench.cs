using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Coterie.Bench.Remote;

namespace Coterie.Bench.Soak;

/// <summary>
/// A memory server under a load of all kinds for some minutes: clients that stay, clients that leave while they hold locks, raw
/// connections, strangers. It prints at intervals what the server uses. The server should use as much at the end as after the
/// first fifth.
/// </summary>
internal static class SoakBench
{
    private const int Samples = 40;

    public static Command Command()
    {
        var minutes =
            new Option<double>("--minutes") { Description = "How long, from 0.1 to 60.", DefaultValueFactory = _ => 10 };
        minutes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0.1 and <= 60))
                result.AddError($"--minutes must be a number from 0.1 to 60, was [{string.Join(' ', result.Tokens)}].");
        });
        var command =
            new Command("soak", "What a memory server uses under a load of all kinds: memory, handles, threads.") { minutes };
        command.SetAction((parsed, cancellation) => RunAsync(TimeSpan.FromMinutes(parsed.GetValue(minutes)), cancellation));
        return command;
    }

    private static async Task RunAsync(TimeSpan duration, CancellationToken cancellation)
    {
        using var server = MemoryProcess.Start();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var load = new SoakLoad(server);
        var running = load.RunAsync(end.Token);
        var taken = new List<(double Megabytes, int Handles, int Threads)>();
        Console.WriteLine("  seconds       MB  handles  threads  operations  not done");
        var began = Stopwatch.GetTimestamp();
        for (var sample = 1; sample <= Samples && !running.IsCompleted; sample++)
        {
            await Task.Delay(duration / Samples, cancellation);
            taken.Add(server.Usage());
            var (megabytes, handles, threads) = taken[^1];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Stopwatch.GetElapsedTime(began).TotalSeconds,9:0} {megabytes,8:0.0} {handles,8} {threads,8} "
                + $"{load.Done,11} {load.NotDone,9}"));
        }
        await end.CancelAsync();
        await running;
        var (early, late) = (taken[(Samples / 5)..(2 * Samples / 5)], taken[^(Samples / 5)..]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"last fifth to second fifth: memory {Ratio(use => use.Megabytes):0.00}, "
            + $"handles {Ratio(use => use.Handles):0.00}, threads {Ratio(use => use.Threads):0.00}"));

        double Ratio(Func<(double Megabytes, int Handles, int Threads), double> of) => late.Average(of) / early.Average(of);
    }
}
