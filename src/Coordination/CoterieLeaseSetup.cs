using Akka.Actor;
using Akka.Actor.Setup;
using Coterie.Actors.Locks;

namespace Coterie.Coordination;

/// <summary>
/// Gives the leases of an actor system a group that the application has already. Then the keys about a group (<c>members</c>,
/// <c>listen</c>, <c>node</c>, <c>is-new</c>, <c>holder</c>, <c>heartbeat-timeout</c>, <c>heartbeat-interval</c>) must be left
/// out. The application ends the group, after the actor system.
/// </summary>
public sealed class CoterieLeaseSetup : Setup
{
    /// <summary>With a group that exists.</summary>
    /// <param name="coterie">The group.</param>
    public CoterieLeaseSetup(ICoterie coterie)
    {
        ArgumentNullException.ThrowIfNull(coterie);
        Coterie = _ => Task.FromResult(coterie);
    }

    /// <summary>With a group that is there later.</summary>
    /// <param name="coterie">
    /// Called when the first lease is acquired, and again if it has failed, when a lease is acquired the next time.
    /// </param>
    public CoterieLeaseSetup(Func<ActorSystem, Task<ICoterie>> coterie)
    {
        ArgumentNullException.ThrowIfNull(coterie);
        Coterie = coterie;
    }

    /// <summary>The clock of <c>lease-operation-timeout</c>. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal Func<ActorSystem, Task<ICoterie>> Coterie { get; }
}
