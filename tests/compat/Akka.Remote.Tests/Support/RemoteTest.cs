using Akka.Actor;
using Akka.Configuration;

namespace Akka.Remote.Tests;

/// <summary>A test with actor systems of its own, on addresses of this machine; they end with the test.</summary>
public abstract class RemoteTest : IAsyncLifetime
{
    /// <summary>How long anything may take that must happen; reached by failing tests only.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<ActorSystem> _systems = [];

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        foreach (var system in _systems) await system.Terminate().WaitAsync(Patience);
    }

    /// <summary>A system that listens on <paramref name="host"/>.</summary>
    protected ActorSystem StartSystem(string name = "test", string host = "127.0.0.1", int port = 0, string config = "")
    {
        var system = ActorSystem.Create(name, ConfigurationFactory.ParseString(config).WithFallback(ConfigurationFactory.ParseString(
            $$"""
            akka {
              loglevel = OFF
              stdout-loglevel = OFF
              actor.provider = remote
              remote {
                retry-gate-closed-for = 50ms
                dot-netty.tcp { hostname = "{{host}}", port = {{port}} }
              }
            }
            """)));
        _systems.Add(system);
        return system;
    }

    protected static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    private protected static Remoting RemotingOf(ActorSystem system) => ((RemoteActorRefProvider)((ExtendedActorSystem)system).Provider).Remoting;

    /// <summary>The actor at a path of another system, as this one sees it.</summary>
    protected static async Task<IActorRef> Resolve(ActorSystem from, ActorSystem at, string path) =>
        await from.ActorSelection($"{AddressOf(at)}{path}").ResolveOne(Patience);

    /// <summary>The same where it may not be reached yet: what is sent to a closed gate is lost, so this asks until there is an answer.</summary>
    protected static async Task<IActorRef> ResolveOnceReached(ActorSystem from, string path)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await from.ActorSelection(path).ResolveOne(TimeSpan.FromMilliseconds(200), limit.Token);
            }
            catch (ActorNotFoundException) when (!limit.IsCancellationRequested)
            {
            }
        }
    }
}
