using System.Net;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.SysMsg;
using Akka.Remote;
using Coterie.Actors.Nodes;
using Coterie.Lab.Configuration;

namespace Coterie.Tests.Hostile;

/// <summary>Which bytes of a system with Akka.NET's own serializers a node reads; nothing is sent.</summary>
public sealed class OfferedMessagesTests : IAsyncLifetime
{
    private static readonly IPAddress Place = IPAddress.Parse("127.0.0.2");

    private readonly ExtendedActorSystem _node = (ExtendedActorSystem)Node.Start(
        new IPEndPoint(Place, 0),
        ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }")
            .WithFallback(LabConfiguration.Load([])));

    private readonly HostilePeer _peer;

    public OfferedMessagesTests() => _peer = new HostilePeer(new IPEndPoint(Place, Node.AddressOf(_node).Port!.Value));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _peer.DisposeAsync();
        await _node.Terminate();
    }

    [Fact]
    public void Messages_that_find_a_peer_and_those_of_death_watch_are_read()
    {
        var address = _peer.System.Provider.DefaultAddress.ToString();
        var watcher = (IInternalActorRef)_peer.System.Provider.ResolveActorRef($"{address}/system/remote-watcher");
        var watcherThere = _node.Provider.ResolveActorRef(
            watcher.Path.ToStringWithUid().Replace("akka://hostile", address, StringComparison.Ordinal));
        Assert.Equal("memory", Read<Identify>(new Identify("memory")).MessageId);
        Assert.Null(Read<Identify>(new Identify(null)).MessageId);
        Assert.Equal(watcherThere, Read<ActorIdentity>(new ActorIdentity("memory", watcher)).Subject);
        Assert.Null(Read<ActorIdentity>(new ActorIdentity(null, null)).Subject);
        Read<RemoteWatcher.HeartbeatRsp>(new RemoteWatcher.HeartbeatRsp(5));
        Read<ActorSelectionMessage>(new ActorSelectionMessage(
            RemoteWatcher.Heartbeat.Instance, [new SelectChildName("system"), new SelectChildName("remote-watcher")]));
        foreach (var path in new[] { "/user/memory", "/user/run", "/user/join/node", "/user/memory-client" })
        {
            Assert.Equal(watcherThere, Read<Watch>(new Watch(_peer.At(path), watcher)).Watcher);
            Assert.Equal(watcherThere, Read<Unwatch>(new Unwatch(_peer.At(path), watcher)).Watcher);
        }
        Read<DeathWatchNotification>(new DeathWatchNotification(watcher, true, false));
    }

    [Fact]
    public void Everything_else_is_refused()
    {
        foreach (var message in HostileMessages.Others(_peer))
            AssertRefused(message);
        foreach (var path in new[] { "/", "/user", "/user/memory", "/user/memory/kept", "/system/remote-watcher" })
        {
            foreach (var message in HostileMessages.OfTheSystem(_peer, path, _node.ActorOf(Props.Empty)))
            {
                var isOffered = message
                    is DeathWatchNotification { AddressTerminated: false, Actor: IInternalActorRef { IsLocal: true } }
                    || (path == "/user/memory" && message is (Watch or Unwatch) && WatcherOf(message) == "remote-watcher");
                if (!isOffered)
                    AssertRefused(message);
            }
        }
    }

    /// <summary>
    /// A sender may choose any number of a serializer and any manifest, even a pair that Akka.NET itself never writes.
    /// 
    /// </summary>
    [Fact]
    public void Any_other_serializer_number_or_manifest_is_refused()
    {
        string?[] manifests =
        [
            null, "", "PP", "K", "IR", "AR", "RS", "CF", "STF", "S", "I", "L", "?",
            "System.String, System.Private.CoreLib", "System.IO.FileInfo, System.Private.CoreLib",
            "Akka.Dispatch.SysMsg.Terminate, Akka", "Akka.Dispatch.SysMsg.Suspend, Akka", "Akka.Actor.Kill, Akka",
            "Akka.Remote.DaemonMsgCreate, Akka.Remote", new('x', 100_000),
        ];
        byte[][] samples =
        [
            [],
            "{\"$type\":\"System.IO.FileInfo, System.Private.CoreLib\",\"fileName\":\"/tmp/made\"}"u8.ToArray(),
            [1, 2, 3, 4, 5, 6, 7, 8],
        ];
        foreach (var identifier in Enumerable.Range(-1, 102).Append(1981))
        {
            foreach (var manifest in manifests)
            {
                foreach (var bytes in samples)
                    AssertHarmless(identifier, manifest, bytes);
            }
        }
    }

    private static string WatcherOf(object message) =>
        message is Watch watch ? watch.Watcher.Path.Name : ((Unwatch)message).Watcher.Path.Name;

    private void AssertHarmless(int identifier, string? manifest, byte[] bytes)
    {
        try
        {
            var read = _node.Serialization.Deserialize(bytes, identifier, manifest!);
            Assert.True(read is null or string, $"{identifier} [{manifest}]: {read}");
        }
        catch (SerializationException)
        {
        }
    }

    private void AssertRefused(object message)
    {
        var (bytes, identifier, manifest) = Write(message);
        try
        {
            Assert.Fail($"{message} was read: {_node.Serialization.Deserialize(bytes, identifier, manifest)}");
        }
        catch (SerializationException)
        {
        }
    }

    private T Read<T>(T message)
        where T : class
    {
        var (bytes, identifier, manifest) = Write(message);
        return Assert.IsType<T>(_node.Serialization.Deserialize(bytes, identifier, manifest));
    }

    private (byte[] Bytes, int Identifier, string Manifest) Write(object message)
    {
        var serializer = _peer.System.Serialization.FindSerializerFor(message);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, message);
        return (_peer.System.Serialization.Serialize(message), serializer.Identifier, manifest);
    }
}
