using System.Globalization;
using Coterie.Network.Tests.Networks;
using Xunit.Abstractions;

namespace Coterie.Network.Tests.Locks;

/// <summary>What happens when holders or members are killed, stopped or restarted.</summary>
public sealed class LockFailureTests(ITestOutputHelper output)
{
    [LinuxFact]
    public async Task The_lock_of_a_command_that_has_ended_is_free_at_once()
    {
        await using var members = await LockMembers.StartAsync(leaseSeconds: 3600);
        for (var i = 0; i < 2; i++)
        {
            using var command = members.Lock(Loopback.NextPlace(), "x", "one of two", Scripts.Enter);
            (await command.EndAsync()).AssertEndedWith(0);
        }
    }

    [LinuxFact]
    public async Task Members_that_are_killed_and_restarted_in_turn_under_load_never_let_two_in_and_no_waiter_is_lost()
    {
        await using var members = await LockMembers.StartAsync(leaseSeconds: 1);
        using var entries = new Entries(members, "x");
        for (var part = 0; part < 3; part++)
            entries.Start(Loopback.NextPlace());
        await entries.GoOnAsync();
        for (var member = 0; member < 3; member++)
        {
            await members.KillAsync(member);
            await entries.GoOnAsync();
            await members.RestartAsync(member);
            await members.UntilAsync(member, "x", (state, _) => state.IsVoting);
            await entries.GoOnAsync();
        }
        var all = await entries.EndAsync();
        output.WriteLine(string.Join(", ", all.CountBy(entry => entry.End)));
        entries.AssertExclusive(all);
    }

    [LinuxFact]
    public async Task A_holder_that_is_killed_is_followed_within_its_session_and_a_second()
    {
        await using var members = await LockMembers.StartAsync(leaseSeconds: 3);
        var names = Enumerable.Range(0, 5).Select(trial => $"trial-{trial}").ToArray();
        var holders = names.Select(name => members.Lock(Loopback.NextPlace(), name, "holder", Scripts.Remain)).ToList();
        try
        {
            foreach (var holder in holders)
                await holder.ReadLineAsync("in ");
            using var followers = members.StartPart(Loopback.NextPlace(), "follow", names);
            foreach (var name in names)
                await members.UntilAsync(0, name, (_, claims) => claims.Count == 2);
            await Task.WhenAll(holders.Select(holder => holder.SignalAsync("KILL")));
            var followed = await followers.EndAsync();
            followed.AssertEndedWith(0);
            for (var trial = 0; trial < names.Length; trial++)
            {
                var held = (await holders[trial].EndAsync()).Output;
                var next = $"in {names[trial]}";
                var time = Scripts.Last(followed.Output, next, 2) - Scripts.Last(held, "at");
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"followed after {time:0.00} s"));
                Assert.InRange(time, 0, (1.1 * members.Lease.TotalSeconds) + 1);
                Assert.True(Scripts.Token(held) < Scripts.Last(followed.Output, next, 3));
            }
        }
        finally
        {
            holders.ForEach(holder => holder.Dispose());
        }
    }

    [LinuxFact]
    public async Task A_holder_goes_on_alone_while_all_members_lose_their_memory_one_after_the_other()
    {
        await using var members = await LockMembers.StartAsync(leaseSeconds: 3);
        using var holder = members.Lock(Loopback.NextPlace(), "x", "holder", Scripts.Stay);
        await holder.ReadLineAsync("in ");
        using var next = members.Lock(Loopback.NextPlace(), "x", "next", Scripts.Enter);
        for (var member = 0; member < 3; member++)
        {
            await members.KillAsync(member);
            await members.RestartAsync(member);
            await members.UntilAsync(
                member,
                "x",
                (state, claims) => state.IsVoting && claims.Count == 2
                    && claims.Single(claim => claim.HasVote) is { Purpose: "holder", Inside: > 0 });
        }
        holder.CloseInput();
        var (held, followed) = (await holder.EndAsync(), await next.EndAsync());
        held.AssertEndedWith(0);
        followed.AssertEndedWith(0);
        Assert.True(Scripts.Last(held.Output, "out") <= Scripts.Last(followed.Output, "in"));
        Assert.True(Scripts.Token(held.Output) < Scripts.Token(followed.Output));
    }

    [LinuxFact]
    public async Task If_all_members_lose_their_memory_at_once_the_holder_is_out_before_the_next_one_is_in()
    {
        await using var members = await LockMembers.StartAsync(leaseSeconds: 6);
        using var holder = members.Lock(Loopback.NextPlace(), "x", "holder", Scripts.Remain);
        await holder.ReadLineAsync("in ");
        await Task.WhenAll(Enumerable.Range(0, 3).Select(members.KillAsync));
        using var next = members.Lock(Loopback.NextPlace(), "x", "next", Scripts.Enter);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(members.RestartAsync));
        var (held, followed) = (await holder.EndAsync(), await next.EndAsync());
        Assert.Equal(122, held.ExitCode);
        followed.AssertEndedWith(0);
        Assert.True(Scripts.Last(held.Output, "at") <= Scripts.Last(followed.Output, "in"));
    }
}
