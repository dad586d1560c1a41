using System.Diagnostics;

namespace Coterie.Tests.Support;

/// <summary>The command line as its users run it: a process of its own.</summary>
internal sealed class CoterieProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;

    private CoterieProcess(Surroundings surroundings, string[] arguments)
    {
        _process = Process.Start(surroundings.StartInfo(arguments))!;
        Output = new ProcessText(_process.StandardOutput, this);
        Errors = new ProcessText(_process.StandardError, this);
    }

    /// <summary>The standard output of the process.</summary>
    public ProcessText Output { get; }

    /// <summary>Its standard error output.</summary>
    public ProcessText Errors { get; }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public static CoterieProcess Start(params string[] arguments) => Start(Surroundings.Here, arguments);

    public static CoterieProcess Start(Surroundings surroundings, params string[] arguments) => new(surroundings, arguments);

    public static Task<Outcome> RunAsync(params string[] arguments) => RunAsync(Surroundings.Here, arguments);

    public static Task<Outcome> RunAsync((string, string)[] environment, params string[] arguments) =>
        RunAsync(Surroundings.Here with { Environment = environment }, arguments);

    public static async Task<Outcome> RunAsync(Surroundings surroundings, params string[] arguments)
    {
        using var process = Start(surroundings, arguments);
        process.CloseInput();
        return await process.EndAsync();
    }

    /// <summary>Reads standard output up to these words.</summary>
    public Task<string> ReadToAsync(string words) => Output.ReadToAsync(words, Patience);

    /// <summary>Reads standard output up to the end of a line with these words; returns that line.</summary>
    public Task<string> ReadLineAsync(string words) => Output.ReadLineAsync(words, Patience);

    /// <summary>Types a line, as a user would.</summary>
    public async Task TypeAsync(string line)
    {
        await _process.StandardInput.WriteAsync(line + "\n");
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Presses a key, as a user would at a terminal.</summary>
    public async Task PressAsync(char key)
    {
        await _process.StandardInput.WriteAsync(key);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Ends standard input.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Sends a signal by its name without <c>SIG</c>.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<Outcome> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await Task.WhenAll(Output.Ended, Errors.Ended).WaitAsync(patience.Token);
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"the process did not end\n{this}");
        }
        return new Outcome(_process.ExitCode, Output.All, Errors.All);
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    /// <summary>All that it has written, for the message of a failed test.</summary>
    public override string ToString() => $"standard output:\n{Output.All}\nstandard error output:\n{Errors.All}";

    /// <summary>How it ended and what it wrote.</summary>
    public sealed record Outcome(int ExitCode, string Output, string Errors);
}
