using Akka.Actor;
using Akka.TestKit;

namespace Akka.Tests.Scenarios;

/// <summary>Messages put aside for later.</summary>
public sealed class StashScenarios : TestKit.Xunit2.TestKit
{
    [Fact]
    public void Stashed_messages_come_back_in_their_order_before_what_came_later()
    {
        var door = ActorOf<Door>();
        foreach (var message in new[] { "a", "b", "c", "open", "d", "e" })
            door.Tell(message);

        Assert.Equal(["a", "b", "c", "d", "e"], ReceiveN(5).Cast<string>());
    }

    [Fact]
    public void Stashed_messages_keep_their_senders()
    {
        var (door, probe) = (ActorOf<Door>(), CreateTestProbe());
        door.Tell("a", probe);

        door.Tell("open");

        probe.ExpectMsgFrom(door, "a");
    }

    [Fact]
    public void One_stashed_message_can_come_back_alone()
    {
        var door = ActorOf<Door>();
        foreach (var message in new[] { "a", "b", "let one in" })
            door.Tell(message);

        ExpectMsg("a");
        door.Tell("open");
        ExpectMsg("b");
    }

    [Fact]
    public void Stashed_messages_survive_a_restart()
    {
        var door = ActorOf<Door>();
        foreach (var message in new[] { "a", "b", "break", "open", "c" })
            door.Tell(message);

        Assert.Equal(["a", "b", "c"], ReceiveN(3).Cast<string>());
    }

    [Fact]
    public void Stashing_a_message_twice_is_a_mistake()
    {
        var door = ActorOf<Door>();

        door.Tell("stash me twice");

        Assert.IsType<IllegalActorStateException>(ExpectMsg<Status.Failure>().Cause);
    }

    [Fact]
    public void What_is_stashed_when_the_actor_stops_becomes_dead_letters()
    {
        var door = ActorOf<Door>();
        Watch(door);

        EventFilter.DeadLetter<string>(text => text is "a" or "b").Expect(2, () =>
        {
            door.Tell("a");
            door.Tell("b");
            door.Tell(PoisonPill.Instance);
            ExpectTerminated(door);
        });
    }

    [Fact]
    public void Two_stashes_of_one_actor_are_released_apart()
    {
        var actor = ActorOf<TwoQueues>();
        foreach (var message in new object[] { 1, "a", 2, "b" })
            actor.Tell(message);

        actor.Tell(new Release(typeof(string)));
        Assert.Equal(["a", "b"], ReceiveN(2).Cast<string>());
        actor.Tell(new Release(typeof(int)));

        Assert.Equal([1, 2], ReceiveN(2).Cast<int>());
    }

    private sealed class Door : ReceiveActor, IWithUnboundedStash
    {
        public IStash Stash { get; set; } = null!;

        public Door() => Closed();

        private void Closed()
        {
            Receive<string>(text => text == "open", _ =>
            {
                Become(Open);
                Stash.UnstashAll();
            });
            Receive<string>(text => text == "let one in", _ =>
            {
                BecomeStacked(OpenForOne);
                Stash.Unstash();
            });
            Receive<string>(text => text == "stash me twice", _ =>
            {
                Stash.Stash();
                Sender.Tell(new Status.Failure(Record.Exception(Stash.Stash)));
            });
            Receive<string>(text => text == "break", _ => throw new InvalidOperationException("broken"));
            ReceiveAny(_ => Stash.Stash());
        }

        private void Open() => ReceiveAny(message => Sender.Tell(message));

        private void OpenForOne() => ReceiveAny(message =>
        {
            Sender.Tell(message);
            UnbecomeStacked();
        });
    }

    private sealed record Release(Type Type);

    private sealed class TwoQueues : ReceiveActor, IWithUnboundedStash
    {
        public IStash Stash { get; set; } = null!;

        public TwoQueues()
        {
            var numbers = Context.CreateStash(this);
            var open = new HashSet<Type>();
            Receive<Release>(release =>
            {
                open.Add(release.Type);
                (release.Type == typeof(int) ? numbers : Stash).UnstashAll();
            });
            Receive<int>(number => open.Contains(typeof(int)), number => Sender.Tell(number));
            Receive<int>(_ => numbers.Stash());
            Receive<string>(_ => open.Contains(typeof(string)), text => Sender.Tell(text));
            Receive<string>(_ => Stash.Stash());
        }
    }
}
