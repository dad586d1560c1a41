using System.Collections;
using Akka.Actor;
using Xunit.Sdk;

namespace Akka.TestKit.Tests;

/// <summary>Several messages at a time, whatever they are.</summary>
public sealed class ReceiveTests : Xunit2.TestKit
{
    private void Arrive(params object[] messages)
    {
        foreach (var message in messages)
            TestActor.Tell(message);
    }

    [Fact]
    public void One_message_is_taken_or_none()
    {
        Arrive("a");

        Assert.True(HasMessages);
        Assert.Equal("a", ReceiveOne(TimeSpan.Zero));
        Assert.Null(ReceiveOne(TimeSpan.Zero));
        Assert.False(HasMessages);
    }

    [Fact]
    public void A_message_is_looked_at_and_left()
    {
        Arrive("a", "b");

        Assert.Equal("a", PeekOne(TimeSpan.Zero));
        Assert.True(TryPeekOne(out var peeked, TimeSpan.Zero));
        Assert.Equal("a", peeked.Message);
        Assert.True(TryReceiveOne(out var received, TimeSpan.Zero));
        Assert.Equal("a", received.Message);
        ExpectMsg("b");
    }

    [Fact]
    public void So_many_messages_are_taken_in_their_order()
    {
        Arrive(1, 2, 3, 4);

        Assert.Equal([1, 2, 3], ReceiveN(3).Cast<int>());
        ExpectMsg(4);
    }

    [Fact]
    public async Task So_many_messages_are_taken_without_blocking_a_thread()
    {
        var received = Collect(ReceiveNAsync(3, TimeSpan.FromSeconds(30)));
        Assert.False(received.IsCompleted);

        Arrive(1, 2, 3);

        Assert.Equal([1, 2, 3], (await received).Cast<int>());
    }

    [Fact]
    public void Too_few_messages_fail_the_test()
    {
        Arrive("only one");

        var failure = Assert.ThrowsAny<XunitException>(() => ReceiveN(2, TimeSpan.FromMilliseconds(1)));

        Assert.Contains("2", failure.Message);
    }

    [Fact]
    public void Messages_are_taken_while_the_filter_wants_them_and_the_next_one_stays()
    {
        Arrive("a", "b", 3, "d");

        var taken = ReceiveWhile(TimeSpan.FromSeconds(3), message => message as string);

        Assert.Equal(["a", "b"], taken);
        ExpectMsg(3);
        ExpectMsg("d");
    }

    [Fact]
    public void Taking_ends_after_so_many_messages()
    {
        Arrive("a", "b", "c");

        Assert.Equal(["a", "b"], ReceiveWhile(TimeSpan.FromSeconds(3), message => message as string, 2));
        ExpectMsg("c");
    }

    [Fact]
    public void Taking_ends_when_nothing_more_comes()
    {
        Arrive("a");

        Assert.Equal(["a"], ReceiveWhile(TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(1), message => message as string));
    }

    [Fact]
    public void Messages_of_a_type_are_taken_while_the_predicate_holds()
    {
        Arrive("a", 1, "bb", "ccc", "d");

        Assert.Equal(["a", "bb"], ReceiveWhile<string>(text => text.Length < 3, TimeSpan.FromSeconds(3)));
        ExpectMsg("ccc");
    }

    [Fact]
    public void Fishing_passes_over_what_it_does_not_want()
    {
        Arrive("small", 7, "large fish", "next");

        Assert.Equal("large fish", FishForMessage<string>(text => text.StartsWith("large")));
        ExpectMsg("next");
    }

    [Fact]
    public void Fishing_collects_what_it_took()
    {
        var caught = new ArrayList();
        Arrive("a", "b");

        FishForMessage<string>(text => text == "b", caught, TimeSpan.FromSeconds(3));

        Assert.Contains("a", caught.Cast<object>());
    }

    [Fact]
    public async Task Fishing_waits_without_blocking_a_thread()
    {
        var fishing = FishForMessageAsync(message => message is 2, TimeSpan.FromSeconds(30)).AsTask();
        Arrive(1);
        Assert.False(fishing.IsCompleted);

        Arrive(2);

        Assert.Equal(2, await fishing);
    }

    [Fact]
    public void Fishing_in_vain_fails_the_test_with_the_hint()
    {
        Arrive("small");

        var failure = Assert.ThrowsAny<XunitException>(
            () => FishForMessage(message => message is 1, TimeSpan.FromMilliseconds(1), "a whale"));

        Assert.Contains("a whale", failure.Message);
    }

    [Fact]
    public async Task Fishing_until_a_type_comes_passes_over_others()
    {
        Arrive(1, 2, "text", 3);

        await FishUntilMessageAsync<string>();

        ExpectMsg(3);
    }

    [Fact]
    public void Ignored_messages_do_not_arrive_until_nothing_is_ignored_any_more()
    {
        IgnoreMessages<int>(number => number < 10);
        Arrive(1, "a", 20);
        IgnoreNoMessages();
        Arrive(2);

        ExpectMsg("a");
        ExpectMsg(20);
        ExpectMsg(2);
    }

    private static async Task<List<T>> Collect<T>(IAsyncEnumerable<T> source)
    {
        var items = new List<T>();
        await foreach (var item in source)
            items.Add(item);
        return items;
    }
}
