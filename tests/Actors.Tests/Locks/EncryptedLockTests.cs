using Akka.Actor;
using Coterie.Actors.Configuration;
using Coterie.Actors.Locks;
using Coterie.Tests.Encryption;

namespace Coterie.Tests.Locks;

/// <summary>A group whose connections are encrypted.</summary>
public sealed class EncryptedLockTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly PemFolder _ours = new();

    public void Dispose() => _ours.Dispose();

    [LinuxFact]
    public async Task Members_and_a_client_share_a_lock_and_the_token_rises()
    {
        await using var group = await LockGroup.StartAsync(3, 3, tls: _ours);
        var client = await group.StartClientAsync();
        long last = 0;
        foreach (var node in new[] { client, group.Member(0), group.Member(1), group.Member(2), client })
        {
            await using var held = await node.AcquireAsync("a", Patience);
            Assert.True(held.Token > last, $"{held.Token} after {last}");
            last = held.Token;
        }
    }

    [LinuxFact]
    public async Task A_client_of_another_authority_learns_that_no_member_talks_to_it()
    {
        using var others = new PemFolder();
        await using var group = await LockGroup.StartAsync(3, 2, tls: _ours);
        await using var client = await CoterieNode.StartAsync(
            group.Options with { Members = group.Addresses, Tls = others.ForClient() });
        await client.WhenRefused.WaitAsync(Patience);
        var refused = client.CheckHealth().Members.Where(member => member.Refusal is not null).ToList();
        Assert.Equal(2, refused.Count);
        Assert.All(refused, member => Assert.StartsWith(
            $"The connection with {member.Address} is closed: its certificate must be signed by the authority, was ",
            member.Refusal,
            StringComparison.Ordinal));
    }

    [LinuxFact]
    public async Task A_member_is_restarted_with_a_new_certificate_while_the_others_go_on()
    {
        await using var group = await LockGroup.StartAsync(3, 3, tls: _ours);
        var client = await group.StartClientAsync();
        (await client.AcquireAsync("a", Patience)).Dispose();
        await group.StopMemberAsync(2);
        await group.StartMemberAsync(2, isNew: false); // LockGroup makes another certificate
        using var held = await client.AcquireAsync("a", Patience);
        Assert.True(held.IsHeld);
    }

    [Fact]
    public async Task An_actor_system_of_the_application_has_its_own_files()
    {
        var system = ActorSystem.Create("a");
        var options = new CoterieOptions { Tls = _ours.For("127.0.0.1") };
        var failure = await Assert.ThrowsAsync<SettingsException>(
            () => CoterieNode.OfAsync(system, options));
        Assert.StartsWith(
            "Tls must be left out, because the actor system has its own keys", failure.Message, StringComparison.Ordinal);
        await system.Terminate();
    }
}

/// <summary>A test at several addresses of this machine; if it has only 127.0.0.1, the test is skipped and says so.</summary>
file sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "needs every address that begins with 127";
}
