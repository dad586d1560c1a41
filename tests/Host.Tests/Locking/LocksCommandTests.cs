using System.Text.Json;

namespace Coterie.Host.Tests.Locking;

/// <summary><c>coterie locks</c>.</summary>
public sealed class LocksCommandTests : IAsyncLifetime
{
    private static readonly string[] UntilInputEnds = ["--", "sh", "-c", "echo begun; exec cat"];
    private readonly List<CoterieProcess> _processes = [];
    private LockMembers _group = null!;

    public async Task InitializeAsync() => _group = await LockMembers.StartAsync(3, "60s");

    [UnixFact]
    public async Task Nobody_holds_a_lock()
    {
        Assert.Equal((0, "No lock is held or waited for.\n", ""), await LocksAsync(null));
        Assert.Equal((0, "No lock is held or waited for.\n", ""), await LocksAsync("a"));
        var (code, output, _) = await LocksAsync("a", "--json");
        using var json = JsonDocument.Parse(output);
        Assert.Equal((0, 0), (code, json.RootElement.GetProperty("locks").GetArrayLength()));
    }

    [UnixFact]
    public async Task It_shows_who_holds_since_when_and_who_waits_for_which_votes()
    {
        var holder = await HoldAsync("a", "--purpose", "nightly\tjob");
        await HoldAsync("other");
        var writer = await WaitAsync("a", "--wait", "1h");
        var reader = await WaitAsync("a", "--wait", "1h", "--shared", "--purpose", "read");
        var (code, output, errors) = await LocksAsync("a");
        Assert.Equal((0, ""), (code, errors));
        var lines = output.Split('\n');
        Assert.Matches(@"^a  token \d+$", lines[0]);
        Assert.Matches($@"^  held by \S+ {holder} on \S+, nightly\\u0009job: for \d+\.\d s, \d+\.\d s left$", lines[1]);
        var missing = $@"votes missing: {string.Join(", ", _group.Addresses)} \(\S+ {holder} on \S+\)$";
        Assert.Matches($@"^  waits: \S+ {writer} on \S+, sh: for \d+\.\d s; {missing}", lines[2]);
        Assert.Matches($@"^  waits: \S+ {reader} on \S+, read, shared: for \d+\.\d s; {missing}", lines[3]);
        Assert.Equal([""], lines[4..]);
        Assert.Contains("\nother  token ", (await LocksAsync(null)).Output, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task As_json()
    {
        var holder = await HoldAsync("a");
        var waiter = await WaitAsync("a", "--wait", "1h", "--shared");
        var (code, output, errors) = await LocksAsync("a", "--json");
        Assert.Equal((0, ""), (code, errors));
        using var json = JsonDocument.Parse(output);
        var members = json.RootElement.GetProperty("members").EnumerateArray().ToList();
        Assert.Equal(_group.Addresses.Order(), members.Select(member => member.GetProperty("address").GetString()).Order());
        Assert.All(members, member => Assert.True(member.GetProperty("answers").GetBoolean()));
        Assert.All(members, member => Assert.True(member.GetProperty("votes").GetBoolean()));
        var held = Assert.Single(json.RootElement.GetProperty("locks").EnumerateArray());
        Assert.Equal("a", held.GetProperty("name").GetString());
        Assert.True(held.GetProperty("token").GetInt64() > 0);
        var claims = held.GetProperty("claims").EnumerateArray().ToList();
        Assert.Equal([(true, false, 3, 0), (false, true, 0, 3)], claims.Select(claim => (
            claim.GetProperty("holds").GetBoolean(),
            claim.GetProperty("shared").GetBoolean(),
            claim.GetProperty("votes").GetArrayLength(),
            claim.GetProperty("missing").GetArrayLength())));
        Assert.Contains($" {holder} on ", claims[0].GetProperty("holder").GetString(), StringComparison.Ordinal);
        Assert.Contains($" {waiter} on ", claims[1].GetProperty("holder").GetString(), StringComparison.Ordinal);
        Assert.All(claims[1].GetProperty("missing").EnumerateArray(), vote => Assert.Equal(
            claims[0].GetProperty("holder").GetString(), vote.GetProperty("why").GetString()));
        Assert.InRange(claims[0].GetProperty("secondsLeft").GetDouble(), 0, 66);
    }

    [UnixFact]
    public async Task Members_that_do_not_answer_are_named()
    {
        var holder = await HoldAsync("a");
        await WaitAsync("a", "--wait", "1h");
        await _group.KillAsync(1);
        var down = _group.Addresses[1];
        var (code, output, _) = await LocksAsync("a");
        Assert.Equal(0, code);
        Assert.Matches($@"votes missing: .* \(\S+ {holder} on \S+\), {down} \(no answer\)\n", output);
        Assert.EndsWith($"\n{down} does not answer.\n", output, StringComparison.Ordinal);
        await _group.KillAsync(2);
        (code, output, _) = await LocksAsync("a");
        Assert.Equal(3, code);
        Assert.StartsWith("a  nobody has a majority\n", output, StringComparison.Ordinal);
        Assert.EndsWith($"\n{down} does not answer.\n{_group.Addresses[2]} does not answer.\n", output, StringComparison.Ordinal);
        (code, output, _) = await LocksAsync(null, "--json");
        using var json = JsonDocument.Parse(output);
        Assert.Equal(3, code);
        Assert.Equal([true, false, false], json.RootElement.GetProperty("members").EnumerateArray()
            .Select(member => member.GetProperty("answers").GetBoolean()));
    }

    [UnixFact]
    public async Task A_watch_shows_changes_until_a_signal()
    {
        using var watch = CoterieProcess.Start([.. _group.Line("locks", "a", "--watch")]);
        await watch.ReadToAsync("No lock is held");
        await HoldAsync("a");
        await watch.ReadToAsync("held by");
        _processes[0].CloseInput();
        await watch.ReadToAsync("No lock is held");
        await watch.SignalAsync("INT");
        Assert.Equal(130, (await watch.EndAsync()).ExitCode);
    }

    [UnixTheory]
    [InlineData("")]
    [InlineData("--watch")]
    [InlineData("--watch --json")]
    public async Task It_ends_when_nobody_reads_it_any_more(string option)
    {
        using var program = new ProgramOnPath();
        var script = $"coterie locks {string.Join(' ', _group.Options)} {option} | head -1; echo ${{PIPESTATUS[*]}}";
        var run = await CoterieProcess.RunAsync(program.Surroundings("bash", "-c"), script);
        Assert.Equal((0, "", "0 0"), (run.ExitCode, run.Errors, run.Output.Split('\n')[^2]));
    }

    public Task DisposeAsync()
    {
        _processes.ForEach(process => process.Dispose());
        _group.Dispose();
        return Task.CompletedTask;
    }

    // A member that is up gets as long as it needs, also on a busy machine. One that is down costs the whole limit.
    private async Task<(int Code, string Output, string Errors)> LocksAsync(string? name, params string[] more)
    {
        var limit = _group.Processes.Any(member => member.HasEnded) ? "10s" : "60s";
        var run = await CoterieProcess.RunAsync([.. _group.Line("locks", name, [.. more, "--timeout", limit])]);
        return (run.ExitCode, run.Output, run.Errors);
    }

    // Returns the number of the process.
    private async Task<int> HoldAsync(string name, params string[] more)
    {
        var holder = Begin(name, more);
        await holder.ReadToAsync("begun");
        return holder.Id;
    }

    private async Task<int> WaitAsync(string name, params string[] more)
    {
        var waiter = Begin(name, more);
        using var watch = CoterieProcess.Start([.. _group.Line("locks", name, "--watch")]);
        await watch.ReadToAsync($"waits: dotnet {waiter.Id} on");
        await watch.ReadToAsync("\na  token");
        return waiter.Id;
    }

    private CoterieProcess Begin(string name, string[] more)
    {
        _processes.Add(_group.Lock(name, [.. more, .. UntilInputEnds]));
        return _processes[^1];
    }
}
