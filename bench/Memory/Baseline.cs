using System.ComponentModel;
using System.Globalization;
using Coterie.Bench.Harness;

namespace Coterie.Bench.Memory;

/// <summary>
/// The folder with the old program (<c>server.py</c>), the limit of the machine (<c>rwlimit.c</c>) and a load generator
/// (<c>rwload.c</c>). A program that is missing or cannot run here is left out.
/// </summary>
internal sealed class Baseline(string? folder) : IDisposable
{
    private const string ServerOnPort = "import sys; exec(open(sys.argv[1]).read().replace('12345', sys.argv[2]))";

    private readonly string _built = Directory.CreateTempSubdirectory("coterie-bench-").FullName;

    /// <summary>Puts servers under the load of <c>rwload</c>; null if there is no <c>rwload</c>.</summary>
    public async Task<Load?> LoadAsync()
    {
        if (await BuildAsync("rwload") is not { } program)
            return null;
        return async (server, connections, duration) =>
            LoadResult.Parse(await Programs.RunAsync(program, FormattableString.Invariant(
            $"{server.Address} {server.Port} {connections} 10 {duration.TotalSeconds}").Split(' ')));
    }

    /// <summary>Starts the servers that the folder has.</summary>
    public async Task<IReadOnlyList<IServer>> StartServersAsync()
    {
        var servers = new List<IServer>();
        if (await BuildAsync("rwlimit") is { } limit)
            servers.Add(await ProgramServer.StartAsync("limit", port => new(limit, [Text(port)])));
        if (Existing("server.py") is { } server && await IsThereAsync("python3", "--version"))
            servers.Add(
                await ProgramServer.StartAsync("server.py", port => new("python3", ["-c", ServerOnPort, server, Text(port)])));
        return servers;
    }

    public void Dispose() => Directory.Delete(_built, recursive: true);

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private string? Existing(string file) =>
        folder is not null && File.Exists(Path.Combine(folder, file)) ? Path.Combine(folder, file) : null;

    private async Task<string?> BuildAsync(string name)
    {
        if (Existing(name + ".c") is not { } source || !await IsThereAsync("gcc", "--version"))
            return null;
        var program = Path.Combine(_built, name);
        await Programs.RunAsync("gcc", "-O2", "-o", program, source);
        return program;
    }

    private static async Task<bool> IsThereAsync(string program, string argument)
    {
        try
        {
            await Programs.RunAsync(program, argument);
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
