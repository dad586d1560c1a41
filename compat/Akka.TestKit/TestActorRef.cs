using Akka.Actor;

namespace Akka.TestKit;

/// <inheritdoc/>
public class TestActorRef<TActor> : TestActorRefBase<TActor> where TActor : ActorBase
{
    /// <summary>Creates the actor as a child of <paramref name="supervisor"/>, or of the user guardian if that is null.</summary>
    public TestActorRef(ActorSystem system, Props actorProps, IActorRef? supervisor = null, string? name = null)
        : base(system, actorProps, supervisor, name) { }
}
