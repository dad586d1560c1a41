using System.Diagnostics;
using System.Globalization;
using Coterie.Actors.Locks;
using Coterie.Network.Tests.Networks;
using Coterie.Network.Tests.Parts;
using Coterie.Protocols.Quorum;

namespace Coterie.Network.Tests.Locks;

/// <summary>The members of a group that share locks: each is a <c>coterie serve</c> at a place of its own.</summary>
internal sealed class LockMembers : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly IReadOnlyList<Place> _places;
    private readonly int _leaseSeconds;
    private readonly string? _data;
    private readonly CoterieProcess?[] _members;
    private readonly List<(string Purpose, CoterieProcess Process)> _commands = [];
    private CoterieNode? _observer;
    private bool _hasFast;

    private LockMembers(IReadOnlyList<Place> places, int leaseSeconds, string? data)
    {
        (_places, _leaseSeconds, _data) = (places, leaseSeconds, data);
        _members = new CoterieProcess?[places.Count];
    }

    /// <summary>The addresses of all members.</summary>
    public string At => string.Join(',', _places.Select(AddressOf));

    public TimeSpan Lease => TimeSpan.FromSeconds(_leaseSeconds);

    /// <summary>Three members on loopback.</summary>
    public static Task<LockMembers> StartAsync(int leaseSeconds) =>
        StartAsync(leaseSeconds, Loopback.NextPlace(), Loopback.NextPlace(), Loopback.NextPlace());

    /// <summary>Starts members for the first time, and returns when they listen.</summary>
    public static Task<LockMembers> StartAsync(int leaseSeconds, params Place[] places) =>
        StartAsync(leaseSeconds, data: null, places);

    /// <summary>The same, of members with memory.</summary>
    /// <param name="leaseSeconds">The lease.</param>
    /// <param name="data">Where their data folders are; null if they have none.</param>
    /// <param name="places">Where they run.</param>
    /// <param name="hasFast">Whether the clock of the last one is too fast.</param>
    public static async Task<LockMembers> StartAsync(
        int leaseSeconds, string? data, IReadOnlyList<Place> places, bool hasFast = false)
    {
        var members = new LockMembers(places, leaseSeconds, data) { _hasFast = hasFast };
        try
        {
            await Task.WhenAll(Enumerable.Range(0, places.Count).Select(member => members.StartMemberAsync(member, "--new")));
            return members;
        }
        catch
        {
            await members.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where a member listens.</summary>
    public string Address(int member) => AddressOf(_places[member]);

    /// <summary>Kills a member by SIGKILL.</summary>
    public async Task KillAsync(int member)
    {
        using var process = _members[member]!;
        await process.SignalAsync("KILL");
        await process.EndAsync();
        _members[member] = null;
    }

    /// <summary>Starts a member that was killed; it has no memory, or that of its data folder.</summary>
    public Task RestartAsync(int member) => StartMemberAsync(member);

    /// <summary>The same, but with the option that the group is new, which is wrong.</summary>
    public Task RestartAsNewAsync(int member) => StartMemberAsync(member, "--new");

    /// <summary>Whether members have data folders.</summary>
    public bool HasData => _data is not null;

    /// <summary>The data folder of a member.</summary>
    public string DataFolder(int member) => Path.Combine(_data!, $"member-{member}", "data");

    /// <summary>Waits until a member has ended by itself.</summary>
    public async Task<CoterieProcess.Outcome> EndAsync(int member)
    {
        using var process = _members[member]!;
        var end = await process.EndAsync();
        _members[member] = null;
        return end;
    }

    /// <summary>Whether a member has ended by itself.</summary>
    public bool HasEnded(int member) => _members[member]!.HasEnded;

    /// <summary>Sends a signal to a member.</summary>
    public Task SignalAsync(int member, string signal) => _members[member]!.SignalAsync(signal);

    /// <summary>
    /// <c>coterie lock</c>; it tells its purpose. The command that it runs is a <paramref name="script"/> of <c>sh</c>.
    /// </summary>
    public CoterieProcess Lock(Place place, string name, string purpose, string script, string wait = "1m")
    {
        string[] arguments = ["lock", name, .. Group(place), "--wait", wait, "--purpose", purpose, "--", "sh", "-c", script];
        var command = CoterieProcess.Start(place.Surroundings, arguments);
        _commands.Add((purpose, command));
        return command;
    }

    /// <summary><c>coterie locks</c>, of one lock or of all.</summary>
    public Task<CoterieProcess.Outcome> ListAsync(Place place, params string[] name) =>
        CoterieProcess.RunAsync(place.Surroundings, ["locks", .. name, .. Group(place)]);

    /// <summary>Starts a part of the tests that uses the locks.</summary>
    public CoterieProcess StartPart(Place place, string part, params string[] arguments) =>
        place.StartPart(part, At, [_leaseSeconds.ToString(CultureInfo.InvariantCulture), .. arguments]);

    /// <summary>A client in the process of the tests. It must be able to reach the members.</summary>
    public async Task<CoterieNode> ObserveAsync() => _observer ??= await CoterieNode.StartAsync(
        new CoterieOptions { Members = At.Split(','), Lease = Lease, Config = Program.Config(), KeepsVotes = false });

    /// <summary>Asks a member again and again, until what it says of a name is as wanted.</summary>
    public async Task UntilAsync(int member, string name, Func<VoterState, IReadOnlyList<ClaimState>, bool> wanted)
    {
        var observer = await ObserveAsync();
        var index = observer.Members.ToList().IndexOf(Address(member));
        var begin = Stopwatch.GetTimestamp();
        while (true)
        {
            var state = await observer.InspectAsync(index, name, TimeSpan.FromSeconds(1), CancellationToken.None);
            if (state is not null && wanted(state, state.Names.Count > 0 ? state.Names[0].Claims : []))
                return;
            if (Stopwatch.GetElapsedTime(begin) > Patience)
                Assert.Fail($"the state of {Address(member)} is not as wanted within {Patience}: {Text(state)}\n{WhatTheySay()}");
            await Task.Delay(20);
        }

        static string Text(VoterState? state) => state is null
            ? "no answer"
            : $"{state} {string.Join(", ", state.Names.SelectMany(known => known.Claims))}";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
            member?.Dispose();
        if (_observer is not null)
            await _observer.DisposeAsync();
    }

    /// <summary>What the members and commands have written, for the message of a failed test.</summary>
    public string WhatTheySay() => string.Join(
        '\n',
        _members.Select((member, index) => $"member {index}: {member}")
            .Concat(_commands.Select(command => $"{command.Purpose}: {command.Process}")));

    private static string AddressOf(Place place) => $"{place.Address}:4053";

    private string[] Group(Place place) =>
    [
        "--at", At, "--lease", string.Create(CultureInfo.InvariantCulture, $"{_leaseSeconds}s"),
        "--config", Path.Combine(AppContext.BaseDirectory, place.Times),
    ];

    private async Task StartMemberAsync(int member, params string[] options)
    {
        var place = _places[member];
        string[] group = ["--members", .. Group(place)[1..]];
        string[] data = _data is null ? [] : ["--data", DataFolder(member)];
        var process = _hasFast && member == _places.Count - 1
            ? StartPart(place, "fast-member", [AddressOf(place), .. data, .. options])
            : CoterieProcess.Start(place.Surroundings, ["serve", "--host", place.Address, .. group, .. data, .. options]);
        _members[member] = process;
        await process.ReadLineAsync($"Member listening on {AddressOf(place)}, one of {_places.Count}...");
    }
}
