using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Xunit2.Internals;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2;

/// <summary>The base class of xunit tests of actors: each test has a system of its own, shut down when the test ends.</summary>
public class TestKit : TestKitBase, IDisposable
{
    /// <summary>Where the log of the system goes besides the console, if given.</summary>
    protected readonly ITestOutputHelper? Output;

    private bool _isDisposed;

    /// <summary>Tests with an existing system, or with a new one if <paramref name="system"/> is null.</summary>
    public TestKit(ActorSystem? system = null, ITestOutputHelper? output = null) : base(Assertions, system)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    /// <summary>Tests with a new system made of <paramref name="config"/>.</summary>
    public TestKit(ActorSystemSetup config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(Assertions, config, actorSystemName)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    /// <summary>Tests with a new system that has <paramref name="config"/> over TestKit's own.</summary>
    public TestKit(Config? config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(Assertions, config, actorSystemName)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    /// <summary>Tests with a new system that has <paramref name="config"/>, in HOCON, over TestKit's own.</summary>
    public TestKit(string config, ITestOutputHelper? output = null)
        : this(ConfigurationFactory.ParseString(config), null, output) { }

    /// <summary>How tests fail.</summary>
    protected static XunitAssertions Assertions { get; } = new();

    /// <summary>Runs after the test; shuts the system down. Overrides call the base.</summary>
    protected virtual void AfterAll() => Shutdown();

    /// <summary>Lets a system log to <see cref="Output"/>.</summary>
    protected void InitializeLogger(ActorSystem system) => InitializeLogger(system, null);

    /// <summary>Lets a system log to <see cref="Output"/>, each line after <paramref name="prefix"/>.</summary>
    protected void InitializeLogger(ActorSystem system, string? prefix)
    {
        if (Output is null)
            return;
        var output = prefix is null ? Output : new PrefixedOutput(Output, prefix);
        var logger = ((ExtendedActorSystem)system).SystemActorOf(Props.Create(() => new TestOutputLogger(output)), "log-test");
        logger.Ask<LoggerInitialized>(new InitializeLogger(system.EventStream), TestKitSettings.TestEventFilterLeeway)
            .GetAwaiter().GetResult();
    }

    /// <summary>Ends the test.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the test once.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (_isDisposed || !disposing)
            return;
        _isDisposed = true;
        AfterAll();
    }
}
