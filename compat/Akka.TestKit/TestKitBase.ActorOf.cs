using System.Linq.Expressions;
using Akka.Actor;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

// Creates and finds actors of the system under test.
public abstract partial class TestKitBase
{
    /// <summary>Creates a top-level actor.</summary>
    public IActorRef ActorOf(Props props) => Sys.ActorOf(props, null);

    /// <summary>Creates a top-level actor.</summary>
    public virtual IActorRef ActorOf(Props props, string? name) => Sys.ActorOf(props, name);

    /// <summary>Creates a top-level actor by its constructor without parameters.</summary>
    public virtual IActorRef ActorOf<TActor>() where TActor : ActorBase, new() => ActorOf(Props.Create<TActor>(), null);

    /// <summary>Creates a top-level actor by its constructor without parameters.</summary>
    public virtual IActorRef ActorOf<TActor>(string? name) where TActor : ActorBase, new() =>
        ActorOf(Props.Create<TActor>(), name);

    /// <summary>Creates a top-level actor.</summary>
    public virtual IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory) where TActor : ActorBase =>
        ActorOf(Props.Create(factory), null);

    /// <summary>Creates a top-level actor.</summary>
    public virtual IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory, string? name) where TActor : ActorBase =>
        ActorOf(Props.Create(factory), name);

    /// <summary>Selects actors by path.</summary>
    public ActorSelection ActorSelection(ActorPath actorPath) => Sys.ActorSelection(actorPath);

    /// <summary>Selects actors by path.</summary>
    public ActorSelection ActorSelection(string actorPath) => Sys.ActorSelection(actorPath);

    /// <summary>Selects actors by a path from <paramref name="anchorRef"/>.</summary>
    public virtual ActorSelection ActorSelection(IActorRef anchorRef, string actorPath) =>
        Sys.ActorSelection(anchorRef, actorPath);

    /// <summary>Creates a child of the test actor, supervised by <paramref name="supervisorStrategy"/>.</summary>
    public IActorRef ChildActorOf(Props props, string? name, SupervisorStrategy? supervisorStrategy,
        CancellationToken cancellationToken = default) =>
        ChildActorOfAsync(props, name, supervisorStrategy, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Creates a child of the test actor, supervised by <paramref name="supervisorStrategy"/>.</summary>
    public IActorRef ChildActorOf(Props props, SupervisorStrategy? supervisorStrategy,
        CancellationToken cancellationToken = default) => ChildActorOf(props, null, supervisorStrategy, cancellationToken);

    /// <summary>Creates a child of the test actor.</summary>
    public IActorRef ChildActorOf(Props props, string? name, CancellationToken cancellationToken = default) =>
        ChildActorOf(props, name, null, cancellationToken);

    /// <summary>Creates a child of the test actor.</summary>
    public IActorRef ChildActorOf(Props props, CancellationToken cancellationToken = default) =>
        ChildActorOf(props, null, null, cancellationToken);

    /// <summary>Creates a child of the test actor, supervised by <paramref name="supervisorStrategy"/>.</summary>
    public Task<IActorRef> ChildActorOfAsync(Props props, string? name, SupervisorStrategy? supervisorStrategy,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return OrderAsync(new InternalTestActor.Spawn(props, name, supervisorStrategy));
    }

    /// <summary>Creates a child of the test actor, supervised by <paramref name="supervisorStrategy"/>.</summary>
    public Task<IActorRef> ChildActorOfAsync(Props props, SupervisorStrategy? supervisorStrategy,
        CancellationToken cancellationToken = default) => ChildActorOfAsync(props, null, supervisorStrategy, cancellationToken);

    /// <summary>Creates a child of the test actor.</summary>
    public Task<IActorRef> ChildActorOfAsync(Props props, string? name, CancellationToken cancellationToken = default) =>
        ChildActorOfAsync(props, name, null, cancellationToken);

    /// <summary>Creates a child of the test actor.</summary>
    public Task<IActorRef> ChildActorOfAsync(Props props, CancellationToken cancellationToken = default) =>
        ChildActorOfAsync(props, null, null, cancellationToken);
}
