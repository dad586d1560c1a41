using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Remote.Tests.FailureDetection;
using Akka.TestKit;
using static Akka.Remote.RemoteWatcher;
using static Akka.Remote.Tests.DeathWatch.DistantRef;

namespace Akka.Remote.Tests.DeathWatch;

/// <summary>
/// The remote-watcher alone, in virtual time: other nodes are refs of the test, and what it sends to them by selection arrives at the
/// dead letters, as this system has no remoting.
/// </summary>
public sealed class RemoteWatcherTests : TestKit.Xunit2.TestKit
{
    private const int OwnUid = 42;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly VirtualClock _time = new();
    private readonly IActorRef _watcher;

    public RemoteWatcherTests() : base("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
    {
        Sys.EventStream.Subscribe(TestActor, typeof(SuppressedDeadLetter));
        var detectors = new DefaultFailureDetectorRegistry<Address>(() => new DeadlineFailureDetector(TimeSpan.FromSeconds(3), _time.Clock));
        var test = TestActor;
        _watcher = Sys.ActorOf(Props.Create(() => new RemoteWatcher(
            detectors, new Times(Interval, Interval, Interval), OwnUid, (node, uid) => test.Tell(new Quarantined(node, uid), ActorRefs.NoSender))));
    }

    private sealed record Quarantined(Address Node, int? Uid);

    [Fact]
    public async Task A_heartbeat_is_answered_with_the_own_uid()
    {
        _watcher.Tell(Heartbeat.Instance);

        await ExpectMsgAsync(new HeartbeatRsp(OwnUid));
    }

    [Fact]
    public async Task An_actor_is_watched_once_for_all_of_its_watchers_and_until_the_last_has_gone()
    {
        var (a, w1, w2) = (Distant("n1", "a"), Distant("here", "w1"), Distant("here", "w2"));

        Watch(a, w1);
        await ExpectMsgAsync(new GotWatch(a, _watcher));
        Watch(a, w2);
        Unwatch(a, w1);
        await NothingElse();
        Unwatch(a, w2);
        await ExpectMsgAsync(new GotUnwatch(a, _watcher));
    }

    [Fact]
    public async Task A_node_gets_one_heartbeat_per_interval_however_many_of_its_actors_are_watched()
    {
        await Watched("n1", "a");
        await Watched("n1", "b");
        await Watched("n2", "c");

        Pass(Interval);
        await Heartbeats(2);
        await NothingElse();
    }

    [Fact]
    public async Task A_node_is_not_asked_once_nobody_watches_its_actors()
    {
        var (a, watcher) = await Watched("n1", "a");
        Unwatch(a, watcher);
        await ExpectMsgAsync(new GotUnwatch(a, _watcher));

        Pass(Interval);

        await NothingElse();
    }

    [Fact]
    public async Task The_first_answer_of_each_incarnation_is_followed_by_the_watches_again()
    {
        var (a, _) = await Watched("n1", "a");
        var remote = Distant("n1", "system/remote-watcher");

        _watcher.Tell(new HeartbeatRsp(7), remote);
        await ExpectMsgAsync(new GotWatch(a, _watcher));
        _watcher.Tell(new HeartbeatRsp(7), remote);
        await NothingElse();
        _watcher.Tell(new HeartbeatRsp(8), remote);
        await ExpectMsgAsync(new GotWatch(a, _watcher));
    }

    [Fact]
    public async Task A_death_is_told_to_all_watchers()
    {
        var (a, w1) = await Watched("n1", "a");
        var w2 = Distant("here", "w2");
        Watch(a, w2);

        ((IInternalActorRef)_watcher).SendSystemMessage(new DeathWatchNotification(a, existenceConfirmed: true, addressTerminated: false));

        await ExpectMsgAsync(new GotDeath(w1, a, true, false));
        await ExpectMsgAsync(new GotDeath(w2, a, true, false));
        Pass(Interval);
        await NothingElse(); // no heartbeat: nobody is watched there any more
    }

    [Fact]
    public async Task A_node_that_falls_silent_is_quarantined_and_all_watchers_of_its_actors_are_told()
    {
        var (a, w1) = await Watched("n1", "a");
        var (b, w2) = await Watched("n1", "b");
        _watcher.Tell(new HeartbeatRsp(7), Distant("n1", "system/remote-watcher"));
        await ExpectMsgAsync(new GotWatch(a, _watcher));
        await ExpectMsgAsync(new GotWatch(b, _watcher));

        for (var second = 1; second <= 3; second++)
        {
            Pass(Interval);
            await Heartbeats(1);
            await NothingElse();
        }
        Pass(Interval);

        await Heartbeats(1);
        await ExpectMsgAsync(new Quarantined(a.Path.Address, 7));
        await ExpectMsgAsync(new GotUnwatch(a, _watcher));
        await ExpectMsgAsync(new GotDeath(w1, a, false, true));
        await ExpectMsgAsync(new GotUnwatch(b, _watcher));
        await ExpectMsgAsync(new GotDeath(w2, b, false, true));
        Pass(Interval);
        await NothingElse();
    }

    [Fact]
    public async Task A_node_that_never_answers_is_given_up_too()
    {
        var (a, w) = await Watched("n1", "a");

        for (var second = 1; second <= 5; second++)
        {
            Pass(Interval);
            await Heartbeats(1);
            await NothingElse();
        }
        Pass(Interval);

        await Heartbeats(1);
        await ExpectMsgAsync(new Quarantined(a.Path.Address, null));
        await ExpectMsgAsync(new GotUnwatch(a, _watcher));
        await ExpectMsgAsync(new GotDeath(w, a, false, true));
    }

    [Fact]
    public async Task A_node_that_was_given_up_may_be_watched_anew()
    {
        await A_node_that_never_answers_is_given_up_too();

        await Watched("n1", "a");
        Pass(Interval);

        await Heartbeats(1);
    }

    private DistantRef Distant(string host, string name) =>
        new($"akka.tcp://other@{host}:1/{name}", ((ExtendedActorSystem)Sys).Provider, TestActor);

    private void Watch(IInternalActorRef watchee, IInternalActorRef watcher) => _watcher.Tell(new WatchRemote(watchee, watcher));

    private void Unwatch(IInternalActorRef watchee, IInternalActorRef watcher) => _watcher.Tell(new UnwatchRemote(watchee, watcher));

    private async Task<(DistantRef Watchee, DistantRef Watcher)> Watched(string host, string name)
    {
        var (watchee, watcher) = (Distant(host, name), Distant("here", $"watcher-of-{name}"));
        Watch(watchee, watcher);
        await ExpectMsgAsync(new GotWatch(watchee, _watcher));
        return (watchee, watcher);
    }

    private void Pass(TimeSpan time)
    {
        _time.Now += (long)time.TotalMilliseconds;
        ((TestScheduler)Sys.Scheduler).Advance(time);
    }

    private async Task Heartbeats(int count)
    {
        for (; count > 0; count--) Assert.IsType<Heartbeat>((await ExpectMsgAsync<SuppressedDeadLetter>()).Message);
    }

    private async Task NothingElse()
    {
        _watcher.Tell(Heartbeat.Instance);
        await ExpectMsgAsync(new HeartbeatRsp(OwnUid)); // all that came before has been handled, and said nothing
    }
}
