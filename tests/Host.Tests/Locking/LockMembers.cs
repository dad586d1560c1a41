using System.Net;

namespace Coterie.Host.Tests.Locking;

/// <summary>The members of a new group, each a <c>coterie serve --members</c> in a process of its own.</summary>
internal sealed class LockMembers : IDisposable
{
    private readonly List<CoterieProcess> _processes = [];

    private LockMembers(IReadOnlyList<string> addresses, string lease) => (Addresses, Lease) = (addresses, lease);

    public IReadOnlyList<string> Addresses { get; }

    public string Lease { get; }

    /// <summary>The options by which a command finds the group.</summary>
    public IReadOnlyList<string> Options => ["--at", string.Join(',', Addresses), "--lease", Lease];

    /// <summary>The options by which a command finds the variables of the group.</summary>
    public IReadOnlyList<string> VariableOptions => ["--members", string.Join(',', Addresses), "--lease", Lease];

    /// <param name="count">How many.</param>
    /// <param name="lease">Their lease.</param>
    /// <param name="more">More options, by the host of the member; null: none.</param>
    public static async Task<LockMembers> StartAsync(int count, string lease, Func<string, string[]>? more = null)
    {
        var hosts = Enumerable.Range(11, count).Select(i => IPAddress.Parse($"127.0.0.{i}"));
        var ends = hosts.Select(host => new IPEndPoint(host, FreePorts.Take())).ToList();
        var members = new LockMembers(ends.ConvertAll(end => end.ToString()), lease);
        foreach (var end in ends)
        {
            string[] place = ["--host", $"{end.Address}", "--port", $"{end.Port}"];
            string[] group = ["--members", string.Join(',', members.Addresses), "--lease", lease, "--new"];
            members._processes.Add(CoterieProcess.Start(["serve", .. place, .. group, .. more?.Invoke($"{end.Address}") ?? []]));
        }
        foreach (var process in members._processes)
            await process.ReadToAsync("Member listening");
        return members;
    }

    /// <summary><c>coterie lock</c> with the options of this group.</summary>
    public CoterieProcess Lock(string name, params string[] more) => CoterieProcess.Start([.. Line("lock", name, more)]);

    /// <summary>The same, until it ends; its standard input is closed.</summary>
    public Task<CoterieProcess.Outcome> RunAsync(string name, params string[] more) =>
        CoterieProcess.RunAsync([.. Line("lock", name, more)]);

    /// <summary>The arguments of a command of this group.</summary>
    public IEnumerable<string> Line(string command, string? name, params string[] more) =>
        name is null ? [command, .. Options, .. more] : [command, name, .. Options, .. more];

    /// <summary>The processes of the members.</summary>
    public IReadOnlyList<CoterieProcess> Processes => _processes;

    /// <summary>Kills a member; it has ended when this returns.</summary>
    public async Task KillAsync(int member)
    {
        await _processes[member].SignalAsync("KILL");
        await _processes[member].EndAsync();
    }

    public void Dispose() => _processes.ForEach(process => process.Dispose());
}
