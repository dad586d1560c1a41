using Akka.Actor.Internal;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A tree of actors with its threads, clock, log and configuration. Costly: one for an application.</summary>
public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    private bool _disposed;

    /// <summary>Its settings.</summary>
    public abstract Settings Settings { get; }

    /// <summary>Its name.</summary>
    public abstract string Name { get; }

    /// <summary>Its dispatchers.</summary>
    public abstract Dispatchers Dispatchers { get; }

    /// <summary>Its mailboxes.</summary>
    public abstract Mailboxes Mailboxes { get; }

    /// <summary>Its events.</summary>
    public abstract EventStream EventStream { get; }

    /// <summary>Publishes what nobody gets.</summary>
    public abstract IActorRef DeadLetters { get; }

    /// <summary>Drops what it is told.</summary>
    public abstract IActorRef IgnoreRef { get; }

    /// <summary>Its log.</summary>
    public abstract ILoggingAdapter Log { get; }

    /// <summary>Its clock.</summary>
    public abstract IScheduler Scheduler { get; }

    /// <summary>Its serializers.</summary>
    public abstract Serialization.Serialization Serialization { get; }

    /// <summary>Ends when the system has terminated.</summary>
    public abstract Task WhenTerminated { get; }

    /// <summary>When it started.</summary>
    public TimeSpan StartTime { get; } = DateTime.UtcNow.TimeOfDay;

    /// <summary>How long it has been running.</summary>
    public TimeSpan Uptime => global::System.Diagnostics.Stopwatch.GetElapsedTime(Started);

    private long Started { get; } = global::System.Diagnostics.Stopwatch.GetTimestamp();

    /// <summary>A system with the default configuration.</summary>
    public static ActorSystem Create(string name) => Create(name, ActorSystemSetup.Empty);

    /// <summary>A system with that configuration over the default one.</summary>
    /// <exception cref="ConfigurationException">It sets something that does not exist, or to a wrong value.</exception>
    public static ActorSystem Create(string name, Config config) => Create(name, BootstrapSetup.Create().WithConfig(config));

    /// <summary>A system with that setup.</summary>
    public static ActorSystem Create(string name, BootstrapSetup setup) => Create(name, ActorSystemSetup.Create(setup));

    /// <summary>A system with those setups.</summary>
    public static ActorSystem Create(string name, ActorSystemSetup setup)
    {
        ArgumentNullException.ThrowIfNull(name);
        var bootstrap = setup.Get<BootstrapSetup>().GetOrElse(BootstrapSetup.Create());
        var system = new ActorSystemImpl(name, bootstrap.Effective, setup);
        system.Start();
        return system;
    }

    /// <summary>The extension that <paramref name="extensionId"/> makes, which must have been registered.</summary>
    public abstract object GetExtension(IExtensionId extensionId);

    /// <summary>The extension of a type, or null.</summary>
    public abstract T GetExtension<T>() where T : class, IExtension;

    /// <summary>Whether there is an extension of that type.</summary>
    public abstract bool HasExtension(Type type);

    /// <summary>Whether there is an extension of that type.</summary>
    public abstract bool HasExtension<T>() where T : class, IExtension;

    /// <summary>The extension of that type, if there is one.</summary>
    public abstract bool TryGetExtension(Type extensionType, out object extension);

    /// <summary>The extension of that type, if there is one.</summary>
    public abstract bool TryGetExtension<T>(out T extension) where T : class, IExtension;

    /// <summary>The extension that <paramref name="extension"/> makes, made if need be.</summary>
    public abstract object RegisterExtension(IExtensionId extension);

    /// <summary>Calls <paramref name="code"/> once the system has terminated.</summary>
    public abstract void RegisterOnTermination(Action code);

    /// <summary>Stops all actors, and then the system; runs <see cref="CoordinatedShutdown"/> where the configuration says so.</summary>
    public abstract Task Terminate();

    /// <summary>Stops an actor.</summary>
    public abstract void Stop(IActorRef actor);

    /// <inheritdoc/>
    public abstract IActorRef ActorOf(Props props, string? name = null);

    /// <inheritdoc/>
    public abstract ActorSelection ActorSelection(ActorPath actorPath);

    /// <inheritdoc/>
    public abstract ActorSelection ActorSelection(string actorPath);

    /// <summary>Terminates the system, without waiting.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Terminate();
        GC.SuppressFinalize(this);
    }
}

/// <summary>What extensions and the system's own parts may use besides.</summary>
public abstract class ExtendedActorSystem : ActorSystem
{
    /// <summary>Where refs come from.</summary>
    public abstract IActorRefProvider Provider { get; }

    /// <summary>The parent of the application's top-level actors.</summary>
    public abstract IInternalActorRef Guardian { get; }

    /// <summary>The root of the tree.</summary>
    public abstract IInternalActorRef LookupRoot { get; }

    /// <summary>The parent of the system's own actors.</summary>
    public abstract IInternalActorRef SystemGuardian { get; }

    /// <summary>The tree of actors as text.</summary>
    public abstract string PrintTree();

    /// <summary>Makes an actor of the system's own.</summary>
    public abstract IActorRef SystemActorOf(Props props, string? name = null);

    /// <summary>Makes an actor of the system's own.</summary>
    public abstract IActorRef SystemActorOf<TActor>(string? name = null) where TActor : ActorBase, new();
}
