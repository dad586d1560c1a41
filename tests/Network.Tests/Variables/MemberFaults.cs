using System.Diagnostics;
using System.Globalization;
using Coterie.Network.Tests.Locks;

namespace Coterie.Network.Tests.Variables;

/// <summary>
/// Faults of members and of the network between them, drawn from a seed. Each one ends before the next one begins.
/// </summary>
/// <param name="group">The members and their clients.</param>
/// <param name="random">What is drawn from.</param>
internal sealed class MemberFaults(VariableGroup group, Random random)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private LockMembers Members => group.Members;

    /// <summary>What was done, with the seconds from the beginning, for the message of a failed test.</summary>
    public List<string> Done { get; } = [];

    /// <summary>One of each kind that the group must bear, in a drawn order.</summary>
    public async Task AllAsync()
    {
        Func<Task>[] faults = [ForgetAsync, PartAsync, PauseAsync, SlowAsync, LoseAsync];
        if (Members.HasData)
            faults = [.. faults, RestartAsync, FillDiskAsync];
        random.Shuffle(faults);
        foreach (var fault in faults)
            await fault();
    }

    /// <summary>Kills a member. It comes back without memory, and the next fault comes when it votes again.</summary>
    private async Task ForgetAsync()
    {
        var member = AnyMember();
        Note($"member {member} forgets");
        await Members.KillAsync(member);
        if (Members.HasData)
            Directory.Delete(Members.DataFolder(member), recursive: true);
        await SomeTimeAsync();
        await Members.RestartAsync(member);
        await group.UntilVotingAsync(member);
    }

    /// <summary>Kills a majority, or all, and starts them again.</summary>
    private async Task RestartAsync()
    {
        var members = Enumerable.Range(0, group.Voters).ToArray();
        random.Shuffle(members);
        members = members[..random.Next((group.Voters / 2) + 1, group.Voters + 1)];
        Note($"members {string.Join(", ", members)} are restarted");
        await Task.WhenAll(members.Select(Members.KillAsync));
        await Task.WhenAll(members.Select(Members.RestartAsync));
        foreach (var member in members)
            await group.UntilVotingAsync(member);
    }

    /// <summary>Cuts a member off from some of the other machines, in both directions or in one.</summary>
    private async Task PartAsync()
    {
        var member = AnyMember();
        var direction = random.Next(3);
        var others = group.Machines.Where((_, index) => index != member && random.Next(4) > 0).ToList();
        Note($"member {member} is cut off from {others.Count} machines, direction {direction}");
        foreach (var other in others)
        {
            if (direction != 1)
                await group.Machines[member].DropFromAsync(other);
            if (direction != 2)
                await other.DropFromAsync(group.Machines[member]);
        }
        await SomeTimeAsync();
        await group.HealAsync();
    }

    /// <summary>Stops the process of a member, sometimes for longer than a lease.</summary>
    private async Task PauseAsync()
    {
        var member = AnyMember();
        Note($"member {member} stands still");
        await Members.SignalAsync(member, "STOP");
        await SomeTimeAsync();
        await Members.SignalAsync(member, "CONT");
    }

    /// <summary>Lets the process of a member run for a tenth of the time only.</summary>
    private async Task SlowAsync()
    {
        var member = AnyMember();
        Note($"member {member} is slow");
        for (var end = SomeTimeAsync(); !end.IsCompleted;)
        {
            await Members.SignalAsync(member, "STOP");
            await Task.Delay(180);
            await Members.SignalAsync(member, "CONT");
            await Task.Delay(20);
        }
    }

    /// <summary>
    /// Fills the disk of a member, until it ends. If it finds room in its own files, it goes on, and is killed. It is restarted
    /// when there is room again.
    /// </summary>
    private async Task FillDiskAsync()
    {
        var member = random.Next(group.Voters - 1); // the last one is no command
        var file = Path.Combine(group.DiskOf(member), "file");
        Fill(file);
        for (var end = SomeTimeAsync(); !end.IsCompleted && !Members.HasEnded(member);)
            await Task.Delay(20);
        var hasEnded = Members.HasEnded(member);
        Note($"the disk of member {member} is full, and it {(hasEnded ? "ends" : "goes on")}");
        if (hasEnded)
            Assert.Equal(3, (await Members.EndAsync(member)).ExitCode);
        else
            await Members.KillAsync(member);
        File.Delete(file);
        await Members.RestartAsync(member);
        await group.UntilVotingAsync(member);
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true)
                file.Write(page);
        }
        catch (IOException)
        {
            // full
        }
    }

    private async Task LoseAsync()
    {
        var percent = random.Next(1, 10);
        Note($"{percent} % of the packets are lost");
        foreach (var machine in group.Machines)
            await machine.LoseAsync(percent);
        await SomeTimeAsync();
        await group.HealAsync();
    }

    private void Note(string fault) =>
        Done.Add(string.Create(CultureInfo.InvariantCulture, $"{_clock.Elapsed.TotalSeconds:0.0} s: {fault}"));

    private int AnyMember() => random.Next(group.Voters);

    // Shorter or longer than a lease.
    private Task SomeTimeAsync() => Task.Delay(Members.Lease * (0.2 + random.NextDouble()));
}
