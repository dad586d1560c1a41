using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Akka.Coordination;
using Akka.Hosting;
using Coterie.Actors.Locks;
using Coterie.Protocols.Quorum;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Coterie.Coordination.Tests;

/// <summary>How the group of an actor system's leases starts and ends.</summary>
public sealed class StartTests : LeaseTest
{
    private const int CoterieSerializer = 1981;

    private const string Extension = "akka.extensions = [\"Coterie.Coordination.CoterieLeaseExtension, Coterie.Coordination\"]\n";

    [Fact]
    public async Task The_actor_system_takes_part_itself_and_goes_on_when_another_extension_changes_its_settings()
    {
        int[] ports = [FreePorts.Take(), FreePorts.Take(), FreePorts.Take()];
        var members = string.Join(',', ports.Select(port => $"127.0.0.1:{port}"));
        var systems = ports.Select(port => Remoting(port, $"{Extension}{Keys(members)}")).ToList();
        var (one, two) = (LeaseOf(systems[0], "a", "one"), LeaseOf(systems[1], "a", "two"));
        Assert.True(await one.Acquire().WaitAsync(Patience));
        // Extensions do this when they start. Akka then makes its serializers again.
        systems[0].Settings.InjectTopLevelFallback(ConfigurationFactory.ParseString("a = b"));
        systems[1].Settings.InjectTopLevelFallback(ConfigurationFactory.ParseString("a = b"));
        Assert.Equal(CoterieSerializer, systems[0].Serialization.FindSerializerForType(typeof(QuorumProtocol.Beat)).Identifier);
        Assert.False(await two.Acquire().WaitAsync(Patience));
        await one.Release();
        Assert.True(await two.Acquire().WaitAsync(Patience));
    }

    [Fact]
    public async Task A_second_actor_system_listens_until_the_first_has_ended()
    {
        var port = FreePorts.Take();
        var keys = $"{Extension}{Keys($"127.0.0.1:{port}")}\n{CoterieLease.ConfigPath}.listen = \"127.0.0.1:{port}\"";
        var member = System(keys);
        var client = System($"{Keys($"127.0.0.1:{port}")}\n{CoterieLease.ConfigPath}.listen = \"127.0.0.1:0\"");
        Assert.True(await LeaseOf(client, "a", "one").Acquire().WaitAsync(Patience));
        Assert.False(await LeaseOf(member, "a", "one").Acquire().WaitAsync(Patience));
        await member.Terminate();
        while (await IsOpenAsync(port))
            await Task.Yield();
        Assert.True(await LeaseOf(System(keys), "a", "one").Acquire().WaitAsync(Patience)); // the port is free
    }

    [Fact]
    public async Task An_actor_system_that_does_not_listen_cannot_take_part()
    {
        var failure = await Assert.ThrowsAsync<LeaseException>(
            () => LeaseOf(System(Keys("127.0.0.1:1")), "a", "one").Acquire().WaitAsync(Patience));
        Assert.Equal(
            "The lease [a] could not be acquired for [one]: The actor system must listen at an IP address "
            + "(akka.remote.dot-netty.tcp.public-hostname or hostname) to take part in the group of its leases, was "
            + "[akka://app]. With akka.coordination.lease.coterie.listen a second one does.",
            failure.Message);
    }

    [Fact]
    public async Task An_actor_system_that_takes_part_already_says_so()
    {
        var port = FreePorts.Take();
        var system = Remoting(port, Keys($"127.0.0.1:{port}"));
        Keep(await CoterieNode.OfAsync(system, new CoterieOptions { Members = [$"127.0.0.1:{port}"] }));
        var failure = await Assert.ThrowsAsync<LeaseException>(() => LeaseOf(system, "a", "one").Acquire().WaitAsync(Patience));
        Assert.EndsWith(
            "Only one group may have this actor system, which takes part in one already; give it to the leases by "
            + "CoterieLeaseSetup.",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_Akka_Hosting_with_keys()
    {
        var port = FreePorts.Take();
        var option = new CoterieLeaseOption
        {
            Members = [$"127.0.0.1:{port}"],
            Listen = $"127.0.0.1:{port}",
            IsNew = true,
            Holder = "a \"holder\"",
            HeartbeatTimeout = TimeSpan.FromSeconds(20),
            OperationTimeout = TimeSpan.FromSeconds(30),
        };
        var system = await HostAsync(builder => builder.WithCoterieLease(option));
        Assert.Equal(typeof(CoterieLease), option.Class);
        var lease = LeaseProvider.Get(system).GetLease("a", option.ConfigPath, "one");
        Assert.Equal(TimeSpan.FromSeconds(30), lease.Settings.TimeoutSettings.OperationTimeout);
        Assert.True(await lease.Acquire().WaitAsync(Patience));
        var group = (CoterieNode)await CoterieLeases.Get(system).GroupAsync();
        Assert.Equal(option.Members, group.Members);
        var claim = Assert.Single(Assert.Single((await group.LookAsync(null, Patience)).Locks).Claims);
        Assert.Equal(("a \"holder\"", "one"), (claim.Holder, claim.Purpose));
        Assert.InRange(claim.TimeLeft, TimeSpan.FromSeconds(11), TimeSpan.FromSeconds(22));
    }

    [Fact]
    public async Task By_Akka_Hosting_with_the_group_of_the_application()
    {
        ICoterie group = await GroupAsync();
        var system = await HostAsync(builder => builder.WithCoterieLease(
            new CoterieLeaseOption { Coterie = _ => Task.FromResult(group) }));
        Assert.True(await LeaseOf(system, "a", "one").Acquire().WaitAsync(Patience));
        Assert.Null(await group.TryAcquireAsync("akka-lease/a"));
    }

    private static string Keys(string members) => $"{CoterieLease.ConfigPath} {{ members = \"{members}\", is-new = on }}\n";

    private ActorSystem Remoting(int port, string keys) => System($$"""
        akka.actor.provider = remote
        akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = {{port}} }
        {{keys}}
        """);

    private static async Task<bool> IsOpenAsync(int port)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<ActorSystem> HostAsync(Action<AkkaConfigurationBuilder> configure)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<IHostApplicationLifetime, Lifetime>()
            .AddAkka("app", builder =>
            {
                builder.AddHocon(Quiet, HoconAddMode.Prepend);
                configure(builder);
            })
            .BuildServiceProvider();
        foreach (var service in services.GetServices<IHostedService>())
            await service.StartAsync(default);
        return Keep(services.GetRequiredService<ActorSystem>());
    }

    private sealed class Lifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication()
        {
        }
    }
}
