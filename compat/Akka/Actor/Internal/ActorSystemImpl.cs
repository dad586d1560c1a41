using System.Collections.Concurrent;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary>The actor system.</summary>
internal sealed class ActorSystemImpl : ExtendedActorSystem
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _extensions = new();
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Action> _onTermination = [];
    private readonly List<Func<Task>> _beforeSystemActorsStop = [];
    private Serialization.Serialization? _serialization;
    private bool _treeHasEnded;
    private int _terminating;

    public ActorSystemImpl(string name, Config config, ActorSystemSetup setup)
    {
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0]))
        {
            throw new ArgumentException(
                $"Actor system name must be of letters, digits, [-] and [_] and begin with a letter or digit, was [{name}].", nameof(name));
        }
        RemotingModule.MakeKeysKnown(config, Settings.ProviderOf(setup));
        ConfigurationCheck.Check(config);
        Name = name;
        Settings = new Settings(this, config, setup);
        EventStream = new EventStream(Settings.DebugEventStream);
        EventStream.StartStdoutLogger(Settings);
        Log = new BusLogging(EventStream, $"ActorSystem({name})", typeof(ActorSystemImpl), DefaultLogMessageFormatter.Instance);
        Scheduler = CreateScheduler();
        Provider = RemotingModule.CreateProvider(this);
        Dispatchers = new Dispatchers(this, new DispatcherPrerequisites(EventStream, Scheduler, Settings), Log);
        Mailboxes = new Mailboxes(this);
        Mailboxes.Check(Mailboxes.DefaultMailboxId);
        DefaultDispatcher = Dispatchers.DefaultGlobalDispatcher;
    }

    public override Settings Settings { get; }

    public override string Name { get; }

    public override Dispatchers Dispatchers { get; }

    public override Mailboxes Mailboxes { get; }

    public override EventStream EventStream { get; }

    public override IActorRef DeadLetters => Provider.DeadLetters;

    public override IActorRef IgnoreRef => Provider.IgnoreRef;

    public override ILoggingAdapter Log { get; }

    public override IScheduler Scheduler { get; }

    public override Serialization.Serialization Serialization => _serialization
        ?? throw new InvalidOperationException("Serialization must be asked for after the start of the actor system, was asked for during it.");

    public override IActorRefProvider Provider { get; }

    public override IInternalActorRef Guardian => Provider.Guardian;

    public override IInternalActorRef LookupRoot => Provider.RootGuardian;

    public override IInternalActorRef SystemGuardian => Provider.SystemGuardian;

    public override Task WhenTerminated => _terminated.Task;

    internal MessageDispatcher DefaultDispatcher { get; }

    public void Start()
    {
        try
        {
            _serialization = new Serialization.Serialization(this);
            _ = EndWhenTreeHas();
            Provider.Init(this);
            EventStream.StartUnsubscriber(this);
            EventStream.StartLoggers(this);
            if (Settings.LogDeadLetters > 0) SystemActorOf<DeadLetterListener>("deadLetterListener");
            if (Settings.DebugUnhandledMessage) SystemActorOf<UnhandledListener>("unhandledListener");
            CoordinatedShutdown.Get(this);
        }
        catch
        {
            FinalTerminate();
            throw;
        }
    }

    public override IActorRef ActorOf(Props props, string? name = null) => Provider.Guardian.Cell.MakeChild(props, name, false);

    public override IActorRef SystemActorOf(Props props, string? name = null) =>
        Provider.SystemGuardian.Cell.MakeChild(props, name, true);

    public override IActorRef SystemActorOf<TActor>(string? name = null) => SystemActorOf(Props.Create<TActor>(), name);

    public override string PrintTree()
    {
        var text = new global::System.Text.StringBuilder();
        Print(Provider.RootGuardian, 0);
        return text.ToString();

        void Print(IActorRef actor, int depth)
        {
            text.Append(' ', depth * 2).Append(actor.Path.Name.Length == 0 ? "/" : actor.Path.Name).AppendLine();
            if (actor is not LocalActorRef local) return;
            foreach (var child in local.Cell.GetChildren()) Print(child, depth + 1);
        }
    }

    public override ActorSelection ActorSelection(ActorPath actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, this);

    public override ActorSelection ActorSelection(string actorPath) =>
        ActorRefFactoryShared.ActorSelection(actorPath, this, Provider.RootGuardian);

    public override void Stop(IActorRef actor)
    {
        if (actor is LocalActorRef { Parent: LocalActorRef parent }) parent.Cell.Stop(actor);
        else ((IInternalActorRef)actor).Stop();
    }

    public override object RegisterExtension(IExtensionId extension) =>
        _extensions.GetOrAdd(extension.ExtensionType, _ => new Lazy<object>(() => extension.CreateExtension(this))).Value;

    public override object GetExtension(IExtensionId extensionId) =>
        TryGetExtension(extensionId.ExtensionType, out var extension) ? extension : null!;

    public override T GetExtension<T>() => TryGetExtension<T>(out var extension) ? extension : null!;

    public override bool HasExtension(Type type) => _extensions.ContainsKey(type);

    public override bool HasExtension<T>() => _extensions.ContainsKey(typeof(T));

    public override bool TryGetExtension(Type extensionType, out object extension)
    {
        var found = _extensions.TryGetValue(extensionType, out var lazy);
        extension = found ? lazy!.Value : null!;
        return found;
    }

    public override bool TryGetExtension<T>(out T extension)
    {
        var found = TryGetExtension(typeof(T), out var untyped);
        extension = found ? (T)untyped : null!;
        return found;
    }

    public override void RegisterOnTermination(Action code)
    {
        lock (_onTermination)
        {
            if (!_treeHasEnded)
            {
                _onTermination.Add(code);
                return;
            }
        }
        code();
    }

    public override Task Terminate()
    {
        if (Settings.CoordinatedShutdownRunByActorSystemTerminate)
            CoordinatedShutdown.Get(this).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        else
            FinalTerminate();
        return WhenTerminated;
    }

    /// <summary>Adds what must end after the application's actors and before the system's own.</summary>
    public void BeforeSystemActorsStop(Func<Task> hook)
    {
        lock (_beforeSystemActorsStop) _beforeSystemActorsStop.Add(hook);
    }

    /// <summary>Runs what <see cref="BeforeSystemActorsStop"/> was given.</summary>
    public Task ApplicationActorsHaveStopped()
    {
        lock (_beforeSystemActorsStop) return Task.WhenAll(_beforeSystemActorsStop.Select(hook => hook()));
    }

    /// <summary>Stops the actors, without coordinated shutdown.</summary>
    public Task FinalTerminate()
    {
        if (Interlocked.Exchange(ref _terminating, 1) != 0) return WhenTerminated;
        if (Provider.Guardian is null) // it did not even start
        {
            (Scheduler as IDisposable)?.Dispose();
            _terminated.TrySetResult();
            return WhenTerminated;
        }
        if (!Settings.LogDeadLettersDuringShutdown) Stop(Provider.SystemGuardian.Cell.SingleChild("deadLetterListener"));
        Provider.Guardian.Stop();
        return WhenTerminated;
    }

    public override string ToString() => Provider.RootPath.Address.ToString();

    private async Task EndWhenTreeHas()
    {
        await Provider.TerminationTask.ConfigureAwait(false);
        (Scheduler as IDisposable)?.Dispose();
        EventStream.StopStdoutLogger();
        Action[] callbacks;
        lock (_onTermination)
        {
            callbacks = [.. _onTermination];
            _treeHasEnded = true;
        }
        foreach (var callback in Enumerable.Reverse(callbacks)) callback();
        _terminated.TrySetResult();
    }

    private IScheduler CreateScheduler()
    {
        var type = Type.GetType(Settings.SchedulerClass);
        if (type is null || !typeof(IScheduler).IsAssignableFrom(type))
        {
            throw new ConfigurationException(
                $"akka.scheduler.implementation must be the name of a scheduler's type, was [{Settings.SchedulerClass}].");
        }
        return (IScheduler)Activator.CreateInstance(type, Settings.Config, Log)!;
    }
}
