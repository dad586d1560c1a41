using Akka.Actor;

namespace Akka.Remote.Tests.DeathWatch;

/// <summary>Watching across two systems: with ordinary detectors where both live, with impatient ones where one is cut off.</summary>
public sealed class DeathWatchTests : RemoteTest
{
    private const string Impatient =
        """
        akka.remote.watch-failure-detector {
          heartbeat-interval = 100ms
          acceptable-heartbeat-pause = 2s
          unreachable-nodes-reaper-interval = 100ms
          expected-response-after = 100ms
        }
        """;

    [Fact]
    public async Task An_actor_of_another_system_stops_and_all_who_watch_it_are_told()
    {
        var (here, there) = (StartSystem(host: "127.0.0.2"), StartSystem(host: "127.0.0.3"));
        var echo = there.ActorOf<EchoActor>("echo");
        var seen = await Resolve(here, there, "/user/echo");
        var (a, b) = (new Listener(here), new Listener(here));
        await Watch(a, seen);
        await Watch(b, seen);

        there.Stop(echo);

        await a.Expect(new Terminated(seen, existenceConfirmed: true, addressTerminated: false));
        await b.Expect(new Terminated(seen, existenceConfirmed: true, addressTerminated: false));
    }

    [Fact]
    public async Task An_actor_that_has_stopped_before_the_watch_is_told_to_be_gone()
    {
        var (here, there) = (StartSystem(host: "127.0.0.2"), StartSystem(host: "127.0.0.3"));
        var echo = there.ActorOf<EchoActor>("echo");
        var seen = await Resolve(here, there, "/user/echo");
        await echo.GracefulStop(Patience);
        var listener = new Listener(here);

        listener.Watch(seen);

        await listener.Expect(new Terminated(seen, existenceConfirmed: false, addressTerminated: false));
    }

    [Fact]
    public async Task An_actor_that_is_watched_no_more_stops_unheard()
    {
        var (here, there) = (StartSystem(host: "127.0.0.2"), StartSystem(host: "127.0.0.3"));
        var echo = there.ActorOf<EchoActor>("echo");
        var other = there.ActorOf<EchoActor>("other");
        var (seen, otherSeen) = (await Resolve(here, there, "/user/echo"), await Resolve(here, there, "/user/other"));
        var listener = new Listener(here);
        await Watch(listener, seen);
        await Watch(listener, otherSeen);
        await listener.Unwatch(seen);

        there.Stop(echo);
        await AwaitStopped(echo);
        there.Stop(other);

        await listener.Expect(new Terminated(otherSeen, existenceConfirmed: true, addressTerminated: false));
    }

    [Fact]
    public async Task A_system_that_leaves_takes_leave_of_its_watchers()
    {
        var (here, there) = (StartSystem(host: "127.0.0.2"), StartSystem(host: "127.0.0.3"));
        there.ActorOf<EchoActor>("echo");
        var seen = await Resolve(here, there, "/user/echo");
        var listener = new Listener(here);
        await Watch(listener, seen);

        await there.Terminate().WaitAsync(Patience);

        await listener.Expect(new Terminated(seen, existenceConfirmed: true, addressTerminated: false));
    }

    [Fact]
    public async Task A_system_that_dies_is_quarantined_and_its_watchers_are_told()
    {
        var (here, there) = (StartSystem(host: "127.0.0.2", config: Impatient), StartSystem(host: "127.0.0.3"));
        there.ActorOf<EchoActor>("a");
        there.ActorOf<EchoActor>("b");
        var (a, b) = (await Resolve(here, there, "/user/a"), await Resolve(here, there, "/user/b"));
        var (first, second, events) = (new Listener(here), new Listener(here), new Listener(here));
        here.EventStream.Subscribe(events.Ref, typeof(QuarantinedEvent));
        await Watch(first, a);
        await Watch(second, b);
        var (address, uid) = (AddressOf(there), AddressUidExtension.Uid(there));

        Kill(there);

        await first.Expect(new Terminated(a, existenceConfirmed: false, addressTerminated: true));
        await second.Expect(new Terminated(b, existenceConfirmed: false, addressTerminated: true));
        var quarantined = await events.Next<QuarantinedEvent>();
        Assert.Equal((address, uid), (quarantined.Address, quarantined.Uid));
    }

    [Fact]
    public async Task A_system_that_was_never_reached_is_given_up()
    {
        var here = StartSystem(host: "127.0.0.2", config: Impatient);
        var nobody = ((ExtendedActorSystem)here).Provider.ResolveActorRef("akka.tcp://test@127.0.0.3:1/user/nobody#1");
        var listener = new Listener(here);

        listener.Watch(nobody);

        await listener.Expect(new Terminated(nobody, existenceConfirmed: false, addressTerminated: true));
    }

    [Fact]
    public async Task The_next_incarnation_of_an_address_tells_that_the_actors_of_the_last_one_are_gone()
    {
        var (here, there) = (StartSystem(host: "127.0.0.2"), StartSystem(host: "127.0.0.3"));
        there.ActorOf<EchoActor>("echo");
        var seen = await Resolve(here, there, "/user/echo");
        var listener = new Listener(here);
        await Watch(listener, seen);
        var port = AddressOf(there).Port!.Value;

        Kill(there);
        StartSystem(host: "127.0.0.3", port: port).ActorOf<EchoActor>("echo");

        await listener.Expect(new Terminated(seen, existenceConfirmed: false, addressTerminated: false));
    }

    [Fact]
    public async Task The_next_incarnation_of_a_dead_system_is_watched_like_any_other()
    {
        var (here, there) = (StartSystem(host: "127.0.0.2", config: Impatient), StartSystem(host: "127.0.0.3"));
        there.ActorOf<EchoActor>("echo");
        var seen = await Resolve(here, there, "/user/echo");
        var listener = new Listener(here);
        await Watch(listener, seen);
        var port = AddressOf(there).Port!.Value;
        Kill(there);
        await listener.Expect(new Terminated(seen, existenceConfirmed: false, addressTerminated: true));

        var again = StartSystem(host: "127.0.0.3", port: port);
        var echo = again.ActorOf<EchoActor>("echo");
        var seenAgain = await FindAgain(here, again, "/user/echo");
        await Watch(listener, seenAgain);
        again.Stop(echo);

        // Its existence is not confirmed where the watch, repeated for the new incarnation, comes after its end.
        var death = await listener.Next<Terminated>();
        Assert.Equal((seenAgain, false), (death.ActorRef, death.AddressTerminated));
    }

    private static void Kill(ActorSystem system) => ((RemoteActorRefProvider)((ExtendedActorSystem)system).Provider).Remoting.Kill();

    /// <summary>Returns once the watch has arrived: system messages go in order, and before the ordinary ones of the same sender.</summary>
    private static async Task Watch(Listener listener, IActorRef actor)
    {
        listener.Watch(actor);
        // From the listener to the remote-watcher to the wire: only then, what is sent comes after the Watch.
        await listener.Ref.Ask<ActorIdentity>(new Identify(0), Patience);
        await ((IRemoteActorRefProvider)((IInternalActorRef)actor).Provider).RemoteWatcher.Ask<ActorIdentity>(new Identify(0), Patience);
        listener.Send(actor, "hi");
        await listener.Expect("hi");
    }

    /// <summary>Asks until there is an answer: while an address is gated, questions to it are lost.</summary>
    private static async Task<IActorRef> FindAgain(ActorSystem from, ActorSystem at, string path)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await from.ActorSelection($"{AddressOf(at)}{path}").ResolveOne(TimeSpan.FromMilliseconds(500), limit.Token);
            }
            catch (ActorNotFoundException) when (!limit.IsCancellationRequested)
            {
                // asked too early
            }
        }
    }

    private static Task AwaitStopped(IActorRef actor) => actor.GracefulStop(Patience);
}
