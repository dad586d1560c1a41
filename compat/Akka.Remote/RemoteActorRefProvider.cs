using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Event;
using Akka.Remote.Configuration;
using Akka.Remote.Refs;
using Akka.Serialization;

namespace Akka.Remote;

/// <summary>
/// Where the refs of a system with remoting come from: its own actors' from the provider for one process, the others' from here.
/// </summary>
public class RemoteActorRefProvider : IRemoteActorRefProvider
{
    private readonly ActorSystemImpl _system;
    private Information? _information;

    /// <summary>Of one system.</summary>
    /// <exception cref="Akka.Configuration.ConfigurationException">A setting of remoting is wrong.</exception>
    public RemoteActorRefProvider(string systemName, Settings settings, EventStream eventStream)
    {
        ArgumentNullException.ThrowIfNull(systemName);
        ArgumentNullException.ThrowIfNull(eventStream);
        settings.InjectTopLevelFallback(ReferenceConfiguration.Default);
        _system = (ActorSystemImpl)settings.System;
        Local = new LocalActorRefProvider(_system);
        RemoteSettings = new RemoteSettings(settings.Config);
        Resolver = new RefResolver(this, Local);
    }

    /// <inheritdoc/>
    public IInternalActorRef RootGuardian => Local.RootGuardian;

    /// <inheritdoc/>
    public LocalActorRef Guardian => Local.Guardian;

    /// <inheritdoc/>
    public LocalActorRef SystemGuardian => Local.SystemGuardian;

    /// <inheritdoc/>
    public IActorRef DeadLetters => Local.DeadLetters;

    /// <inheritdoc/>
    public IActorRef IgnoreRef => Local.IgnoreRef;

    /// <inheritdoc/>
    public ActorPath RootPath => Local.RootPath;

    /// <inheritdoc/>
    public Settings Settings => Local.Settings;

    /// <inheritdoc/>
    public IInternalActorRef TempContainer => Local.TempContainer;

    /// <inheritdoc/>
    public Task TerminationTask => Local.TerminationTask;

    /// <summary>The address by which others reach this system.</summary>
    public Address DefaultAddress => Transport.DefaultAddress;

    /// <inheritdoc/>
    public Information SerializationInformation => _information ??= new Information(DefaultAddress, _system);

    /// <inheritdoc/>
    public IActorRef RemoteWatcher { get; private set; } = ActorRefs.Nobody;

    /// <inheritdoc/>
    public RemoteSettings RemoteSettings { get; }

    /// <inheritdoc/>
    public RemoteTransport Transport => Remoting;

    /// <summary>The provider of this system's own refs.</summary>
    internal LocalActorRefProvider Local { get; }

    internal Remoting Remoting { get; private set; } = null!;

    internal RefResolver Resolver { get; }

    /// <inheritdoc/>
    public IActorRef RootGuardianAt(Address address) =>
        HasAddress(address) || Local.RootGuardianAt(address) is not EmptyLocalActorRef ? RootGuardian : Resolver.Resolve(new RootActorPath(address));

    /// <inheritdoc/>
    public ActorPath TempPath() => Local.TempPath();

    /// <inheritdoc/>
    public void RegisterTempActor(IInternalActorRef actorRef, ActorPath path) => Local.RegisterTempActor(actorRef, path);

    /// <inheritdoc/>
    public void UnregisterTempActor(ActorPath path) => Local.UnregisterTempActor(path);

    /// <inheritdoc/>
    public IActorRef ResolveActorRef(string path) => Resolver.Resolve(path);

    /// <inheritdoc/>
    public IActorRef ResolveActorRef(ActorPath actorPath) => Resolver.Resolve(actorPath);

    /// <inheritdoc/>
    public IInternalActorRef ResolveActorRefWithLocalAddress(string path, Address localAddress) => Resolver.Resolve(path);

    /// <inheritdoc/>
    public Address? GetExternalAddressFor(Address address) =>
        HasAddress(address) ? DefaultAddress
        : address.HasGlobalScope && address.Protocol == DefaultAddress.Protocol ? Transport.LocalAddressForRemote(address)
        : null;

    /// <inheritdoc/>
    public bool HasAddress(Address address) => address.Equals(RootPath.Address) || address.Equals(Remoting.DefaultAddress);

    /// <inheritdoc/>
    public void Quarantine(Address address, int? uid) => Transport.Quarantine(address, uid);

    void IActorRefProvider.Init(ActorSystemImpl system)
    {
        Local.Init(system);
        Remoting = new Remoting(system, this);
        Remoting.Start();
        system.BeforeSystemActorsStop(Remoting.Shutdown);
        RemoteWatcher = CreateRemoteWatcher(system);
    }

    LocalActorRef IActorRefProvider.ActorOf(ActorSystemImpl system, Props props, IInternalActorRef parent, ActorPath path, bool systemService) =>
        Local.ActorOf(system, props, parent, path, systemService);

    private IActorRef CreateRemoteWatcher(ActorSystemImpl system)
    {
        var times = new Akka.Remote.RemoteWatcher.Times(
            RemoteSettings.WatchHeartBeatInterval, RemoteSettings.WatchUnreachableReaperInterval, RemoteSettings.WatchHeartbeatExpectedResponseAfter);
        var detectors = new DefaultFailureDetectorRegistry<Address>(NewDetector);
        NewDetector(); // a mistake in its settings stops the start and not the first watch
        return system.SystemActorOf(
            Props.Create(() => new Akka.Remote.RemoteWatcher(detectors, times, AddressUidExtension.Uid(system), Quarantine)), Akka.Remote.RemoteWatcher.Name);

        FailureDetector NewDetector() => FailureDetectorLoader.Load(
            RemoteSettings.WatchFailureDetectorImplementationClass, RemoteSettings.WatchFailureDetectorConfig, system);
    }
}
