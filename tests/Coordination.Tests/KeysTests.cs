using Akka.Actor;
using Akka.Configuration;
using Akka.Coordination;
using Coterie.Actors.Configuration;
using Coterie.Actors.Nodes;

namespace Coterie.Coordination.Tests;

/// <summary>The keys of a lease: each is honoured, or refused by its name.</summary>
public sealed class KeysTests : LeaseTest
{
    private const string Members = "members = [\"127.0.0.1:1\"]\n";

    private const string Interval = "heartbeat-interval must be left out, or a third of heartbeat-timeout ";

    [Fact]
    public void Defaults()
    {
        var keys = Read(Members);
        Assert.Equal(["127.0.0.1:1"], keys.Members);
        Assert.Equal(TimeSpan.FromSeconds(10), keys.Lease);
        Assert.Null(keys.Listen);
        Assert.False(keys.IsNew);
        Assert.Equal("", keys.Holder);
        var timeouts = LeaseSettings.Create(Merged("", isBelow: true).Lease, "a", "one").TimeoutSettings; // Akka's own rules hold
        Assert.Equal(TimeSpan.FromSeconds(5), timeouts.OperationTimeout);
    }

    [Fact]
    public void All_keys()
    {
        var keys = Read("""
            members = "127.0.0.1:1, [::1]:2,a.example:3"
            listen = "127.0.0.1:0"
            node.akka.loglevel = DEBUG
            is-new = on
            holder = me
            heartbeat-timeout = 30s
            heartbeat-interval = 10s
            """);
        Assert.Equal(["127.0.0.1:1", "[::1]:2", "a.example:3"], keys.Members);
        Assert.Equal(0, keys.Listen!.Port);
        Assert.Equal("DEBUG", keys.Node.GetString("akka.loglevel"));
        Assert.True(keys.IsNew);
        Assert.Equal("me", keys.Holder);
        Assert.Equal(TimeSpan.FromSeconds(30), keys.Lease);
    }

    [Theory]
    [InlineData("",
        "members must be the addresses of the 1 to 9 members that vote, was []. An application that has a group gives it by "
        + "CoterieLeaseSetup.")]
    [InlineData("members = [\"127.0.0.1:x\"]", "members must be each " + HostPort.Rule + ", was [127.0.0.1:x].")]
    [InlineData("members = \"a,b,c,d,e,f,g,h,i,j\"",
        "members must be the addresses of the 1 to 9 members that vote, was [a, b, c, d, e, f, g, h, i, j].")]
    [InlineData(Members + "listen = \"a:b:c\"", "listen must be empty, or " + HostPort.Rule + ", was [a:b:c].")]
    [InlineData(Members + "node.akka.loglevel = DEBUG",
        "node must be left out without listen, because there is no second actor system, was [set].")]
    [InlineData(Members + "is-new = perhaps", "is-new must be on or off, was [perhaps].")]
    [InlineData(Members + "heartbeat-timeout = 900ms", "heartbeat-timeout must be from 1 s to 1 h, was [0.9 s].")]
    [InlineData(Members + "heartbeat-timeout = 61m", "heartbeat-timeout must be from 1 s to 1 h, was [3660 s].")]
    [InlineData(Members + "heartbeat-timeout = soon", "heartbeat-timeout must be a duration, was [soon].")]
    [InlineData(Members + "heartbeat-interval = 2s", Interval + "(3.333 s), as the protocol has it, was [2 s].")]
    [InlineData(Members + "heartbeat-interval = 12s", Interval + "(3.333 s), as the protocol has it, was [12 s].")]
    [InlineData(Members + "heartbeat-timeout = 30s\nheartbeat-interval = 3s",
        Interval + "(10 s), as the protocol has it, was [3 s].")]
    public void A_key_that_breaks_its_rule_is_refused_by_name(string keys, string sentence) =>
        Assert.Equal($"akka.coordination.lease.coterie.{sentence}", Assert.Throws<SettingsException>(() => Read(keys)).Message);

    [Fact]
    public void All_errors_are_named_together()
    {
        var keys = $"listen = \"a:b:c\"\nis-new = perhaps\nheartbeat-timeout = 0s\nholder = {new string('x', 201)}";
        Assert.Equal(
            ["members", "listen", "holder", "is-new", "heartbeat-timeout"],
            Assert.Throws<SettingsException>(() => Read(keys)).Message.Split(Environment.NewLine)
                .Select(line => line.Split(' ')[0].Split('.')[^1]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_all_leases_inherit_is_not_set(bool isBelow)
    {
        var (lease, inherited) = Merged(Members, isBelow, "akka.coordination.lease.heartbeat-timeout = 60s");
        Assert.Equal(TimeSpan.FromSeconds(10), GroupKeys.Read(lease, inherited).Lease);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_application_that_gives_its_group_sets_no_key_about_it(bool isBelow)
    {
        var (lease, inherited) = Merged("lease-operation-timeout = 1s", isBelow);
        GroupKeys.Refuse(lease, inherited);
        const string All = Members + "listen = \"a:1\"\nnode.a = b\nis-new = off\nholder = a\n"
            + "heartbeat-timeout = 10s\nheartbeat-interval = 0s";
        (lease, inherited) = Merged(All, isBelow);
        Assert.Equal(
            new[] { "members", "listen", "is-new", "holder", "heartbeat-timeout", "heartbeat-interval", "node" }
                .Select(key => $"{CoterieLease.ConfigPath}.{key} must be left out, because the application gives the group"),
            Assert.Throws<SettingsException>(() => GroupKeys.Refuse(lease, inherited))
                .Message.Split(Environment.NewLine)
                .Select(line => line.Split(" (")[0]));
    }

    [Fact]
    public async Task A_lease_with_a_wrong_key_is_not_made()
    {
        var given = SystemOf(await GroupAsync(), keys: $"{CoterieLease.ConfigPath}.heartbeat-timeout = 20s");
        Assert.Equal(
            "akka.coordination.lease.coterie.heartbeat-timeout must be left out, because the application gives the group "
            + "(CoterieLeaseSetup), was [20s].",
            ErrorOf(given));
        Assert.StartsWith("akka.coordination.lease.coterie.members must be", ErrorOf(System()), StringComparison.Ordinal);
        var atOnce = SystemOf(await GroupAsync(), keys: $"{CoterieLease.ConfigPath}.lease-operation-timeout = 0s");
        Assert.Equal("akka.coordination.lease.coterie.lease-operation-timeout must be above 0, was [0 s].", ErrorOf(atOnce));

        static string ErrorOf(ActorSystem system) =>
            Assert.ThrowsAny<Exception>(() => LeaseOf(system, "a", "one")).GetBaseException().Message;
    }

    [Fact]
    public void All_leases_of_an_actor_system_are_of_one_group()
    {
        var system = System($$"""
            one { lease-class = "{{typeof(CoterieLease).AssemblyQualifiedName}}", members = ["127.0.0.1:1"] }
            same = ${one}
            two { lease-class = "{{typeof(CoterieLease).AssemblyQualifiedName}}", members = ["127.0.0.1:2"] }
            """);
        var leases = LeaseProvider.Get(system);
        leases.GetLease("a", "one", "me");
        leases.GetLease("a", "same", "me");
        Assert.StartsWith(
            "All leases of an actor system must be of one group, was [members 127.0.0.1:1; ",
            Assert.ThrowsAny<Exception>(() => leases.GetLease("a", "two", "me")).GetBaseException().Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app-singleton-akka://app/user/the-one")]
    [InlineData("")]
    [InlineData("ä\u0001 ☃ \U0001F600")]
    public async Task A_name_is_any_text(string name)
    {
        var system = SystemOf(await GroupAsync());
        Assert.Equal($"akka-lease/{name}", LockNames.Of(name));
        Assert.True(await LeaseOf(system, name, "one").Acquire().WaitAsync(Patience));
        Assert.False(await LeaseOf(system, name, new string('x', 300)).Acquire().WaitAsync(Patience)); // an owner, too
    }

    [Fact]
    public async Task Long_names_that_differ_at_the_end_only_and_halves_of_characters_are_names_of_their_own()
    {
        var system = SystemOf(await GroupAsync());
        var @long = new string('x', 2000);
        string[] names =
        [
            new('x', 500), new('x', 501), new('x', 502), @long, @long + "a", @long + "b", @long + "\ud83d", @long + "\ude00",
            "\ud83d", "\ude00", "\ufffd", string.Concat(Enumerable.Repeat("\U0001F600", 400)), LockNames.Of(@long),
        ];
        Assert.Equal(names.Length, names.Select(LockNames.Of).Distinct().Count());
        foreach (var name in names)
        {
            Assert.InRange(LockNames.Of(name).Length, 1, LockNames.Longest);
            Assert.True(await LeaseOf(system, name, "one").Acquire().WaitAsync(Patience));
        }
    }

    private static GroupKeys Read(string keys)
    {
        var (lease, inherited) = Merged(keys, isBelow: true);
        return GroupKeys.Read(lease, inherited);
    }

    // As Akka merges them.
    private static (Config Lease, Config Inherited) Merged(string keys, bool isBelow, string others = "")
    {
        var given = ConfigurationFactory.ParseString($"{CoterieLease.ConfigPath} {{\nset = on\n{keys}\n}}\n{others}\n");
        var all = (isBelow ? given.WithFallback(CoterieLease.DefaultConfig) : given).WithFallback(LeaseProvider.DefaultConfig());
        var inherited = all.GetConfig("akka.coordination.lease");
        return (all.GetConfig(CoterieLease.ConfigPath).WithFallback(inherited), inherited);
    }
}
