using Akka.Actor;

namespace Akka.Tests.Dispatch;

public class MailboxTests : EngineTest
{
    [Theory]
    [InlineData(1, 20)]
    [InlineData(1, 20_000)]
    [InlineData(4, 5_000)]
    public async Task What_several_threads_send_before_the_first_turn_arrives_in_order(int threads, int each)
    {
        var release = new TaskCompletionSource();
        var done = new TaskCompletionSource<string>();
        var actor = Sys.ActorOf(Props.Create(() => new Slow(threads, each, release.Task, done)));
        var senders = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            for (var i = 0; i < each; i++) actor.Tell((thread, i), ActorRefs.NoSender);
        })).ToList();
        senders.ForEach(sender => sender.Start());
        senders.ForEach(sender => sender.Join());
        release.SetResult();
        Assert.Equal("in order", await done.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task Rounds_of_more_than_the_last_and_of_less_lose_nothing()
    {
        var listener = NewListener();
        var echo = Sys.ActorOf(Props.Create(() => new Echo()));
        foreach (var count in (int[])[5, 50, 5, 10_000, 5, 9_000])
        {
            for (var i = 0; i < count; i++) listener.Send(echo, i);
            for (var i = 0; i < count; i++) await listener.Expect(i);
        }
    }

    [Fact]
    public async Task Whatever_is_sent_while_an_actor_stops_is_handled_or_a_dead_letter()
    {
        const int Count = 1000;
        var letters = NewListener();
        Sys.EventStream.Subscribe(letters.Ref, typeof(Akka.Event.DeadLetter));
        for (var round = 0; round < 20; round++)
        {
            var handled = new TaskCompletionSource<int>();
            var actor = Sys.ActorOf(Props.Create(() => new Tally(handled)));
            var half = new TaskCompletionSource();
            var sender = Task.Run(() =>
            {
                for (var i = 0; i < Count; i++)
                {
                    actor.Tell(i, ActorRefs.NoSender);
                    if (i == Count / 2) half.SetResult();
                }
            });
            await half.Task;
            Sys.Stop(actor);
            await sender;
            var dead = Count - await handled.Task.WaitAsync(Patience);
            for (var i = 0; i < dead; i++) await letters.Next<Akka.Event.DeadLetter>();
            Sys.EventStream.Publish(new Akka.Event.DeadLetter("fence", letters.Ref, letters.Ref));
            Assert.Equal("fence", (await letters.Next<Akka.Event.DeadLetter>()).Message);
        }
    }

    private sealed class Tally(TaskCompletionSource<int> handled) : UntypedActor
    {
        private int _count;

        protected override void OnReceive(object message) => _count++;

        protected override void PostStop() => handled.SetResult(_count);
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    private sealed class Slow(int threads, int each, Task release, TaskCompletionSource<string> done) : UntypedActor
    {
        private readonly int[] _next = new int[threads];
        private int _left = threads * each;

        protected override void PreStart() => release.Wait();

        protected override void OnReceive(object message)
        {
            var (thread, number) = ((int, int))message;
            if (_next[thread]++ != number) done.TrySetResult($"{number} of thread {thread} came as number {_next[thread] - 1}");
            if (--_left == 0) done.TrySetResult("in order");
        }
    }
}
