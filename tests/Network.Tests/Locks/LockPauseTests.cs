using System.Diagnostics;
using System.Globalization;
using Coterie.Actors.Locks;
using Coterie.Network.Tests.Networks;
using Xunit.Abstractions;

namespace Coterie.Network.Tests.Locks;

/// <summary>A holder that stands still beyond its lease, together with the command that it runs.</summary>
public sealed class LockPauseTests(ITestOutputHelper output)
{
    private const int AtOnce = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [LinuxFact]
    public async Task What_a_holder_writes_that_was_stopped_beyond_its_lease_is_refused_by_a_store_with_tokens()
    {
        var folder = Directory.CreateTempSubdirectory("coterie-tests-");
        try
        {
            await using var members = await LockMembers.StartAsync(leaseSeconds: 3);
            for (var batch = 0; batch < 2; batch++)
            {
                await Task.WhenAll(Enumerable.Range(AtOnce * batch, AtOnce).Select(
                    trial => TryAsync(members, $"trial-{trial}", Path.Combine(folder.FullName, $"{trial}"))));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task TryAsync(LockMembers members, string name, string store)
    {
        using var holder = members.Lock(
            Loopback.NextPlace(),
            name,
            "holder",
            $"echo \"group $$\"; while :; do echo \"$COTERIE_TOKEN holder\" >> {store}; sleep 0.05; done");
        var group = int.Parse((await holder.ReadLineAsync("group "))[6..], CultureInfo.InvariantCulture);
        await holder.SignalAsync("STOP");
        await SignalGroupAsync("STOP", group);

        await using (var next = await (await members.ObserveAsync()).AcquireAsync(name, Patience))
        {
            TokenStore.Write(store, next.Token, "next");
            await SignalGroupAsync("CONT", group); // the command first, so that it writes before it is ended
            using var patience = new CancellationTokenSource(Patience);
            while (TokenStore.Read(store)[^1].Writer == "next")
                await Task.Delay(10, patience.Token);
            await holder.SignalAsync("CONT");
            var end = await holder.EndAsync();
            Assert.True(end.ExitCode == 122, $"{name} must end with 122, was [{end.ExitCode}]: {end.Errors}");
            TokenStore.Write(store, next.Token, "next");
        }

        var writes = TokenStore.Read(store);
        var late = writes.SkipWhile(write => write.Writer == "holder").Where(write => write.Writer == "holder").ToList();
        output.WriteLine($"{name}: {late.Count} late writes");
        Assert.NotEmpty(late);
        Assert.DoesNotContain(late, write => write.IsTaken);
        Assert.Equal(("next", true), writes[^1]);
    }

    private static async Task SignalGroupAsync(string signal, int group)
    {
        using var kill = Process.Start("kill", ["-s", signal, "--", $"-{group}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
