using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Swallows every message.</summary>
public class BlackHoleActor : ActorBase
{
    /// <summary>Describes a black hole.</summary>
    public static Props Props { get; } = Actor.Props.Create(() => new BlackHoleActor());

    /// <inheritdoc/>
    protected override bool Receive(object message) => true;
}
