using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>
/// A test with an actor of its own: the <see cref="TestActor"/> receives, and the expectations look at what it received,
/// in order. Use the class that your test framework's adapter derives from it.
/// </summary>
public abstract partial class TestKitBase : IActorRefFactory
{
    private static int _testActors;

    private readonly ITestKitAssertions _assertions;
    private readonly TestQueue _queue = new();
    private ImplicitSenderContext? _senderContext;
    private MessageEnvelope _last = NullMessageEnvelope.Instance;

    /// <summary>Tests with an existing system, or with a new one if <paramref name="system"/> is null.</summary>
    protected TestKitBase(ITestKitAssertions assertions, ActorSystem? system = null, string? testActorName = null)
        : this(assertions, system, ActorSystemSetup.Empty, null, testActorName) { }

    /// <summary>Tests with a new system made of <paramref name="setup"/>.</summary>
    protected TestKitBase(ITestKitAssertions assertions, ActorSystemSetup setup, string? actorSystemName = null,
        string? testActorName = null) : this(assertions, null, setup, actorSystemName, testActorName) { }

    /// <summary>Tests with a new system that has <paramref name="config"/> over <see cref="DefaultConfig"/>.</summary>
    protected TestKitBase(ITestKitAssertions assertions, Config? config, string? actorSystemName = null,
        string? testActorName = null)
    {
        _assertions = assertions ?? throw new ArgumentNullException(nameof(assertions));
        InitializeTest(null, config, actorSystemName, testActorName);
    }

    private protected TestKitBase(ITestKitAssertions assertions, ActorSystem? system, ActorSystemSetup setup,
        string? actorSystemName, string? testActorName)
    {
        _assertions = assertions ?? throw new ArgumentNullException(nameof(assertions));
        InitializeTest(system, setup, actorSystemName, testActorName);
    }

    /// <summary>What every system under test falls back to.</summary>
    public static Config DefaultConfig { get; } = Reference.Load();

    /// <summary>The system under test.</summary>
    public ActorSystem Sys { get; private set; } = null!;

    /// <summary>The settings under <c>akka.test</c>.</summary>
    public TestKitSettings TestKitSettings { get; private set; } = null!;

    /// <summary>The actor whose messages the expectations look at; the sender of whatever the test tells.</summary>
    public IActorRef TestActor { get; private set; } = null!;

    /// <summary>Logs in the name of the test.</summary>
    public ILoggingAdapter Log { get; private set; } = null!;

    /// <summary>Expects, counts and mutes events of the system's log.</summary>
    public EventFilterFactory EventFilter => new(this);

    /// <summary>Whether the test actor received something that the test has not looked at.</summary>
    public bool HasMessages => !_queue.IsEmpty;

    /// <summary>The message looked at last.</summary>
    public object LastMessage => _last.Message;

    /// <summary>The sender of the message looked at last.</summary>
    public IActorRef LastSender => _last.Sender;

    internal ITestKitAssertions Asserts => _assertions;

    internal MessageEnvelope LastEnvelope => _last;

    /// <summary>Filters events of another system.</summary>
    public EventFilterFactory CreateEventFilter(ActorSystem system) => new(this, system);

    /// <summary>Sets the test up; called by the constructor.</summary>
    protected void InitializeTest(ActorSystem? system, Config? config, string? actorSystemName, string? testActorName)
    {
        system ??= ActorSystem.Create(actorSystemName ?? "test", config?.WithFallback(DefaultConfig) ?? DefaultConfig);
        Begin(system, testActorName);
    }

    /// <summary>Sets the test up; called by the constructor.</summary>
    protected virtual void InitializeTest(ActorSystem? system, ActorSystemSetup config, string? actorSystemName,
        string? testActorName)
    {
        system ??= ActorSystem.Create(actorSystemName ?? "test", Reference.Under(config));
        Begin(system, testActorName);
    }

    private void Begin(ActorSystem system, string? testActorName)
    {
        Sys = system;
        Reference.AddDispatchers(system);
        TestKitSettings = TestKitExtension.For(system);
        Log = Logging.GetLogger(system, GetType());
        var name = string.IsNullOrEmpty(testActorName) ? $"testActor{Interlocked.Increment(ref _testActors)}" : testActorName;
        TestActor = CreateTestActor(name);
        if (this is INoImplicitSender)
            return;
        _senderContext = new ImplicitSenderContext(CellOf(TestActor));
        _senderContext.Enter();
    }

    private static ActorCell? CellOf(IActorRef actor) => (actor as LocalActorRef)?.Cell;

    /// <summary>Creates a test actor with expectations of its own.</summary>
    public virtual TestProbe CreateTestProbe(string? name = null) => CreateTestProbe(Sys, name);

    /// <summary>Creates a test actor of another system, with expectations of its own.</summary>
    public virtual TestProbe CreateTestProbe(ActorSystem system, string? name = null) => new(system, _assertions, name);

    /// <summary>Creates a latch that opens after <paramref name="count"/> count-downs.</summary>
    public virtual TestLatch CreateTestLatch(int count = 1) => new(Dilated, TestKitSettings.DefaultTimeout, count);

    /// <summary>Creates a barrier for <paramref name="count"/> threads.</summary>
    public TestBarrier CreateTestBarrier(int count) => new(this, count);

    /// <summary>Terminates the system under test and waits for its end.</summary>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false) =>
        Shutdown(Sys, duration, verifySystemShutdown);

    /// <summary>Terminates a system and waits for its end.</summary>
    /// <exception cref="TimeoutException">It did not end in time, and <paramref name="verifySystemShutdown"/> is set.</exception>
    protected virtual void Shutdown(ActorSystem system, TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        var limit = duration ?? Dilated(TestKitSettings.DefaultTimeout);
        var ended = system.Terminate().Wait(limit);
        if (ReferenceEquals(system, Sys))
            _senderContext?.Leave();
        if (ended)
            return;
        var text = $"System [{system.Name}] must end within {limit}, was [running].";
        if (verifySystemShutdown)
            throw new TimeoutException(text);
        system.Log.Warning("{0}", text);
    }
}
