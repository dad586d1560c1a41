using System.Globalization;
using System.Net;
using Coterie.Network.Tests.Networks;

namespace Coterie.Network.Tests.Memory;

/// <summary><c>coterie serve</c>, with its raw port.</summary>
internal sealed class MemoryServer : IDisposable
{
    private const int RawPort = 12345;
    private readonly Place _place;

    private MemoryServer(Place place, CoterieProcess process) => (_place, Process) = (place, process);

    public CoterieProcess Process { get; }

    /// <summary>The address for clients.</summary>
    public string At => $"{_place.Address}:4053";

    public IPEndPoint Port => Loopback.At(_place.Address, 4053);

    public IPEndPoint Raw => Loopback.At(_place.Address, RawPort);

    /// <summary>The memory that the process uses now, in bytes.</summary>
    public long ResidentBytes => 1024 * long.Parse(
        File.ReadLines($"/proc/{Process.Id}/status")
            .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    /// <summary>How many handles the process has open: files and sockets.</summary>
    public int Handles => Directory.GetFileSystemEntries($"/proc/{Process.Id}/fd").Length;

    /// <summary>How many threads the process has.</summary>
    public int Threads => Directory.GetDirectories($"/proc/{Process.Id}/task").Length;

    /// <summary>Starts a server, and returns when it listens.</summary>
    public static Task<MemoryServer> StartAsync(Place place) =>
        ListensAsync(place, place.Start(Arguments(place)));

    /// <summary>Starts a server behind a relay: others reach it at <paramref name="relay"/>.</summary>
    public static async Task<MemoryServer> StartBehindAsync(Place place, string relay, string configuration) =>
        await ListensAsync(place, CoterieProcess.Start([.. Arguments(place), "--config", configuration]), relay);

    /// <summary>Starts a client that holds the write lock on a variable, and says so on its standard output.</summary>
    public async Task<CoterieProcess> HoldAsync(Place place, string name, int leaseMilliseconds)
    {
        var holder = place.StartPart("hold", At, "20", name, leaseMilliseconds.ToString(CultureInfo.InvariantCulture));
        await holder.ReadLineAsync("held");
        return holder;
    }

    /// <summary>Starts an interactive client of the server.</summary>
    public async Task<CoterieProcess> TalkAsync(Place place, int patienceSeconds = 60)
    {
        var client = place.Start("client", At, "--timeout", FormattableString.Invariant($"{patienceSeconds}s"));
        await client.ReadToAsync("Enter command (R/W/Q): ");
        return client;
    }

    /// <summary>Runs a command that ends by itself.</summary>
    public async Task<CoterieProcess.Outcome> RunAsync(Place place, params string[] arguments)
    {
        using var command = StartCommand(place, arguments);
        return await command.EndAsync();
    }

    /// <summary>Starts a command that may have to wait.</summary>
    public CoterieProcess StartCommand(Place place, params string[] arguments) =>
        place.Start([.. arguments, "--at", At, "--timeout", "60s"]);

    /// <summary>The value of a variable as any client reads it; empty if it was never written.</summary>
    public async Task<string> ReadAsync(Place place, string name = "x")
    {
        var read = await RunAsync(place, "read", name);
        read.AssertEndedWith(read.Output.Length == 0 ? 6 : 0);
        return read.Output.TrimEnd();
    }

    public void Dispose() => Process.Dispose();

    private static string[] Arguments(Place place) =>
        ["serve", "--host", place.Address, "--raw-port", RawPort.ToString(CultureInfo.InvariantCulture)];

    private static async Task<MemoryServer> ListensAsync(Place place, CoterieProcess process, string? address = null)
    {
        var server = new MemoryServer(place, process);
        try
        {
            await process.ReadLineAsync($"Memory listening on {address ?? place.Address}:4053...");
            await process.ReadLineAsync($"Raw port listening on {place.Address}:{RawPort}...");
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }
}
