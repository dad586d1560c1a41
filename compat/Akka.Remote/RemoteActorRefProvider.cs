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
    private readonly LocalActorRefProvider _local;
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
        _local = new LocalActorRefProvider(_system);
        RemoteSettings = new RemoteSettings(settings.Config);
        Resolver = new RefResolver(this, _local);
    }

    /// <inheritdoc/>
    public IInternalActorRef RootGuardian => _local.RootGuardian;

    /// <inheritdoc/>
    public LocalActorRef Guardian => _local.Guardian;

    /// <inheritdoc/>
    public LocalActorRef SystemGuardian => _local.SystemGuardian;

    /// <inheritdoc/>
    public IActorRef DeadLetters => _local.DeadLetters;

    /// <inheritdoc/>
    public IActorRef IgnoreRef => _local.IgnoreRef;

    /// <inheritdoc/>
    public ActorPath RootPath => _local.RootPath;

    /// <inheritdoc/>
    public Settings Settings => _local.Settings;

    /// <inheritdoc/>
    public IInternalActorRef TempContainer => _local.TempContainer;

    /// <inheritdoc/>
    public Task TerminationTask => _local.TerminationTask;

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

    internal Remoting Remoting { get; private set; } = null!;

    internal RefResolver Resolver { get; }

    /// <inheritdoc/>
    public IActorRef RootGuardianAt(Address address) =>
        HasAddress(address) || _local.RootGuardianAt(address) is not EmptyLocalActorRef ? RootGuardian : Resolver.Resolve(new RootActorPath(address));

    /// <inheritdoc/>
    public ActorPath TempPath() => _local.TempPath();

    /// <inheritdoc/>
    public void RegisterTempActor(IInternalActorRef actorRef, ActorPath path) => _local.RegisterTempActor(actorRef, path);

    /// <inheritdoc/>
    public void UnregisterTempActor(ActorPath path) => _local.UnregisterTempActor(path);

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
    public bool HasAddress(Address address) => address.Equals(RootPath.Address) || Transport.Addresses.Contains(address);

    /// <inheritdoc/>
    public void Quarantine(Address address, int? uid) => Transport.Quarantine(address, uid);

    void IActorRefProvider.Init(ActorSystemImpl system)
    {
        _local.Init(system);
        Remoting = new Remoting(system, this);
        Remoting.Start();
        system.BeforeSystemActorsStop(Remoting.Shutdown);
        RemoteWatcher = CreateRemoteWatcher(system);
    }

    LocalActorRef IActorRefProvider.ActorOf(ActorSystemImpl system, Props props, IInternalActorRef parent, ActorPath path, bool systemService) =>
        _local.ActorOf(system, props, parent, path, systemService);

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
