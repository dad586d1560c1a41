using System.Collections.Concurrent;
using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>The provider of a system whose actors are all in this process.</summary>
internal sealed class LocalActorRefProvider : IActorRefProvider
{
    private readonly ActorPath _tempRoot;
    private readonly TempContainerRef _temp;
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _nextTemp;
    private LocalActorRef? _root;

    public LocalActorRefProvider(ActorSystemImpl system)
    {
        System = system;
        RootPath = new RootActorPath(new Address("akka", system.Name));
        _tempRoot = RootPath / "temp";
        _temp = new TempContainerRef(this, _tempRoot);
        DeadLetters = new DeadLetterActorRef(this, RootPath / "deadLetters", system.EventStream);
        IgnoreRef = new IgnoreActorRef(this);
        SerializationInformation = new Serialization.Information(RootPath.Address, system);
    }

    public ActorSystemImpl System { get; }

    public IInternalActorRef RootGuardian => _root!;

    public LocalActorRef Guardian { get; private set; } = null!;

    public LocalActorRef SystemGuardian { get; private set; } = null!;

    public IActorRef DeadLetters { get; }

    public IActorRef IgnoreRef { get; }

    public ActorPath RootPath { get; }

    public Settings Settings => System.Settings;

    public IInternalActorRef TempContainer => _temp;

    public Task TerminationTask => _terminated.Task;

    public Address DefaultAddress => RootPath.Address;

    public Serialization.Information SerializationInformation { get; }

    public void Init(ActorSystemImpl system)
    {
        var dispatcher = system.Dispatchers.DefaultGlobalDispatcher;
        var strategy = SupervisorStrategyConfigurator.CreateConfigurator(Settings.SupervisorStrategyClass).Create();
        var top = new TopOfTheTree(this);
        _root = new RootActorRef(this, Props.Create(() => new RootGuardianActor()), dispatcher, top, RootPath);
        _root.Start();
        SystemGuardian = (LocalActorRef)_root.Cell.MakeGuardian("system", Props.Create(() => new SystemGuardianActor(system)));
        Guardian = (LocalActorRef)_root.Cell.MakeGuardian("user", Props.Create(() => new GuardianActor(strategy)));
        SystemGuardian.Tell(new SystemGuardianActor.StopAfter(Guardian), ActorRefs.NoSender);
        _root.Tell(new RootGuardianActor.StopAfter(SystemGuardian), ActorRefs.NoSender);
    }

    public IActorRef RootGuardianAt(Address address) => address.Equals(DefaultAddress) || address.Equals(new Address("akka", "")) ? RootGuardian : DeadLetters;

    public ActorPath TempPath() => new ChildActorPath(_tempRoot, ActorCell.Base64Name(Interlocked.Increment(ref _nextTemp), "$"), 0);

    public void RegisterTempActor(IInternalActorRef actorRef, ActorPath path) => _temp.Add(path.Name, actorRef);

    public void UnregisterTempActor(ActorPath path) => _temp.Remove(path.Name);

    /// <summary>The temporary ref of that name, or null.</summary>
    public IInternalActorRef? FindTemporary(ReadOnlySpan<char> name) => _temp.Find(name);

    public IActorRef ResolveActorRef(string path) =>
        ActorPath.TryParse(path, out var actorPath) ? ResolveActorRef(actorPath) : DeadLetters;

    public IActorRef ResolveActorRef(ActorPath actorPath)
    {
        if (!actorPath.Address.Equals(DefaultAddress)) return DeadLetters;
        var elements = actorPath.Elements;
        var found = RootGuardian.GetChild(elements);
        return found.IsNobody() || (actorPath.Uid != 0 && actorPath.Uid != found.Path.Uid)
            ? new EmptyLocalActorRef(this, actorPath, System.EventStream)
            : found;
    }

    public Address? GetExternalAddressFor(Address address) => address.Equals(DefaultAddress) ? DefaultAddress : null;

    public LocalActorRef ActorOf(ActorSystemImpl system, Props props, IInternalActorRef parent, ActorPath path, bool systemService)
    {
        _ = systemService;
        if (props.Deploy.Scope is not (null or LocalScope))
        {
            throw new Configuration.ConfigurationException($"Deploy scope of [{path}] must be local, was [{props.Deploy.Scope}].");
        }
        if (props.Deploy.Mailbox != Deploy.NoMailboxGiven) system.Mailboxes.Check(props.Deploy.Mailbox);
        var dispatcher = props.Deploy.Dispatcher == Deploy.NoDispatcherGiven
            ? system.DefaultDispatcher
            : system.Dispatchers.Lookup(props.Deploy.Dispatcher);
        return new LocalActorRef(system, props, dispatcher, parent, path);
    }

    /// <summary>The root has children that are no actors.</summary>
    private sealed class RootActorRef(LocalActorRefProvider owner, Props props, MessageDispatcher dispatcher, IInternalActorRef parent, ActorPath path)
        : LocalActorRef(owner.System, props, dispatcher, parent, path)
    {
        internal override IInternalActorRef SingleChild(string name) => name switch
        {
            "temp" => owner._temp,
            "deadLetters" => (IInternalActorRef)owner.DeadLetters,
            _ => base.SingleChild(name),
        };
    }

    /// <summary>The parent of the root: learns of its end.</summary>
    private sealed class TopOfTheTree(LocalActorRefProvider owner) : MinimalActorRef
    {
        public override ActorPath Path { get; } = owner.RootPath / "top";

        public override IActorRefProvider Provider => owner;

        public override void SendSystemMessage(ISystemMessage message)
        {
            switch (message)
            {
                case DeathWatchNotification: owner._terminated.TrySetResult(); break;
                case Failed failed: failed.Child.StopSelf(); break;
            }
        }
    }

    private sealed class TempContainerRef(LocalActorRefProvider owner, ActorPath path) : MinimalActorRef
    {
        private readonly ConcurrentDictionary<string, IInternalActorRef> _children = new();

        public override ActorPath Path => path;

        public override IActorRefProvider Provider => owner;

        public void Add(string name, IInternalActorRef child) => _children[name] = child;

        public void Remove(string name) => _children.TryRemove(name, out _);

        public IInternalActorRef? Find(ReadOnlySpan<char> name) =>
            _children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var child) ? child : null;

        public override IActorRef GetChild(IReadOnlyList<string> name) =>
            name.Count == 0 ? this : _children.TryGetValue(name[0], out var child) ? child : ActorRefs.Nobody;
    }
}
