using System.Diagnostics;
using System.Text.RegularExpressions;
using Coterie.Network.Tests.Networks;

namespace Coterie.Network.Tests.Locks;

/// <summary>
/// Two of three members with a client on one side, the third member with another client on the other: what happens when the
/// network between the sides fails, in both directions or in one.
/// </summary>
public sealed class LockPartitionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [NamespaceFact]
    public Task A_minority_that_is_cut_off() => CutAsync((one, other) => Machines.PartAsync(one, other));

    [NamespaceFact]
    public Task A_minority_that_hears_no_more_but_is_heard() => CutAsync((one, other) => other.DropFromAsync(one));

    [NamespaceFact]
    public Task A_minority_that_is_heard_no_more_but_hears() => CutAsync((one, other) => one.DropFromAsync(other));

    private static async Task CutAsync(Func<Machine, Machine, Task> fault)
    {
        await using var machines = await Machines.CreateAsync(5);
        Machine[] majority = [machines[0], machines[1], machines[3]];
        Machine[] minority = [machines[2], machines[4]];
        var (here, there) = (machines[3].Place, machines[4].Place);
        await using var members = await LockMembers.StartAsync(
            leaseSeconds: 5, machines[0].Place, machines[1].Place, machines[2].Place);

        // One lock is held by the minority's client, another one by the majority's. Each is wanted by the other client.
        using var cutOff = members.Lock(there, "lost", "cut off", Scripts.Remain);
        using var holder = members.Lock(here, "kept", "holder", Scripts.Stay);
        await Task.WhenAll(cutOff.ReadLineAsync("in "), holder.ReadLineAsync("in "));
        using var next = members.Lock(here, "lost", "next", Scripts.Enter);
        using var patient = members.Lock(there, "kept", "patient", Scripts.Enter);
        await Task.WhenAll(WaitsAsync(members, here, "lost", "next"), WaitsAsync(members, here, "kept", "patient"));
        foreach (var one in majority)
        {
            foreach (var other in minority)
                await fault(one, other);
        }

        // Whoever comes now and reaches only the minority is told who answers.
        using var impatient = members.Lock(there, "other", "impatient", Scripts.Enter, wait: "2s");
        var refused = await impatient.EndAsync();
        refused.AssertEndedWith(121);
        Assert.Contains(
            $"other could not be locked within 2 s. {members.Address(0)} and {members.Address(1)} do not answer. "
            + "1 of 3 members answers, 2 must.",
            refused.Errors,
            StringComparison.Ordinal);

        // The minority's holder is out before the majority lets the next one in.
        var (lost, followed) = (await cutOff.EndAsync(), await next.EndAsync());
        Assert.Equal(122, lost.ExitCode);
        lost.AssertNoStackTrace();
        followed.AssertEndedWith(0);
        Assert.True(Scripts.Last(lost.Output, "at") <= Scripts.Last(followed.Output, "in"));
        Assert.True(Scripts.Token(lost.Output) < Scripts.Token(followed.Output));

        // The majority's holder has noticed nothing. After healing its lock goes to the client that has waited all the time.
        foreach (var each in majority)
            await each.HealAsync();
        foreach (var each in minority)
            await each.HealAsync();
        holder.CloseInput();
        var (held, waited) = (await holder.EndAsync(), await patient.EndAsync());
        held.AssertEndedWith(0);
        waited.AssertEndedWith(0);
        Assert.True(Scripts.Last(held.Output, "out") <= Scripts.Last(waited.Output, "in"));
        Assert.True(Scripts.Token(held.Output) < Scripts.Token(waited.Output));
        using var again = members.Lock(there, "lost", "again", Scripts.Enter);
        var entered = await again.EndAsync();
        entered.AssertEndedWith(0);
        Assert.True(Scripts.Token(followed.Output) < Scripts.Token(entered.Output));
        var list = await members.ListAsync(there);
        list.AssertEndedWith(0);
        Assert.Equal("No lock is held or waited for.\n", list.Output);
    }

    private static async Task WaitsAsync(LockMembers members, Place place, string name, string purpose)
    {
        var line = new Regex($"^  waits: .*, {purpose}: ", RegexOptions.Multiline);
        var begin = Stopwatch.GetTimestamp();
        CoterieProcess.Outcome list;
        while (!line.IsMatch((list = await members.ListAsync(place, name)).Output))
        {
            Assert.True(
                Stopwatch.GetElapsedTime(begin) < Patience, $"{purpose} does not wait for {name}: {list.Output}{list.Errors}");
        }
    }
}
