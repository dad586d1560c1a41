using System.Globalization;
using Coterie.Network.Tests.Linearizability;
using Coterie.Network.Tests.Locks;
using Coterie.Network.Tests.Networks;

namespace Coterie.Network.Tests.Variables;

/// <summary>
/// Members on machines of their own, the last one with a clock that is too fast, and on further machines clients that use
/// variables, watch them, and write a history.
/// </summary>
internal sealed class VariableGroup : IAsyncDisposable
{
    private const int ClientsOfPart = 4;
    private const int Parts = 2;
    private const int PatienceMilliseconds = 3000; // shorter than some faults last

    /// <summary>How many clients there are.</summary>
    public const int Clients = ClientsOfPart * Parts;

    private static readonly string[] Names = ["x", "y", "z"];
    private readonly List<CoterieProcess> _parts = [];
    private readonly Machines _network;
    private DirectoryInfo? _data;
    private CoterieProcess _observer = null!;

    private VariableGroup(Machines network, int voters)
    {
        (_network, Voters) = (network, voters);
        Machines = [.. Enumerable.Range(0, voters + Parts).Select(machine => network[machine])];
    }

    /// <summary>How many members vote.</summary>
    public int Voters { get; }

    /// <summary>The members; they are on the first machines.</summary>
    public LockMembers Members { get; private set; } = null!;

    /// <summary>The machines: those of the members, then those of the clients.</summary>
    public IReadOnlyList<Machine> Machines { get; }

    /// <summary>Starts all.</summary>
    /// <param name="voters">How many members vote.</param>
    /// <param name="isDurable">Whether they have data folders.</param>
    /// <param name="operations">How many operations each client makes.</param>
    /// <param name="isStale">Whether reads are wrong on purpose.</param>
    public static async Task<VariableGroup> StartAsync(
        int voters, bool isDurable, int operations = 1_000_000, bool isStale = false)
    {
        var group = new VariableGroup(await Networks.Machines.CreateAsync(voters + Parts), voters);
        try
        {
            if (isDurable)
                await group.MakeDisksAsync();
            group.Members = await LockMembers.StartAsync(
                leaseSeconds: 2,
                group._data?.FullName,
                [.. group.Machines.Take(voters).Select(machine => machine.Place)],
                hasFast: true);
            for (var part = 1; part <= Parts; part++)
            {
                group._parts.Add(group.Members.StartPart(
                    group.Machines[^part].Place,
                    "operate",
                    [
                        Text(part), Text(ClientsOfPart), Text(operations), Text(PatienceMilliseconds), isStale ? "stale" : "sure",
                        .. Names,
                    ]));
            }
            group._observer = group.Members.StartPart(group.Machines[^1].Place, "observe", Names);
            return group;
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the clients of each process have written ten times from now on.</summary>
    public async Task GoOnAsync()
    {
        var now = HistoryRecorder.Now();
        foreach (var part in _parts)
        {
            for (var count = 0; count < 10;)
                count += TimeOf(await part.ReadLineAsync("\"ok\",\"f\":\"write\"")) >= now ? 1 : 0;
        }
    }

    /// <summary>Waits until a member votes.</summary>
    public async Task UntilVotingAsync(int member)
    {
        await _observer.TypeAsync($"voting {member}");
        await _observer.ReadLineAsync($"voting {member}");
    }

    /// <summary>Lets all packets pass again.</summary>
    public Task HealAsync() => _network.HealAsync();

    /// <summary>Completes when all clients have ended by themselves.</summary>
    public Task Ended => Task.WhenAll(_parts.Select(part => part.Output.Ended));

    /// <summary>Ends each client after its current operation, and returns the history of all.</summary>
    /// <param name="isWatched">Whether what was watched is checked.</param>
    public async Task<Recording> EndAsync(bool isWatched = true)
    {
        _parts.ForEach(part => part.CloseInput());
        List<CoterieProcess.Outcome> ends = [.. await Task.WhenAll(_parts.Select(part => part.EndAsync()))];
        if (isWatched)
        {
            _observer.CloseInput();
            ends.Add(await _observer.EndAsync());
        }
        foreach (var end in ends)
            end.AssertEndedWith(0);
        return Recording.Read(ends.Select(end => end.Output));
    }

    public async ValueTask DisposeAsync()
    {
        _parts.ForEach(part => part.Dispose());
        _observer?.Dispose();
        if (Members is not null)
            await Members.DisposeAsync();
        await _network.DisposeAsync();
        for (var member = 0; _data is not null && member < Voters; member++)
            await Command.TryRunAsync("umount", $"-l {DiskOf(member)}");
        _data?.Delete(recursive: true);
    }

    /// <summary>Where the small disk of a member is mounted; its data folder is there.</summary>
    public string DiskOf(int member) => Path.Combine(_data!.FullName, $"member-{member}");

    private async Task MakeDisksAsync()
    {
        _data = Directory.CreateTempSubdirectory("coterie-data-");
        for (var member = 0; member < Voters; member++)
        {
            Directory.CreateDirectory(DiskOf(member));
            await Command.RunAsync("mount", $"-t tmpfs -o size=16m tmpfs {DiskOf(member)}");
        }
    }

    private static long TimeOf(string line) => long.Parse(
        line.AsSpan(line.LastIndexOf(':') + 1).TrimEnd('}'), CultureInfo.InvariantCulture);

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
