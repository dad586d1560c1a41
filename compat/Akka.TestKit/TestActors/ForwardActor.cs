using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Forwards each message to one actor.</summary>
public class ForwardActor : ReceiveActor
{
    /// <summary>Forwards to <paramref name="target"/>.</summary>
    public ForwardActor(IActorRef target) => ReceiveAny(message => target.Forward(message));

    /// <summary>Describes a forwarder.</summary>
    public static Props Props(IActorRef target) => Actor.Props.Create(() => new ForwardActor(target));
}
