using Akka.Actor;
using Xunit.Sdk;

namespace Akka.TestKit.Tests;

/// <summary>What the test actor received, one message at a time.</summary>
public sealed class ExpectMsgTests : Xunit2.TestKit
{
    private sealed record Greeting(string Text);

    [Fact]
    public void Messages_are_expected_in_the_order_in_which_they_were_sent()
    {
        foreach (var number in Enumerable.Range(1, 100))
            TestActor.Tell(number);

        foreach (var number in Enumerable.Range(1, 100))
            ExpectMsg(number);
    }

    [Fact]
    public void A_message_can_be_expected_by_type_value_predicate_assertion_and_comparer()
    {
        for (var i = 0; i < 7; i++)
            TestActor.Tell(new Greeting("hello"));

        Assert.Equal("hello", ExpectMsg<Greeting>().Text);
        ExpectMsg(new Greeting("hello"));
        ExpectMsg<Greeting>(g => g.Text.Length == 5);
        ExpectMsg<Greeting>(g => Assert.StartsWith("h", g.Text));
        ExpectMsg<Greeting>((g, sender) => g.Text == "hello" && sender.Equals(TestActor));
        ExpectMsg<Greeting>((g, sender) => Assert.Equal(TestActor, sender));
        ExpectMsg(new Greeting("HELLO"), (a, b) => a.Text.Equals(b.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_message_can_be_expected_without_blocking_a_thread()
    {
        var expected = ExpectMsgAsync<string>(TimeSpan.FromSeconds(30));
        Assert.False(expected.IsCompleted);

        TestActor.Tell("now");

        Assert.Equal("now", await expected);
    }

    [Fact]
    public void A_message_of_a_derived_type_will_do()
    {
        TestActor.Tell(new ArgumentNullException("x"));

        ExpectMsg<ArgumentException>();
    }

    [Fact]
    public void A_missing_message_fails_the_test_and_says_what_was_waited_for()
    {
        var failure = Assert.ThrowsAny<XunitException>(() => ExpectMsg<Greeting>(TimeSpan.FromMilliseconds(1), "the greeting"));

        Assert.Contains("00:00:00.001", failure.Message);
        Assert.Contains("while waiting for a message of type", failure.Message);
        Assert.Contains(nameof(Greeting), failure.Message);
        Assert.Contains("the greeting", failure.Message);
    }

    [Fact]
    public async Task A_missing_message_fails_the_async_form_in_the_same_way()
    {
        var failure = await Assert.ThrowsAnyAsync<XunitException>(
            async () => await ExpectMsgAsync<Greeting>(TimeSpan.FromMilliseconds(1)));

        Assert.Contains("while waiting for a message of type", failure.Message);
    }

    [Fact]
    public void A_message_of_another_type_fails_the_test_and_is_shown()
    {
        TestActor.Tell("something else");

        var failure = Assert.ThrowsAny<XunitException>(() => ExpectMsg<Greeting>());

        Assert.Contains(nameof(Greeting), failure.Message);
        Assert.Contains("something else", failure.Message);
        Assert.Contains("System.String", failure.Message);
    }

    [Fact]
    public void Another_value_fails_the_test_and_both_are_shown()
    {
        TestActor.Tell("actual");

        var failure = Assert.ThrowsAny<XunitException>(() => ExpectMsg("expected"));

        Assert.Contains("actual", failure.Message);
        Assert.Contains("expected", failure.Message);
    }

    [Fact]
    public void A_predicate_that_does_not_hold_fails_the_test()
    {
        TestActor.Tell("short");

        Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>(text => text.Length > 10));
    }

    [Fact]
    public void A_message_from_another_sender_fails_the_test()
    {
        var (right, wrong) = (CreateTestProbe(), CreateTestProbe());

        TestActor.Tell("hello", right);
        TestActor.Tell("hello", wrong);

        Assert.Equal("hello", ExpectMsgFrom<string>(right));
        Assert.ThrowsAny<XunitException>(() => ExpectMsgFrom(right, "hello"));
    }

    [Fact]
    public async Task A_sender_can_be_expected_in_every_form()
    {
        var sender = CreateTestProbe().Ref;
        for (var i = 0; i < 5; i++)
            TestActor.Tell("hello", sender);

        await ExpectMsgFromAsync(sender, "hello");
        await ExpectMsgFromAsync<string>(sender, text => text == "hello");
        await ExpectMsgFromAsync<string>(sender, text => Assert.Equal("hello", text));
        await ExpectMsgFromAsync<string>(from => from.Equals(sender), text => text == "hello");
        await ExpectMsgFromAsync<string>(from => Assert.Equal(sender, from), text => Assert.Equal("hello", text));
    }

    [Fact]
    public void Silence_is_expected_and_a_message_breaks_it()
    {
        ExpectNoMsg(TimeSpan.Zero);
        TestActor.Tell("noise");

        var failure = Assert.ThrowsAny<XunitException>(() => ExpectNoMsg(TimeSpan.Zero));

        Assert.Contains("noise", failure.Message);
    }

    [Fact]
    public async Task A_message_breaks_a_silence_that_is_awaited()
    {
        var silence = ExpectNoMsgAsync(TimeSpan.FromSeconds(30)).AsTask();
        Assert.False(silence.IsCompleted);

        TestActor.Tell("noise");

        await Assert.ThrowsAnyAsync<XunitException>(() => silence);
    }

    [Fact]
    public void Any_one_of_several_messages_will_do()
    {
        TestActor.Tell("b");
        TestActor.Tell("z");

        Assert.Equal("b", ExpectMsgAnyOf(new[] { "a", "b", "c" }));
        Assert.ThrowsAny<XunitException>(() => ExpectMsgAnyOf(new[] { "a", "b", "c" }));
    }

    [Fact]
    public void All_of_several_messages_come_in_any_order()
    {
        foreach (var text in new[] { "c", "a", "b" })
            TestActor.Tell(text);

        Assert.Equal(["a", "b", "c"], ExpectMsgAllOf("a", "b", "c").Order());
    }

    [Fact]
    public void A_message_that_is_none_of_all_fails_the_test()
    {
        foreach (var text in new[] { "a", "a" })
            TestActor.Tell(text);

        Assert.ThrowsAny<XunitException>(() => ExpectMsgAllOf("a", "b"));
    }

    [Fact]
    public void Each_of_several_predicates_is_satisfied_by_one_message()
    {
        var predicates = new[] { PredicateInfo.Create<string>(text => text == "a"), PredicateInfo.Create<int>(number => number > 1) };
        foreach (var message in new object[] { 2, "a", 1, "a" })
            TestActor.Tell(message);

        Assert.Equal([2, "a"], ExpectMsgAllOfMatchingPredicates(predicates));
        Assert.ThrowsAny<XunitException>(() => ExpectMsgAllOfMatchingPredicates(predicates));
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = ExpectMsgAsync<string>(TimeSpan.FromSeconds(30), cancellationToken: cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void The_last_message_and_its_sender_are_remembered()
    {
        var probe = CreateTestProbe();
        TestActor.Tell("hello", probe.Ref);

        ExpectMsg("hello");

        Assert.Equal("hello", LastMessage);
        Assert.Equal(probe.Ref, LastSender);
    }
}
