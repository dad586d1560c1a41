using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coterie.Lab.Mutex;
using Coterie.Lab.Running;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Lab.Running.CounterProtocol;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Running;

/// <summary>A worker between its process and the counter, both played by probes, in virtual time.</summary>
public sealed class WorkerActorTests : TestKit
{
    private static readonly TimeSpan ThinkTime = TimeSpan.FromSeconds(2), HoldTime = TimeSpan.FromSeconds(1);
    private static readonly Timestamp Request = new(4, new(1));
    private readonly TestProbe _process;
    private readonly TestProbe _counter;
    private readonly TestProbe _parent;

    public WorkerActorTests()
        : base("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
    {
        _process = CreateTestProbe("process");
        _counter = CreateTestProbe("counter");
        _parent = CreateTestProbe("parent");
    }

    [Fact]
    public async Task A_worker_thinks_enters_increments_and_exits_again_and_again()
    {
        var worker = Worker();
        for (var value = 7; value < 10; value++)
        {
            await PassAsync(worker, ThinkTime);
            await EnterAsync(worker, value);
            await PassAsync(worker, HoldTime);
            await _counter.ExpectMsgAsync(new WriteCounter(Request, value + 1));
            worker.Tell(new CounterWritten(Request), _counter);
            await _process.ExpectMsgAsync<Exit>();
        }
    }

    [Fact]
    public async Task Closed_while_it_thinks_it_makes_no_request()
    {
        var worker = Worker();
        worker.Tell(WorkerActor.Close.Instance);
        await _parent.ExpectMsgAsync<WorkerActor.Closed>();
        await PassAsync(worker, ThinkTime);
        Assert.False(_process.HasMessages);
    }

    [Fact]
    public async Task Closed_while_it_waits_it_withdraws()
    {
        var worker = Worker();
        await PassAsync(worker, ThinkTime);
        await _process.ExpectMsgAsync<Enter>();
        worker.Tell(WorkerActor.Close.Instance);
        await _process.ExpectMsgAsync<Withdraw>();
        worker.Tell(new Withdrawn(Request), _process);
        await _parent.ExpectMsgAsync<WorkerActor.Closed>();
    }

    [Fact]
    public async Task Let_in_after_it_was_closed_it_increments_and_leaves_without_staying()
    {
        var worker = Worker();
        await PassAsync(worker, ThinkTime);
        await _process.ExpectMsgAsync<Enter>();
        worker.Tell(WorkerActor.Close.Instance);
        await _process.ExpectMsgAsync<Withdraw>();
        worker.Tell(new Entered(Request), _process);
        await _counter.ExpectMsgAsync<ReadCounter>();
        worker.Tell(new CounterValue(Request, 1), _counter);
        await _counter.ExpectMsgAsync(new WriteCounter(Request, 2));
        worker.Tell(new CounterWritten(Request), _counter);
        await _process.ExpectMsgAsync<Exit>();
        await _parent.ExpectMsgAsync<WorkerActor.Closed>();
    }

    [Fact]
    public async Task Closed_while_it_is_inside_it_finishes_its_stay()
    {
        var worker = Worker();
        await PassAsync(worker, ThinkTime);
        await EnterAsync(worker, 1);
        worker.Tell(WorkerActor.Close.Instance);
        await PassAsync(worker, HoldTime / 2);
        Assert.False(_counter.HasMessages);
        await PassAsync(worker, HoldTime / 2);
        await _counter.ExpectMsgAsync(new WriteCounter(Request, 2));
        worker.Tell(new CounterWritten(Request), _counter);
        await _process.ExpectMsgAsync<Exit>();
        await _parent.ExpectMsgAsync<WorkerActor.Closed>();
    }

    private IActorRef Worker()
    {
        var settings = new SimulationSettings(
            1, TimeSpan.FromSeconds(10), new(ThinkTime, ThinkTime), new(HoldTime, HoldTime), 1, TimeSpan.FromSeconds(10),
            MutexAlgorithms.RicartAgrawala.InLab());
        return _parent.ChildActorOf(WorkerActor.Props(new(1), _process, _counter, settings));
    }

    private async Task EnterAsync(IActorRef worker, long counter)
    {
        await _process.ExpectMsgAsync<Enter>();
        worker.Tell(new Entered(Request), _process);
        await _counter.ExpectMsgAsync<ReadCounter>();
        worker.Tell(new CounterValue(Request, counter), _counter);
    }

    private async Task PassAsync(IActorRef worker, TimeSpan time)
    {
        await FenceAsync(worker);       // the messages before have set its timer
        ((TestScheduler)Sys.Scheduler).Advance(time);
        await FenceAsync(worker);       // the tick has had its effect
    }

    private async Task FenceAsync(IActorRef worker)
    {
        worker.Tell(new Identify("fence"), TestActor);
        await ExpectMsgAsync<ActorIdentity>();
    }
}
