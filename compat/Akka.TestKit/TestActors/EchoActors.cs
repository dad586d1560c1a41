using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Sends each message back to its sender, and to the test actor too if asked to.</summary>
public class EchoActor : ReceiveActor
{
    /// <summary>Echoes to the sender, and to the test actor too if <paramref name="echoBackToSenderAsWell"/> is set.</summary>
    public EchoActor(TestKitBase testkit, bool echoBackToSenderAsWell = true) => ReceiveAny(message =>
    {
        var sender = Sender;
        testkit.TestActor.Forward(message);
        if (echoBackToSenderAsWell && !testkit.TestActor.Equals(sender))
            sender.Tell(message, Self);
    });

    /// <summary>Describes an echo.</summary>
    public static Props Props(TestKitBase testkit, bool echoBackToSenderAsWell = true) =>
        Actor.Props.Create(() => new EchoActor(testkit, echoBackToSenderAsWell));
}

/// <summary>Sends each message back to its sender.</summary>
public class SimpleEchoActor : ReceiveActor
{
    /// <summary>Creates an echo.</summary>
    public SimpleEchoActor() => ReceiveAny(message => Sender.Tell(message, Self));

    /// <summary>Describes an echo.</summary>
    public static Props Props() => Actor.Props.Create(() => new SimpleEchoActor());
}
