using System.Text;
using Akka.Actor;
using Akka.Remote.Serialization;
using Akka.Remote.Wire;

namespace Akka.Remote.Tests.Serialization;

/// <summary>Which address a ref is written with, and where it leads when it is read.</summary>
public sealed class RefsInMessagesTests : RemoteTest
{
    [Fact]
    public void A_ref_that_comes_home_is_the_actor_itself()
    {
        var system = StartSystem();
        var echo = system.ActorOf<EchoActor>("echo");

        Assert.Equal($"{AddressOf(system)}/user/echo#{echo.Path.Uid}", PathOf(Written(system, echo)));
        Assert.Same(echo, Read(system, Written(system, echo)));
    }

    [Fact]
    public void A_ref_of_another_system_in_this_process_keeps_that_systems_address()
    {
        var (here, there) = (StartSystem(host: "127.0.0.2"), StartSystem(host: "127.0.0.3"));
        var echo = there.ActorOf<EchoActor>("echo");

        Assert.StartsWith($"{AddressOf(there)}/user/echo#", PathOf(Written(here, echo)));
        Assert.IsType<RemoteActorRef>(Read(here, Written(here, echo)));
    }

    [Fact]
    public void The_ref_of_a_place_without_an_actor_has_an_address_too()
    {
        var system = StartSystem();
        var nobody = ((ExtendedActorSystem)system).Provider.ResolveActorRef($"{AddressOf(system)}/user/nobody#5");

        Assert.Equal($"{AddressOf(system)}/user/nobody#5", PathOf(Written(system, nobody)));
    }

    private static byte[] Written(ActorSystem system, IActorRef actor) => Akka.Serialization.Serialization.WithTransport(
        (ExtendedActorSystem)system, actor, sent => new PayloadCodec((ExtendedActorSystem)system).Prepare(sent).ToArray());

    private static string PathOf(byte[] written) => Encoding.UTF8.GetString(RefData.Path(PayloadView.Read(written).Bytes));

    private static object Read(ActorSystem system, byte[] written)
    {
        Assert.True(new PayloadCodec((ExtendedActorSystem)system).TryRead(PayloadView.Read(written), out var read, out var refusal), refusal.Text);
        return read;
    }
}
