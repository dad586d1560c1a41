using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.TestActors;
using Xunit.Sdk;

namespace Akka.TestKit.Tests;

/// <summary>Expected events of the log.</summary>
public sealed class EventFilterTests() : Xunit2.TestKit("akka.loglevel = DEBUG")
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void An_event_is_expected_by_level_and_text()
    {
        EventFilter.Debug("whole text").ExpectOne(() => Log.Debug("whole text"));
        EventFilter.Info(start: "whole").ExpectOne(() => Log.Info("whole text"));
        EventFilter.Warning(contains: "le te").ExpectOne(() => Log.Warning("whole text"));
        EventFilter.Error(new Regex("^w.*t$")).ExpectOne(() => Log.Error("whole text"));
        EventFilter.ForLogLevel(LogLevel.InfoLevel, "whole text").ExpectOne(() => Log.Info("whole text"));
    }

    [Fact]
    public void The_arguments_of_a_text_are_part_of_it() =>
        EventFilter.Info("one and two").ExpectOne(() => Log.Info("{0} and {1}", "one", "two"));

    [Fact]
    public void An_event_of_another_level_or_text_does_not_count()
    {
        Assert.ThrowsAny<XunitException>(() => EventFilter.Info("a").ExpectOne(Short, () => Log.Warning("a")));
        Assert.ThrowsAny<XunitException>(() => EventFilter.Info("a").ExpectOne(Short, () => Log.Info("b")));
    }

    [Fact]
    public void The_failure_says_what_was_expected()
    {
        var failure = Assert.ThrowsAny<XunitException>(() => EventFilter.Info("never logged").ExpectOne(Short, () => { }));

        Assert.Contains("never logged", failure.Message);
    }

    [Fact]
    public void So_many_events_are_expected()
    {
        EventFilter.Info("tick").Expect(3, () =>
        {
            for (var i = 0; i < 3; i++)
                Log.Info("tick");
        });
        Assert.ThrowsAny<XunitException>(() => EventFilter.Info("tick").Expect(3, Short, () => Log.Info("tick")));
    }

    [Fact]
    public void One_event_too_many_fails_the_test() =>
        Assert.ThrowsAny<XunitException>(() => EventFilter.Info("tick").Expect(2, () =>
        {
            for (var i = 0; i < 3; i++)
                Log.Info("tick");
        }));

    [Fact]
    public void The_result_of_the_block_is_returned() =>
        Assert.Equal(7, EventFilter.Info("tick").ExpectOne(() =>
        {
            Log.Info("tick");
            return 7;
        }));

    [Fact]
    public async Task An_event_is_awaited_without_blocking_a_thread()
    {
        var block = new TaskCompletionSource();
        var expecting = EventFilter.Info("tick").ExpectOneAsync(() => block.Task);
        Assert.False(expecting.IsCompleted);

        Log.Info("tick");
        block.SetResult();

        await expecting;
    }

    [Fact]
    public async Task An_event_that_comes_after_the_block_counts() =>
        await EventFilter.Info("late").ExpectOneAsync(TimeSpan.FromSeconds(30), () =>
        {
            ActorOf(Props.Create(() => new Logs())).Tell("late");
            return Task.CompletedTask;
        });

    [Fact]
    public void An_exception_is_expected_by_type_and_text()
    {
        var actor = ActorOf(Props.Create(() => new Throws()));

        EventFilter.Exception<FormatException>().ExpectOne(() => actor.Tell("boom"));
        EventFilter.Exception<FormatException>("boom").ExpectOne(() => actor.Tell("boom"));
        EventFilter.Exception(typeof(FormatException), contains: "oo").ExpectOne(() => actor.Tell("boom"));
    }

    [Fact]
    public void The_source_of_an_event_is_its_path()
    {
        var actor = ActorOf(Props.Create(() => new Logs()), "logs");

        EventFilter.Info("hello", source: actor.Path.ToString()).ExpectOne(() => actor.Tell("hello"));
    }

    [Fact]
    public void A_dead_letter_is_expected_by_type()
    {
        var dead = ActorOf<BlackHoleActor>();
        Watch(dead);
        Sys.Stop(dead);
        ExpectTerminated(dead);

        EventFilter.DeadLetter<string>().ExpectOne(() => dead.Tell("lost"));
        EventFilter.DeadLetter<string>(text => text == "lost").ExpectOne(() => dead.Tell("lost"));
        EventFilter.DeadLetter().ExpectOne(() => dead.Tell("lost"));
    }

    [Fact]
    public void An_event_is_expected_by_a_predicate_of_ones_own() =>
        EventFilter.Custom<Info>(info => info.Message.ToString()!.Length == 3).ExpectOne(() =>
        {
            Log.Info("four");
            Log.Info("two");
        });

    [Fact]
    public void Filters_joined_by_and_count_together() =>
        EventFilter.Info("a").And.Warning("b").Expect(2, () =>
        {
            Log.Info("a");
            Log.Warning("b");
        });

    [Fact]
    public void A_muted_event_is_still_counted_by_another_filter()
    {
        using var muted = EventFilter.Info("tick").Mute();

        EventFilter.Info("tock").ExpectOne(() =>
        {
            Log.Info("tick");
            Log.Info("tock");
        });
    }

    private sealed class Logs : ReceiveActor
    {
        public Logs() => ReceiveAny(message => Context.GetLogger().Info(message.ToString()!));
    }

    private sealed class Throws : ReceiveActor
    {
        public Throws() => Receive<string>(text => throw new FormatException(text));
    }
}
