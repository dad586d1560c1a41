using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coterie.Actors.Shell;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Actors.Shell.ShellProtocol;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Shell;

/// <summary>
/// The actor around a machine, here that of Ricart and Agrawala: traces of messages between process A (1) and its peers, played
/// by probes.
/// </summary>
public sealed class MachineActorTests : TestKit
{
    private const string VirtualTime = """akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """;
    private static readonly ProcessId A = new(1), B = new(2), C = new(3);
    private static readonly MutexSettings Settings = new(TimeSpan.FromSeconds(10));
    private static readonly MachineOptions Options =
        new((self, processes) => MutexAlgorithms.RicartAgrawala.Create(self, processes, Settings));

    public MachineActorTests()
        : base(VirtualTime)
    {
    }

    [Fact]
    public async Task Process_inside_the_section_defers_its_reply_until_it_exits()
    {
        var (a, b) = ProcessWithPeer();
        a.Tell(Enter.Instance, TestActor);                          // A wants in
        var asked = await b.ExpectMsgAsync<Request>();              // A -> B  Request 1.A
        a.Tell(new Reply(B, asked.At), b);                          // B -> A  Reply   1.A
        await ExpectMsgAsync(new Entered(asked.At));                // A is in
        a.Tell(new Request(new(2, B)), b);                          // B -> A  Request 2.B
        a.Tell(Ping.Instance, b);
        await b.ExpectMsgAsync<Pong>();                             // fence: no Reply came first
        a.Tell(Exit.Instance, TestActor);                           // A leaves
        await b.ExpectMsgAsync(new Reply(A, new(2, B)));            // A -> B  Reply   2.B
    }

    [Fact]
    public async Task Process_that_wants_in_replies_at_once_to_a_request_that_goes_first()
    {
        var (a, b) = ProcessWithPeer();
        a.Tell(new Request(new(7, B)), b);                          // B -> A  Request 7.B
        await b.ExpectMsgAsync(new Reply(A, new(7, B)));            // A -> B  Reply   7.B
        a.Tell(Enter.Instance, TestActor);
        await b.ExpectMsgAsync(new Request(new(8, A)));             // A -> B  Request 8.A
        a.Tell(new Request(new(7, B)), b);                          // again: the first reply was lost
        await b.ExpectMsgAsync(new Reply(A, new(7, B)));            // A -> B  Reply   7.B
    }

    [Fact]
    public async Task Lost_request_is_sent_again_after_the_interval_until_it_is_answered()
    {
        var (a, b) = ProcessWithPeer();
        a.Tell(Enter.Instance, TestActor);
        var lost = await b.ExpectMsgAsync<Request>();               // A -> B  Request 1.A, lost
        await PassResendInterval(a, b);                             // may have begun just before the request
        await PassResendInterval(a, lost, b);                       // A -> B  Request 1.A
        await PassResendInterval(a, lost, b);                       // A -> B  Request 1.A
        a.Tell(new Reply(B, lost.At), b);                           // B -> A  Reply   1.A
        await ExpectMsgAsync(new Entered(lost.At));
        await PassResendInterval(a, b);
    }

    [Fact]
    public async Task Withdrawn_request_is_never_granted()
    {
        var (a, b) = ProcessWithPeer();
        a.Tell(Enter.Instance, TestActor);
        var asked = await b.ExpectMsgAsync<Request>();              // A -> B  Request 1.A
        a.Tell(new Request(new(1, B)), b);                          // B -> A  Request 1.B, deferred
        a.Tell(Withdraw.Instance, TestActor);
        await b.ExpectMsgAsync(new Reply(A, new(1, B)));            // A -> B  Reply   1.B
        await ExpectMsgAsync(new Withdrawn(asked.At));
        a.Tell(new Reply(B, asked.At), b);                          // B -> A  Reply   1.A, late
        a.Tell(Ping.Instance, TestActor);
        await ExpectMsgAsync<Pong>();                               // fence: A did not enter
    }

    [Fact]
    public async Task Withdrawal_that_crosses_the_grant_has_no_effect()
    {
        var (a, b) = ProcessWithPeer();
        a.Tell(Enter.Instance, TestActor);
        var asked = await b.ExpectMsgAsync<Request>();
        a.Tell(new Reply(B, asked.At), b);
        a.Tell(Withdraw.Instance, TestActor);
        a.Tell(Ping.Instance, TestActor);
        await ExpectMsgAsync(new Entered(asked.At));
        await ExpectMsgAsync<Pong>();                               // fence: nothing answered the withdrawal
    }

    [Fact]
    public async Task Process_enters_only_with_the_replies_of_all()
    {
        var b = CreateTestProbe("b");
        var c = CreateTestProbe("c");
        var a = Process(b, c);
        a.Tell(Enter.Instance, TestActor);
        var asked = await b.ExpectMsgAsync<Request>();
        a.Tell(new Reply(B, asked.At), b);
        a.Tell(new Reply(B, asked.At), b);                          // a duplicate is not C's
        a.Tell(Ping.Instance, TestActor);
        await ExpectMsgAsync<Pong>();                               // fence: A has not entered
        a.Tell(new Reply(C, asked.At), c);
        await ExpectMsgAsync(new Entered(asked.At));
    }

    [Fact]
    public async Task Messages_before_the_membership_are_kept_and_answered_in_order()
    {
        var b = CreateTestProbe("b");
        var a = Sys.ActorOf(MachineActor.Props(A, Options));
        a.Tell(new Request(new(3, B)), b);
        a.Tell(Ping.Instance, b);
        a.Tell(new Membership([a, b]), TestActor);
        await b.ExpectMsgAsync(new Reply(A, new(3, B)));
        await b.ExpectMsgAsync<Pong>();
    }

    [Fact]
    public async Task Commands_out_of_phase_are_refused_and_change_nothing()
    {
        var (a, b) = ProcessWithPeer();
        a.Tell(Exit.Instance, TestActor);
        await ExpectMsgAsync(new Refused(Exit.Instance, Phase.Released));
        a.Tell(Withdraw.Instance, TestActor);
        await ExpectMsgAsync(new Refused(Withdraw.Instance, Phase.Released));
        a.Tell(Enter.Instance, TestActor);
        var asked = await b.ExpectMsgAsync<Request>();
        a.Tell(Enter.Instance, b);
        await b.ExpectMsgAsync(new Refused(Enter.Instance, Phase.Wanted));
        a.Tell(new Reply(B, asked.At), b);
        await ExpectMsgAsync(new Entered(asked.At));
    }

    [Fact]
    public async Task A_process_that_fails_and_is_stopped_does_not_come_back_without_its_memory()
    {
        var process = MachineActor.Props(A, new MachineOptions((_, _) => new FailingMachine()));
        var supervisor = Sys.ActorOf(Props.Create(() => new StoppingParent(process)));
        var a = await supervisor.Ask<IActorRef>("child");
        await WatchAsync(a);
        a.Tell(new Membership([a]), TestActor);
        await EventFilter.Exception<InvalidOperationException>().ExpectOneAsync(async () =>
        {
            a.Tell(Enter.Instance, TestActor);
            await ExpectTerminatedAsync(a);
        });
    }

    private (IActorRef A, TestProbe B) ProcessWithPeer()
    {
        var b = CreateTestProbe("b");
        return (Process(b), b);
    }

    private IActorRef Process(params TestProbe[] peers)
    {
        var a = Sys.ActorOf(MachineActor.Props(A, Options), "a");
        a.Tell(new Membership([a, .. peers.Select(p => p.Ref)]), TestActor);
        return a;
    }

    private async Task PassResendInterval(IActorRef a, TestProbe b)
    {
        await AdvanceAsync(a);
        a.Tell(Ping.Instance, b);
        await b.ExpectMsgAsync<Pong>();                             // fence: nothing was sent again
    }

    private async Task PassResendInterval(IActorRef a, Request again, TestProbe b)
    {
        await AdvanceAsync(a);
        await b.ExpectMsgAsync(again);
    }

    private async Task AdvanceAsync(IActorRef a)
    {
        a.Tell(Ping.Instance, TestActor);
        await ExpectMsgAsync<Pong>();                               // fence: the timer is set
        ((TestScheduler)Sys.Scheduler).Advance(Settings.ResendInterval);
    }

    private sealed class StoppingParent : ReceiveActor
    {
        public StoppingParent(Props child)
        {
            var actor = Context.ActorOf(child);
            ReceiveAny(_ => Sender.Tell(actor));
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);
    }

    private sealed class FailingMachine : IMachine
    {
        public void On(in Input input, TimeSpan now, Outbox outbox)
        {
            if (input.Kind == InputKind.Command)
                throw new InvalidOperationException("broken");
        }

        public void Exchange(StateCodec codec)
        {
        }

        public void Check()
        {
        }
    }
}
