using System.Globalization;

namespace Coterie.Host.Tests.Locking;

/// <summary><c>coterie lock</c> when too few members are left.</summary>
public sealed class LockLossTests : IDisposable
{
    private const string AskedToEnd = "coterie: the lock a cannot be kept; the command is asked to end.\n";
    private const string Killed = "coterie: the lock a could not be kept; the command was killed.\n";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-tests-");
    private LockMembers _group = null!;

    [UnixFact]
    public async Task The_group_is_asked_to_end_and_then_killed_before_the_lock_ends()
    {
        // The command and a process that it has started write down the time again and again. Both ignore SIGTERM; the command
        // writes that down, too.
        const string Script = """
            exec 2> /dev/null
            stamps() { while :; do echo ${EPOCHREALTIME/[.,]/} >> $1; sleep 0.01; done; }
            (trap '' TERM; stamps started) &
            trap 'echo ${EPOCHREALTIME/[.,]/} >> term' TERM
            echo begun
            stamps command
            """;
        var lease = TimeSpan.FromSeconds(10); // a busy machine needs the second between SIGKILL and the end of the lock
        await StartAsync("10s");
        using var process = _group.Lock("a", "--", "bash", "-c", $"cd '{_folder.FullName}'; {Script}");
        await process.ReadToAsync("begun");
        var lost = await CutOffAsync();
        // Both have the outputs as well: when these end, nothing is left of the group.
        var run = await process.EndAsync();
        Assert.Equal((122, "begun\n", AskedToEnd + Killed), (run.ExitCode, run.Output, WithoutLog(run.Errors)));
        var term = Assert.Single(Stamps("term"));
        foreach (var last in new[] { Stamps("command")[^1], Stamps("started")[^1] })
        {
            Assert.True(lost < term && term < last, $"members lost at {lost:O}, SIGTERM at {term:O}, the last sign at {last:O}");
            // No member has heard of the lock after its loss, so it ends a lease later at the latest.
            Assert.True(last < lost + lease, $"the last sign at {last:O}, but the lock may have ended at {lost + lease:O}");
        }
    }

    [UnixFact]
    public async Task A_command_that_ends_when_it_is_asked_to_is_not_killed()
    {
        await StartAsync("10s");
        using var process = _group.Lock(
            "a", "--", "sh", "-c", "trap 'kill -s KILL $! 2> /dev/null; echo ended; exit 7' TERM; sleep 1000 & echo begun; wait");
        await process.ReadToAsync("begun");
        await CutOffAsync();
        var run = await process.EndAsync();
        Assert.Equal((122, "begun\nended\n", AskedToEnd), (run.ExitCode, run.Output, WithoutLog(run.Errors)));
    }

    [UnixFact]
    public async Task What_the_command_has_started_is_killed_even_if_the_command_itself_has_ended()
    {
        await StartAsync("4s");
        using var process = _group.Lock(
            "a", "--", "bash", "-c", "(trap '' TERM; echo begun; while :; do sleep 1000; done) & trap 'exit 7' TERM; wait");
        await process.ReadToAsync("begun");
        await CutOffAsync();
        var run = await process.EndAsync();
        Assert.Equal((122, "begun\n", AskedToEnd + Killed), (run.ExitCode, run.Output, WithoutLog(run.Errors)));
    }

    [UnixFact]
    public async Task A_command_that_is_stopped_is_continued_to_end()
    {
        await StartAsync("10s");
        using var process = _group.Lock(
            "a", "--", "bash", "-c", "trap 'echo ended; exit' TERM; echo begun; kill -s STOP $$; wait");
        await process.ReadToAsync("begun");
        await CutOffAsync();
        var run = await process.EndAsync();
        Assert.Equal((122, "begun\nended\n", AskedToEnd), (run.ExitCode, run.Output, WithoutLog(run.Errors)));
    }

    [UnixFact]
    public async Task With_keep_the_command_goes_on()
    {
        await StartAsync("4s");
        using var process = _group.Lock("a", "--keep", "--", "sh", "-c", "echo begun; cat; exit 7");
        await process.ReadToAsync("begun");
        await CutOffAsync();
        await process.Errors.ReadToAsync("coterie: the lock a was lost; the command goes on.", TimeSpan.FromMinutes(2));
        await process.TypeAsync("typed");
        process.CloseInput();
        Assert.Equal((122, "begun\ntyped\n"), await process.EndAsync() is var run ? (run.ExitCode, run.Output) : default);
    }

    [UnixFact]
    public async Task Without_a_command_it_ends()
    {
        await StartAsync("4s");
        using var process = _group.Lock("a");
        var token = await process.ReadLineAsync("");
        await CutOffAsync();
        var run = await process.EndAsync();
        Assert.Equal(
            (122, $"{token}\n", "coterie: the lock a was lost.\n"), (run.ExitCode, run.Output, WithoutLog(run.Errors)));
    }

    [UnixFact]
    public async Task The_loss_of_a_minority_changes_nothing()
    {
        await StartAsync("4s");
        using var process = _group.Lock("a", "--", "sh", "-c", "echo begun; exec cat");
        await process.ReadToAsync("begun");
        await _group.KillAsync(0);
        // Somebody else waits for longer than a lease for it, and then gets it.
        Assert.Equal(121, (await _group.RunAsync("a", "--wait", "6s", "--", "true")).ExitCode);
        process.CloseInput();
        Assert.Equal(0, (await process.EndAsync()).ExitCode);
        Assert.Equal(0, (await _group.RunAsync("a", "--wait", "1h", "--", "true")).ExitCode);
    }

    public void Dispose()
    {
        _group?.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task StartAsync(string lease) => _group = await LockMembers.StartAsync(3, lease);

    // Kills a majority of the members. Returns a time after which none of them has answered.
    private async Task<DateTimeOffset> CutOffAsync()
    {
        await Task.WhenAll(_group.KillAsync(0), _group.KillAsync(2));
        return DateTimeOffset.UtcNow;
    }

    private List<DateTimeOffset> Stamps(string file) =>
        File.ReadAllLines(Path.Combine(_folder.FullName, file))
            .Where(line => line.Length == 16) // the last one may be cut off
            .Select(line => DateTimeOffset.UnixEpoch.AddMicroseconds(long.Parse(line, CultureInfo.InvariantCulture))).ToList();

    // A line of the log may come before or after the sentences.
    private static string WithoutLog(string errors) =>
        string.Concat(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("coterie: warning: The lock [a] was lost", StringComparison.Ordinal))
            .Select(line => $"{line}\n"));
}
