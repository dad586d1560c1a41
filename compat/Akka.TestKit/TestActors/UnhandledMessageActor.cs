using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Handles no message.</summary>
public class UnhandledMessageActor : ReceiveActor
{
    /// <summary>Creates the actor.</summary>
    public UnhandledMessageActor() => ReceiveAny(Unhandled);
}
