namespace Akka.Actor;

/// <summary>Makes stashes besides the one that the system puts in.</summary>
public static class StashFactory
{
    /// <summary>A stash for the actor of <paramref name="context"/>.</summary>
    public static IStash CreateStash<T>(this IActorContext context) where T : ActorBase => CreateStash(context, typeof(T));

    /// <summary>A stash for the actor of <paramref name="context"/>.</summary>
    public static IStash CreateStash(this IActorContext context, IActorStash actorInstance) =>
        CreateStash(context, actorInstance.GetType());

    /// <summary>A stash for the actor of <paramref name="context"/>.</summary>
    /// <exception cref="ArgumentException">The type is no actor with a stash.</exception>
    public static IStash CreateStash(this IActorContext context, Type actorType) =>
        typeof(IActorStash).IsAssignableFrom(actorType)
            ? ((ActorCell)context).CreateStash(actorType)
            : throw new ArgumentException($"Actor type must be with a stash (IWithStash, IWithUnboundedStash...), was [{actorType}].", nameof(actorType));
}
