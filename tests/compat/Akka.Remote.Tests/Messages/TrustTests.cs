using Akka.Actor;

namespace Akka.Remote.Tests.Messages;

/// <summary>What other systems may not send.</summary>
public sealed class TrustTests : RemoteTest
{
    private static readonly Address Stranger = new("akka.tcp", "stranger", "127.0.0.9", 4099);

    [Theory]
    [InlineData("/system/remote-watcher")]
    [InlineData("/user")]
    [InlineData("/")]
    public async Task A_stranger_cannot_end_what_is_not_the_applications_own(string path)
    {
        var (a, b) = (StartSystem("a"), StartSystem("b"));
        b.ActorOf<EchoActor>("echo");

        foreach (var message in new object[] { PoisonPill.Instance, Kill.Instance })
        {
            a.ActorSelection($"{AddressOf(b)}{path}").Tell(message, ActorRefs.NoSender);
            a.ActorSelection($"{AddressOf(b)}/user/../{path.TrimStart('/')}").Tell(message, ActorRefs.NoSender);
            ((ExtendedActorSystem)a).Provider.ResolveActorRef($"{AddressOf(b)}{path}").Tell(message, ActorRefs.NoSender);
        }

        var echo = await Resolve(a, b, "/user/echo");
        Assert.Equal("still here", await echo.Ask<string>("still here", Patience));
        await Resolve(a, b, "/system/remote-watcher");
    }

    [Fact]
    public async Task An_actor_of_the_application_may_be_ended_from_elsewhere()
    {
        var (a, b) = (StartSystem("a"), StartSystem("b"));
        var watcher = new Listener(b);
        var echo = b.ActorOf<EchoActor>("echo");
        watcher.Watch(echo);

        (await Resolve(a, b, "/user/echo")).Tell(PoisonPill.Instance, ActorRefs.NoSender);

        await watcher.Next<Terminated>();
    }

    [Fact]
    public async Task In_untrusted_mode_nothing_harmful_comes_in_and_selections_reach_trusted_paths_only()
    {
        var a = StartSystem("a");
        var b = StartSystem("b", config: "akka.remote { untrusted-mode = on, trusted-selection-paths = [\"/user/door\"] }");
        var (door, room) = (new Listener(b), new Listener(b));
        var proxy = b.ActorOf(Props.Create(() => new Proxy(door.Ref)), "door");
        b.ActorOf(Props.Create(() => new Proxy(room.Ref)), "room");

        a.ActorSelection($"{AddressOf(b)}/user/room").Tell("by selection", ActorRefs.NoSender);
        a.ActorSelection($"{AddressOf(b)}/user/door").Tell(PoisonPill.Instance, ActorRefs.NoSender);
        a.ActorSelection($"{AddressOf(b)}/user/door").Tell("by selection", ActorRefs.NoSender);
        await door.Expect("by selection");
        var direct = ((ExtendedActorSystem)a).Provider.ResolveActorRef(proxy.Path.ToSerializationFormatWithAddress(AddressOf(b)));
        direct.Tell(Kill.Instance, ActorRefs.NoSender);
        direct.Tell("directly", ActorRefs.NoSender);
        await door.Expect("directly");

        var forRoom = ((ExtendedActorSystem)a).Provider.ResolveActorRef($"{AddressOf(b)}/user/room");
        forRoom.Tell("directly", ActorRefs.NoSender);
        await room.Expect("directly"); // and not what came by selection before it
    }

    [Fact]
    public async Task A_message_for_another_address_is_not_passed_on()
    {
        var system = StartSystem();
        var listener = new Listener(system);
        using var peer = await ScriptedPeer.Connect(AddressOf(system));
        await peer.Introduce(Stranger, 7);
        var path = listener.Ref.Path.ToStringWithoutAddress();

        await peer.Send(Frames.Message(system, $"akka.tcp://test@127.0.0.1:1{path}", "", "astray"));
        await peer.Send(Frames.Message(system, $"{AddressOf(system)}{path}", "", "home"));

        await listener.Expect("home");
        Assert.DoesNotContain(RemotingOf(system).Associations.All, association => association.Remote.Port == 1);
    }

    [Theory]
    [InlineData("no path")]
    [InlineData("akka.tcp://")]
    [InlineData("akka.tcp://test@127.0.0.1:99999/user/x")]
    [InlineData("akka.tcp://test@127.0.0.1:1/user/x#y")]
    public async Task A_path_that_is_none_is_nobodys(string path)
    {
        var system = StartSystem();
        var listener = new Listener(system);
        using var peer = await ScriptedPeer.Connect(AddressOf(system));
        await peer.Introduce(Stranger, 7);
        var recipient = $"{AddressOf(system)}{listener.Ref.Path.ToStringWithoutAddress()}";

        await peer.Send(Frames.Message(system, path, "", "to it"));
        await peer.Send(Frames.Message(system, recipient, path, "from it"));

        await listener.Expect("from it");
    }

    private sealed class Proxy(IActorRef to) : UntypedActor
    {
        protected override void OnReceive(object message) => to.Forward(message);
    }
}
