using System.Linq.Expressions;
using Akka.Actor;

namespace Akka.TestKit;

// Creates actors that the test can look into.
public abstract partial class TestKitBase
{
    /// <summary>Creates an actor to look into.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, IActorRef? supervisor, string? name = null)
        where TActor : ActorBase => new(Sys, props, supervisor, name);

    /// <summary>Creates an actor to look into.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, string? name = null) where TActor : ActorBase =>
        new(Sys, props, null, name);

    /// <summary>Creates an actor to look into.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Expression<Func<TActor>> factory, IActorRef? supervisor,
        string? name = null) where TActor : ActorBase => new(Sys, Props.Create(factory), supervisor, name);

    /// <summary>Creates an actor to look into.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Expression<Func<TActor>> factory, string? name = null)
        where TActor : ActorBase => new(Sys, Props.Create(factory), null, name);

    /// <summary>Creates an actor to look into, by its constructor without parameters.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(IActorRef? supervisor, string? name = null)
        where TActor : ActorBase, new() => new(Sys, Props.Create<TActor>(), supervisor, name);

    /// <summary>Creates an actor to look into, by its constructor without parameters.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(string? name = null) where TActor : ActorBase, new() =>
        new(Sys, Props.Create<TActor>(), null, name);
}
