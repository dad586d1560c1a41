namespace Coterie.Host.Tests.Memory;

/// <summary><c>coterie serve</c> in a process of its own, on another loopback address than its clients.</summary>
internal sealed class MemoryServer : IDisposable
{
    private const string Host = "127.0.0.2";

    private MemoryServer(CoterieProcess process, string at) => (Process, At) = (process, at);

    public CoterieProcess Process { get; }

    /// <summary>Where it listens, <c>HOST:PORT</c>.</summary>
    public string At { get; }

    /// <param name="port">Its port; null: a free one, on which it can start again.</param>
    /// <param name="more">More options.</param>
    public static async Task<MemoryServer> StartAsync(string? port = null, params string[] more)
    {
        var process = CoterieProcess.Start(["serve", "--host", Host, "--port", port ?? $"{FreePorts.Take()}", .. more]);
        return new MemoryServer(process, Listening(await process.ReadLineAsync("Memory listening on ")));
    }

    /// <summary>Starts it again on the same port, as an operator would after a crash.</summary>
    public Task<MemoryServer> StartAgainAsync() => StartAsync(At.Split(':')[1]);

    /// <summary>Where the raw port listens.</summary>
    public async Task<string> RawAtAsync() => Listening(await Process.ReadLineAsync("Raw port listening on "));

    public void Dispose() => Process.Dispose();

    private static string Listening(string line)
    {
        Assert.EndsWith("...", line, StringComparison.Ordinal);
        return line.Split(' ')[^1][..^3];
    }
}
