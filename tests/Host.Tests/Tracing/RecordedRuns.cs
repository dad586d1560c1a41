namespace Coterie.Host.Tests.Tracing;

/// <summary>The traces of two runs in virtual time, one of them with a bug.</summary>
public sealed class RecordedRuns : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-tests-");

    /// <summary>Three processes that enter three times each.</summary>
    public string Good => Path.Combine(_folder.FullName, "good.trace");

    /// <summary>A run in which two are inside at once.</summary>
    public string Bad => Path.Combine(_folder.FullName, "bad.trace");

    public async Task InitializeAsync()
    {
        await RecordAsync(0, Good, "--think", "0..10ms");
        await RecordAsync(2, Bad, "--think", "0", "--bug", "no-tie-break");
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private static async Task RecordAsync(int exitCode, string path, params string[] more)
    {
        var run = await CoterieProcess.RunAsync(
            [
                "simulate", "3", "10", "--virtual", "--requests", "3", "--hold", "5ms", "--seed", "7", "--quiet",
                "--trace", path, .. more,
            ]);
        Assert.Equal(exitCode, run.ExitCode);
    }
}
