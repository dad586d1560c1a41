using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory;
using Coterie.Actors.Memory.Client;
using Coterie.Actors.Memory.RawPort;
using Coterie.Actors.Nodes;
using Coterie.Lab.Configuration;

namespace Coterie.Tests.Hostile;

/// <summary>
/// A memory with a hostile peer: whatever the peer sends to any actor, the memory keeps serving, its variables keep their
/// values, and the locks of clients that leave are released.
/// </summary>
public sealed class HostilePeerTests : IAsyncLifetime
{
    private static readonly IPAddress Place = IPAddress.Parse("127.0.0.2");

    private static readonly Config Config = ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }")
        .WithFallback(LabConfiguration.Load([]));

    private static readonly string[] Targets =
    [
        "/", "/user", "/system", "/remote", "/temp", "/temp/$a", "/deadLetters",
        "/user/memory", "/user/memory/kept", "/user/memory/nobody", "/user/raw-port", "/user/memory-client", "/user/run",
        "/user/run/node",
        "/system/remote-watcher", "/system/remoting-terminator", "/system/endpointManager", "/system/transports",
        "/system/transports/akkaprotocolmanager.tcp.0",
        "/system/log1-DefaultLogger", "/system/eventStreamUnsubscriber-1", "/system/deadLetterListener",
        "/system/remote-deployment-watcher",
    ];

    private readonly ActorSystem _server = Node.Start(new IPEndPoint(Place, 0), Config);
    private readonly IPEndPoint _at;
    private readonly HostilePeer _peer;
    private readonly MemoryClient _client;

    public HostilePeerTests()
    {
        _at = new IPEndPoint(Place, Node.AddressOf(_server).Port!.Value);
        _peer = new HostilePeer(_at);
        _client = Client();
    }

    public async Task InitializeAsync()
    {
        var settings = CoterieSettings.Read(Config).Memory;
        var memory = _server.ActorOf(MemoryActor.Props(settings), MemoryActor.Name);
        await RawServer.StartAsync(_server, memory, new IPEndPoint(Place, 0), settings.RawPort);
        Assert.Equal(new WriteOutcome.Done(), await _client.WriteAsync("kept", new(7)));
        await _peer.FenceAsync();
    }

    public async Task DisposeAsync()
    {
        await _peer.DisposeAsync();
        await _client.DisposeAsync();
        await _server.Terminate();
    }

    [Fact]
    public Task Commands_to_stop_stop_no_actor() => AttackAsync(() =>
    {
        foreach (var command in HostileMessages.Commands)
        {
            foreach (var target in Targets)
            {
                _peer.Send(target, command);
                _peer.Select(target, command);
            }
            string[] patterns = ["/user/*", "/user/memory/*", "/system/*", "/*", "/user/memory/../../system/*", "/user/mem?ry"];
            foreach (var pattern in patterns)
                _peer.Select(pattern, command);
        }
    });

    [Fact]
    public async Task Messages_of_the_system_itself_are_not_obeyed()
    {
        var client = await _server.ActorSelection("/user/memory").ResolveOne(TimeSpan.FromSeconds(10));
        await AttackAsync(() =>
        {
            foreach (var target in Targets)
            {
                foreach (var message in HostileMessages.OfTheSystem(_peer, target, client))
                    _peer.Send(target, message);
            }
        });
    }

    [Fact]
    public Task All_other_messages_of_Akka_are_refused() => AttackAsync(() =>
    {
        foreach (var target in Targets)
        {
            foreach (var message in HostileMessages.Others(_peer))
                _peer.Send(target, message);
        }
    });

    [Fact]
    public Task Serializers_of_any_number_with_any_manifest_are_harmless() => AttackAsync(() =>
    {
        string[] manifests =
        [
            "", "K", "Akka.Dispatch.SysMsg.Terminate, Akka", "Akka.Actor.Kill, Akka",
            "System.IO.FileInfo, System.Private.CoreLib", "\u001b[2J\r\n", "no, such.thing",
        ];
        byte[][] samples =
        [
            [],
            "{\"$type\":\"System.IO.FileInfo, System.Private.CoreLib\",\"fileName\":\"/tmp/made\"}"u8.ToArray(),
            [255, 255, 255, 255, 15],
        ];
        foreach (var identifier in Enumerable.Range(0, 101).Append(1981))
        {
            foreach (var manifest in manifests)
            {
                foreach (var bytes in samples)
                    _peer.Send(
                        identifier % 2 == 0 ? "/user/memory" : "/user/memory/kept", new AnyMessage(identifier, manifest, bytes));
            }
        }
    });

    [Fact]
    public async Task No_actor_can_be_deployed()
    {
        var deploy = Props.Create(() => new Deployed()).WithDeploy(new Deploy(new RemoteScope(Node.AddressOf(_server))));
        await AttackAsync(() =>
        {
            for (var i = 0; i < 10; i++)
                _peer.System.ActorOf(deploy).Tell("go");
        });
        Assert.Equal(0, Deployed.Started);
    }

    [Theory]
    [InlineData("/user/memory/kept", true)]
    [InlineData("/user/memory/*", true)]
    [InlineData("/user/raw-port", true)]
    [InlineData("/user/*", true)]
    [InlineData("/user/memory/..", true)]
    [InlineData("/system", true)]
    [InlineData("/user", false)]
    [InlineData("/user/raw-port", false)]
    [InlineData("/system/endpointManager", false)]
    [InlineData("/system/transports", false)]
    [InlineData("/remote", false)]
    public async Task An_actor_that_is_not_offered_does_not_answer(string path, bool bySelection)
    {
        Assert.Equal(ActorRefs.Nobody, await _peer.WhoAsync(path, bySelection));
        Assert.Equal("memory", (await _peer.WhoAsync("/user/memory", bySelection)).Path.Name);
    }

    private static IPAddress ClientPlace { get; } = IPAddress.Parse("127.0.0.3");

    private MemoryClient Client() => MemoryClient.Of(_at, ClientPlace, Config, TimeSpan.FromSeconds(30));

    private async Task AttackAsync(Action attack)
    {
        await using var holder = Client();
        var held = Assert.IsType<AcquireOutcome.Granted>(await holder.AcquireWriteAsync("locked")).Lock;
        attack();
        await _peer.FenceAsync();
        // No lock and no value is lost.
        Assert.Equal(new WriteOutcome.Done(), await held.WriteAsync(new(1)));
        Assert.Equal(new ReadOutcome.Done(new(7)), await _client.ReadAsync("kept"));
        // The server accepts new clients and lists its variables; x belongs to the raw port.
        await using var other = Client();
        Assert.Equal(new WriteOutcome.Done(), await other.WriteAsync("new", new(2)));
        var list = Assert.IsType<ListOutcome.Done>(await other.ListAsync());
        Assert.Equal(["kept", "locked", "new", "x"], list.Variables.Select(variable => variable.Name));
        // Death watch works: a client that ends without a release loses the lock, long before its lease is over.
        var waiting = other.WriteAsync("locked", new(3));
        await holder.DisposeAsync();
        Assert.Equal(new WriteOutcome.Done(), await waiting);
        Assert.False(_server.WhenTerminated.IsCompleted);
    }

    private sealed class Deployed : ReceiveActor
    {
        private static int _started;

        public Deployed() => Interlocked.Increment(ref _started);

        public static int Started => _started;
    }
}
