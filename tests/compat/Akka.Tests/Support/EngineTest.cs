using Akka.Actor;
using Akka.Configuration;

namespace Akka.Tests;

/// <summary>A test with an actor system of its own, which logs nothing and ends with the test.</summary>
public abstract class EngineTest(string config = "") : IAsyncLifetime
{
    /// <summary>How long anything may take that must happen; reached by failing tests only.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    protected ActorSystem Sys { get; } = ActorSystem.Create("test", ConfigurationFactory.ParseString(config)
        .WithFallback(ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }")));

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync() => await Sys.Terminate().WaitAsync(Patience);

    /// <summary>An actor that records what it gets.</summary>
    protected Listener NewListener() => new(Sys);

    /// <summary>Returns when <paramref name="actor"/> has handled all that this test sent it before.</summary>
    protected static async Task Fence(IActorRef actor) =>
        await actor.Ask<ActorIdentity>(new Identify(0), Patience);

    /// <summary>Ends when <paramref name="actor"/> has stopped.</summary>
    protected async Task Stopped(IActorRef actor)
    {
        var listener = NewListener();
        listener.Watch(actor);
        await listener.Next<Terminated>();
    }
}
