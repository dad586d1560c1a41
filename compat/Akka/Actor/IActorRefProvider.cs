using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>Makes and resolves the refs of a system.</summary>
public interface IActorRefProvider
{
    /// <summary>The root of the tree.</summary>
    IInternalActorRef RootGuardian { get; }

    /// <summary>The parent of the application's top-level actors.</summary>
    LocalActorRef Guardian { get; }

    /// <summary>The parent of the system's own actors.</summary>
    LocalActorRef SystemGuardian { get; }

    /// <summary>Publishes what nobody gets.</summary>
    IActorRef DeadLetters { get; }

    /// <summary>Drops what it is told.</summary>
    IActorRef IgnoreRef { get; }

    /// <summary>The path of the root.</summary>
    ActorPath RootPath { get; }

    /// <summary>The settings of the system.</summary>
    Settings Settings { get; }

    /// <summary>The parent of refs that live for one question.</summary>
    IInternalActorRef TempContainer { get; }

    /// <summary>Ends when the system has terminated.</summary>
    Task TerminationTask { get; }

    /// <summary>The address of the system.</summary>
    Address DefaultAddress { get; }

    /// <summary>The system and the address that its refs are written with when they travel.</summary>
    Serialization.Information SerializationInformation { get; }

    /// <summary>The root of the system at an address.</summary>
    IActorRef RootGuardianAt(Address address);

    /// <summary>A new path below the temporary ones.</summary>
    ActorPath TempPath();

    /// <summary>Makes a temporary ref known.</summary>
    void RegisterTempActor(IInternalActorRef actorRef, ActorPath path);

    /// <summary>Forgets a temporary ref.</summary>
    void UnregisterTempActor(ActorPath path);

    /// <summary>The ref of a path; where there is no actor, one whose messages go to the dead letters.</summary>
    IActorRef ResolveActorRef(string path);

    /// <summary>The ref of a path; where there is no actor, one whose messages go to the dead letters.</summary>
    IActorRef ResolveActorRef(ActorPath actorPath);

    /// <summary>The address at which the system at <paramref name="address"/> reaches this one, or null.</summary>
    Address? GetExternalAddressFor(Address address);

    /// <summary>Starts the tree of actors, and whatever else refs need to work.</summary>
    internal void Init(ActorSystemImpl system);

    /// <summary>Makes the ref of a new actor.</summary>
    internal LocalActorRef ActorOf(ActorSystemImpl system, Props props, IInternalActorRef parent, ActorPath path, bool systemService);
}
