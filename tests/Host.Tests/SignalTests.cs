using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Coterie.Host.Tests;

/// <summary>The first signal ends every command, whatever it is doing.</summary>
public sealed class SignalTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-tests-");

    [UnixTheory]
    [InlineData("TERM", "check", "-")]
    [InlineData("INT", "check", "-")]
    [InlineData("TERM", "why", "-", "--entry", "1")]
    [InlineData("TERM", "trace", "-", "--as", "svg")]
    public async Task While_it_reads_the_standard_input(string signal, params string[] arguments)
    {
        using var process = CoterieProcess.Start(arguments);
        // More than a pipe holds: once it is written, the process has begun to read.
        await process.TypeAsync("""{"coterie":"trace/1","algorithm":"ricart-agrawala","processes":3}""");
        await process.TypeAsync("""{"at":0,"e":"heal","x":" """ + new string(' ', 1 << 20) + "\"}");
        await process.SignalAsync(signal);
        Assert.Equal(130, (await process.EndAsync()).ExitCode);
    }

    [UnixTheory]
    [InlineData("check", "FIFO")]
    [InlineData("why", "FIFO", "--entry", "1")]
    [InlineData("trace", "FIFO")]
    public async Task While_it_reads_a_pipe_with_a_name(params string[] arguments)
    {
        var fifo = Fifo();
        using var process = CoterieProcess.Start([.. arguments.Select(argument => argument == "FIFO" ? fifo : argument)]);
        await using var writer = await Opened(fifo, FileAccess.Write);      // the process has opened it
        await process.SignalAsync("TERM");
        Assert.Equal(130, (await process.EndAsync()).ExitCode);
    }

    [UnixFact]
    public async Task While_it_measures_for_a_comparison()
    {
        var fifo = Fifo();
        using var process = CoterieProcess.Start("compare", "--processes", "100", "--html", fifo);
        await using var reader = await Opened(fifo, FileAccess.Read);       // the process has opened the page, as it does first
        await process.SignalAsync("TERM");
        Assert.Equal(130, (await process.EndAsync()).ExitCode);
    }

    [UnixFact]
    public async Task While_it_explores()
    {
        using var process = CoterieProcess.Start("explore", "--processes", "4", "--requests", "2");
        await process.ReadToAsync("Exploring");
        await process.SignalAsync("TERM");
        var run = await process.EndAsync();
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("incomplete", run.Output, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task While_it_hunts()
    {
        using var process = CoterieProcess.Start("hunt", "--seeds", "1000000000");
        using var seen = Process.GetProcessById(process.Id);
        while (seen.TotalProcessorTime < TimeSpan.FromSeconds(3) && !seen.HasExited)    // far more than it takes to begin
        {
            await Task.Delay(50);
            seen.Refresh();
        }
        await process.SignalAsync("TERM");
        var run = await process.EndAsync();
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("then the hunt was stopped", run.Output, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task While_it_simulates_in_virtual_time()
    {
        using var process = CoterieProcess.Start("simulate", "100", "86400", "--virtual", "--hold", "1ms");
        await process.ReadToAsync("is in the critical section");
        await process.SignalAsync("TERM");
        var run = await process.EndAsync();
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("verdict              good", run.Output, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task While_nobody_reads_what_it_writes()
    {
        var fifo = Fifo();
        using var process = CoterieProcess.Start(
            Surroundings.Here with { Redirections = $"> '{fifo}'" }, "simulate", "5", "86400", "--virtual");
        await using var reader = await Opened(fifo, FileAccess.Read);
        await UntilFullAsync(reader); // before that, it could end in good order
        await process.SignalAsync("TERM");
        Assert.Equal((130, ""), (await process.EndAsync()) is var run ? (run.ExitCode, run.Errors) : default);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // The writer of a pipe waits when there is no room for what it wants to write, which is at most a page here.
    private static async Task UntilFullAsync(FileStream pipe)
    {
        const int Capacity = 64 * 1024;
        var request = (nuint)(OperatingSystem.IsLinux() ? 0x541B : 0x4004667F); // FIONREAD
        using var limit = new CancellationTokenSource(Patience);
        while (GetCount(pipe.SafeFileHandle, request, out var count) == 0 && count <= Capacity - Environment.SystemPageSize)
            await Task.Delay(TimeSpan.FromMilliseconds(10), limit.Token);
    }

    [DllImport("libc", EntryPoint = "ioctl")]
    private static extern int GetCount(SafeFileHandle handle, nuint request, out int count);

    private string Fifo()
    {
        var path = Path.Combine(_folder.FullName, "pipe");
        using var make = Process.Start("mkfifo", [path]);
        make.WaitForExit();
        return path;
    }

    private static Task<FileStream> Opened(string fifo, FileAccess access) =>
        Task.Run(() => new FileStream(fifo, FileMode.Open, access, FileShare.ReadWrite, bufferSize: 0)).WaitAsync(Patience);
}
