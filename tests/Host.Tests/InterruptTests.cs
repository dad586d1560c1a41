namespace Coterie.Host.Tests;

/// <summary>Ctrl-C and SIGTERM.</summary>
public sealed class InterruptTests
{
    [UnixTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task The_first_signal_ends_the_run_in_good_order_with_its_summary(string signal)
    {
        using var process = CoterieProcess.Start("simulate", "3", "3600", "--think", "1ms", "--hold", "5ms");
        await process.ReadToAsync("released the critical section");
        await process.SignalAsync(signal);
        var run = await process.EndAsync();
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("verdict              good", run.Output, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData("INT", "simulate 2 1")]
    [InlineData("TERM", "serve")]
    [InlineData("TERM", "read x")]
    public async Task The_first_signal_ends_the_reading_of_a_configuration(string signal, string command)
    {
        using var process = CoterieProcess.Start([.. command.Split(' '), "--config", "/dev/stdin"]);
        // More than fits into the pipe: when it is written, the process reads. Then nothing more comes.
        await process.TypeAsync("#" + new string('x', 100_000));
        await process.SignalAsync(signal);
        var run = await process.EndAsync();
        Assert.Equal((130, "", ""), (run.ExitCode, run.Output, run.Errors));
    }

    [UnixFact]
    public async Task The_second_signal_ends_the_process_at_once()
    {
        using var process = CoterieProcess.Start("simulate", "2", "3600", "--think", "0", "--hold", "1h");
        await process.ReadToAsync("is in the critical section");
        await process.SignalAsync("INT");
        await process.ReadToAsync("withdrew its request");      // the first one has arrived
        await process.SignalAsync("INT");
        Assert.Equal(130, (await process.EndAsync()).ExitCode);
    }
}
