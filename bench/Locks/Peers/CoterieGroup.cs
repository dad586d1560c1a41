using System.Net;
using Coterie.Bench.Harness;

namespace Coterie.Bench.Locks.Peers;

/// <summary>Three members of a group of ours, in processes of their own.</summary>
internal sealed class CoterieGroup : IAsyncDisposable
{
    private const int Count = 3;

    private readonly List<MemberProcess> _processes;

    private CoterieGroup(List<MemberProcess> processes, string[] members) => (_processes, Members) = (processes, members);

    public IReadOnlyList<string> Members { get; }

    /// <summary>Starts the members, and returns when they listen.</summary>
    /// <param name="transport">See <see cref="MemberProcess.ConfigurationOf"/>.</param>
    /// <param name="data">Where each member gets a data folder; empty for none.</param>
    public static async Task<CoterieGroup> StartAsync(string transport = "", string data = "")
    {
        IPEndPoint[] addresses = [.. Enumerable.Range(0, Count).Select(_ => ProgramServer.FreeAddress())];
        string[] members = [.. addresses.Select(address => address.ToString())];
        var group = new CoterieGroup(
            [.. addresses.Select((address, i) => MemberProcess.Start(transport, FolderOf(i), address, members))], members);
        try
        {
            foreach (var process in group._processes)
                await process.ReadyAsync();
            return group;
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }

        string FolderOf(int member) => data.Length == 0 ? "" : Path.Combine(data, $"m{member}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
    }
}
