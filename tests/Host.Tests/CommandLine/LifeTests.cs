using Akka.Actor;
using Coterie.Host.CommandLine;

namespace Coterie.Host.Tests.CommandLine;

/// <summary>A server ends if it is asked to, and also if its memory ends.</summary>
public sealed class LifeTests : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create("life", "akka.loglevel = OFF, akka.stdout-loglevel = OFF");
    private readonly CancellationTokenSource _asked = new();
    private readonly IActorRef _memory;
    private readonly Task<bool> _end;

    public LifeTests()
    {
        _memory = _system.ActorOf(Props.Create(() => new Memory()), "memory");
        _end = Life.EndsAsAskedAsync(_system, _memory, _asked.Token);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _asked.Dispose();
        await _system.Terminate();
    }

    [Fact]
    public async Task It_ends_if_it_is_asked_to()
    {
        await _asked.CancelAsync();
        Assert.True(await _end);
    }

    [Fact]
    public async Task It_ends_with_its_memory()
    {
        _memory.Tell(Kill.Instance);
        Assert.False(await _end);
    }

    [Fact]
    public async Task It_ends_with_its_actor_system()
    {
        await _system.Terminate();
        Assert.False(await _end);
    }

    private sealed class Memory : ReceiveActor;
}
