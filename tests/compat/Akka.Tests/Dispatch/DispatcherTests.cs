using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Tests.Dispatch;

public class DispatcherTests() : EngineTest("""
    patient { type = Dispatcher, throughput = 1000 }
    hasty { throughput = 1, throughput-deadline-time = 1ms }
    """)
{
    [Fact]
    public async Task An_actor_may_block_on_the_answer_of_one_that_it_has_just_told()
    {
        var echo = Sys.ActorOf(Props.Create(() => new Echo()));
        var blocker = Sys.ActorOf(Props.Create(() => new Blocker(echo)));
        for (var i = 0; i < 20; i++) Assert.Equal(i, await blocker.Ask<int>(i, Patience));
    }

    [Fact]
    public async Task Actors_that_block_do_not_keep_others_from_running()
    {
        var echo = Sys.ActorOf(Props.Create(() => new Echo()));
        var blockers = Enumerable.Range(0, 4 * Environment.ProcessorCount)
            .Select(_ => Sys.ActorOf(Props.Create(() => new Blocker(echo)))).ToArray();
        await Task.WhenAll(blockers.Select(async (blocker, i) => Assert.Equal(i, await blocker.Ask<int>(i, Patience))));
    }

    [Fact]
    public async Task What_follows_one_Ask_may_block_until_what_follows_another_has_run()
    {
        var both = Sys.ActorOf(Props.Create(() => new AnswersTwoAtOnce()));
        using var second = new ManualResetEventSlim();
        var waits = both.Ask<int>(1, Patience).ContinueWith(_ => second.Wait(Patience), TaskContinuationOptions.ExecuteSynchronously);
        var sets = both.Ask<int>(2, Patience).ContinueWith(_ => second.Set(), TaskContinuationOptions.ExecuteSynchronously);
        Assert.True(await waits);
        await sets;
    }

    [Fact]
    public async Task A_pair_that_never_rests_does_not_keep_others_from_running()
    {
        var pairs = new List<IActorRef>();
        for (var i = 0; i < 2 * Environment.ProcessorCount; i++)
        {
            var (ping, pong) = (Sys.ActorOf(Props.Create(() => new Bouncer())), Sys.ActorOf(Props.Create(() => new Bouncer())));
            ping.Tell("ball", pong);
            pairs.Add(ping);
        }
        var echo = Sys.ActorOf(Props.Create(() => new Echo()));
        for (var i = 0; i < 50; i++) Assert.Equal(i, await echo.Ask<int>(i, Patience));
        Assert.Equal("pool", await Task.Run(() => "pool").WaitAsync(Patience));
        foreach (var ping in pairs) Sys.Stop(ping);
    }

    [Fact]
    public async Task A_thousand_actors_scheduled_by_one_all_run()
    {
        var log = NewListener();
        var spreader = Sys.ActorOf(Props.Create(() => new Spreader(1000, log.Ref)));
        spreader.Tell("go");
        for (var i = 0; i < 1000; i++) await log.Expect("go");
    }

    [Fact]
    public async Task What_a_handler_puts_into_an_AsyncLocal_is_not_seen_by_the_next_actor()
    {
        var log = NewListener();
        var second = Sys.ActorOf(Props.Create(() => new Reader(log.Ref)));
        var first = Sys.ActorOf(Props.Create(() => new Writer(second)));
        for (var i = 0; i < 100; i++)
        {
            first.Tell("go");
            await log.Expect("nothing");
        }
    }

    private static readonly AsyncLocal<string?> Local = new();

    private sealed class Writer(IActorRef next) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            Local.Value = "left behind";
            next.Tell(message);
        }
    }

    private sealed class Reader(IActorRef log) : UntypedActor
    {
        protected override void OnReceive(object message) => log.Tell(Local.Value ?? "nothing");
    }

    [Theory]
    [InlineData("patient")]
    [InlineData("hasty")]
    public async Task A_dispatcher_of_ones_own_runs_actors(string name)
    {
        var echo = Sys.ActorOf(Props.Create(() => new Echo()).WithDispatcher(name));
        for (var i = 0; i < 10; i++) Assert.Equal(i, await echo.Ask<int>(i, Patience));
    }

    [Fact]
    public async Task Every_sender_is_heard_in_order_and_nothing_is_lost_when_all_send_at_once()
    {
        const int Senders = 8, Receivers = 16, Each = 2000;
        var failures = new ConcurrentQueue<string>();
        var done = new CountdownEvent(Receivers);
        var ended = new TaskCompletionSource();
        var receivers = Enumerable.Range(0, Receivers)
            .Select(_ => Sys.ActorOf(Props.Create(() => new Checker(Senders, Each, failures, done, ended)))).ToArray();
        // Half of the senders are actors, half are threads.
        for (var s = 0; s < Senders; s++)
        {
            var sender = s;
            if (s % 2 == 0) Sys.ActorOf(Props.Create(() => new Flooder(sender, Each, receivers))).Tell("go");
            else new Thread(() => Flood(sender, Each, receivers)).Start();
        }
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(failures);
    }

    private static void Flood(int sender, int each, IActorRef[] receivers)
    {
        for (var i = 0; i < each; i++)
        {
            foreach (var receiver in receivers) receiver.Tell((sender, i), ActorRefs.NoSender);
        }
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    private sealed class AnswersTwoAtOnce : UntypedActor
    {
        private IActorRef? _first;

        protected override void OnReceive(object message)
        {
            if (_first is null)
            {
                _first = Sender;
                return;
            }
            _first.Tell(1);
            Sender.Tell(2);
        }
    }

    private sealed class Blocker(IActorRef echo) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(echo.Ask<int>(message, Patience).Result);
    }

    private sealed class Bouncer : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    private sealed class Spreader(int count, IActorRef log) : UntypedActor
    {
        private readonly int _count = count;

        protected override void OnReceive(object message)
        {
            for (var i = 0; i < _count; i++) Context.ActorOf(Props.Create(() => new Echo())).Tell(message, log);
        }
    }

    private sealed class Flooder(int number, int each, IActorRef[] receivers) : UntypedActor
    {
        protected override void OnReceive(object message) => Flood(number, each, receivers);
    }

    private sealed class Checker(int senders, int each, ConcurrentQueue<string> failures, CountdownEvent done, TaskCompletionSource ended)
        : UntypedActor
    {
        private readonly int[] _next = new int[senders];
        private int _left = senders * each;

        protected override void OnReceive(object message)
        {
            var (sender, number) = ((int, int))message;
            if (_next[sender]++ != number) failures.Enqueue($"{sender}: {number} instead of {_next[sender] - 1}");
            if (--_left == 0 && done.Signal()) ended.SetResult();
        }
    }
}
