using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Tests.Actor;

public class CoordinatedShutdownTests : EngineTest
{
    private readonly ConcurrentQueue<string> _ran = new();

    [Fact]
    public async Task Phases_run_in_order_and_the_system_ends_last()
    {
        var shutdown = CoordinatedShutdown.Get(Sys);
        Add(shutdown, CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "last");
        Add(shutdown, CoordinatedShutdown.PhaseServiceStop, "second");
        Add(shutdown, CoordinatedShutdown.PhaseBeforeServiceUnbind, "first");
        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Patience);
        Assert.Equal(["first", "second", "last"], _ran);
        Assert.True(Sys.WhenTerminated.IsCompleted);
        Assert.Same(CoordinatedShutdown.UnknownReason.Instance, shutdown.ShutdownReason);
    }

    [Fact]
    public async Task Terminate_runs_the_phases()
    {
        Add(CoordinatedShutdown.Get(Sys), CoordinatedShutdown.PhaseServiceStop, "stopped");
        await Sys.Terminate().WaitAsync(Patience);
        Assert.Equal(["stopped"], _ran);
    }

    [Fact]
    public async Task It_runs_once()
    {
        var shutdown = CoordinatedShutdown.Get(Sys);
        Add(shutdown, CoordinatedShutdown.PhaseServiceStop, "stopped");
        var first = shutdown.Run(CoordinatedShutdown.UnknownReason.Instance);
        var second = shutdown.Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        await Task.WhenAll(first, second).WaitAsync(Patience);
        Assert.Equal(["stopped"], _ran);
        Assert.Same(CoordinatedShutdown.UnknownReason.Instance, shutdown.ShutdownReason);
    }

    [Fact]
    public async Task A_failed_task_does_not_keep_the_next_phase_from_running()
    {
        var shutdown = CoordinatedShutdown.Get(Sys);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "failing", () => throw new InvalidOperationException());
        Add(shutdown, CoordinatedShutdown.PhaseServiceStop, "stopped");
        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Patience);
        Assert.Equal(["stopped"], _ran);
    }

    [Fact]
    public async Task A_task_that_does_not_end_is_left_behind_when_the_phases_time_is_up()
    {
        using var system = ActorSystem.Create("hurried",
            "akka { loglevel = OFF, stdout-loglevel = OFF, coordinated-shutdown.phases.service-unbind.timeout = 20ms }");
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "endless", () => new TaskCompletionSource<Done>().Task);
        Add(shutdown, CoordinatedShutdown.PhaseServiceStop, "stopped");
        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Patience);
        Assert.Equal(["stopped"], _ran);
    }

    [Fact]
    public async Task It_can_begin_at_a_later_phase()
    {
        var shutdown = CoordinatedShutdown.Get(Sys);
        Add(shutdown, CoordinatedShutdown.PhaseServiceUnbind, "skipped");
        Add(shutdown, CoordinatedShutdown.PhaseServiceStop, "stopped");
        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance, CoordinatedShutdown.PhaseServiceStop).WaitAsync(Patience);
        Assert.Equal(["stopped"], _ran);
    }

    [Fact]
    public void A_phase_that_does_not_exist_is_refused() => Assert.Throws<ArgumentException>(() =>
        CoordinatedShutdown.Get(Sys).AddTask("no-such-phase", "task", () => Task.FromResult(Done.Instance)));

    private void Add(CoordinatedShutdown shutdown, string phase, string name) => shutdown.AddTask(phase, name, () =>
    {
        _ran.Enqueue(name);
        return Task.FromResult(Done.Instance);
    });
}
