using Coterie.Actors.Locks;
using Coterie.Hosting.Live;
using Coterie.Protocols.Quorum;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Coterie.Hosting.Tests.Live;

/// <summary>What a viewer gets of what is known.</summary>
public sealed class StateTests
{
    private readonly StripBook _strips = new(100);

    [Fact]
    public void The_busiest_come_first()
    {
        var state = Of(
            LiveQuery.Default,
            Views.Lock("short", Views.Holds("x", seconds: 1)),
            Views.Lock("one-waits", Views.Holds("x", seconds: 2), Views.Waits("y")),
            Views.Lock("nobody-holds", Views.Waits("y")),
            Views.Lock("long", Views.Holds("x", seconds: 30)),
            Views.Lock("two-wait", Views.Holds("x", seconds: 1), Views.Waits("y"), Views.Waits("z")));
        Assert.Equal(["two-wait", "one-waits", "nobody-holds", "long", "short"], state.Rows.Select(row => row.Name));
        Assert.Equal((4, 3, 4, 5, 0), (state.Held, state.WaitedFor, state.Waiting, state.Matching, state.MoreRows));
    }

    [Fact]
    public void Those_that_have_become_free_come_last_the_latest_first()
    {
        Of(LiveQuery.Default, 0, Views.Lock("a", Views.Holds("x")), Views.Lock("b", Views.Holds("x")));
        Of(LiveQuery.Default, 1, Views.Lock("b", Views.Holds("x")));
        var state = Of(LiveQuery.Default, 2, Views.Lock("c", Views.Holds("x")));
        Assert.Equal(["c", "b", "a"], state.Rows.Select(row => row.Name));
        Assert.Equal([null, 0.0, 1.0], state.Rows.Select(row => row.FreeFor));
        Assert.Equal((1, 3), (state.Held, state.Matching));
    }

    [Theory]
    [InlineData("ORDERS", "orders")]
    [InlineData("web-7", "held")]
    [InlineData("Nightly", "purpose")]
    [InlineData("web-8", "waited")]
    [InlineData("web-", "waited held")]
    [InlineData(" orders ", "orders")]
    [InlineData("votes", "")]
    public void The_search_looks_at_names_holders_waiters_and_purposes(string search, string found)
    {
        Assert.True(LiveQuery.TryRead(Query(("search", search)), out var query, out _));
        var state = Of(
            query!,
            Views.Lock("orders/1", Views.Holds("x")),
            Views.Lock("held", Views.Holds("Web-7")),
            Views.Lock("purpose", Views.Holds("x", purpose: "the nightly job")),
            Views.Lock("waited", Views.Holds("x"), Views.Waits("web-8")));
        Assert.Equal(
            found.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            state.Rows.Select(row => row.Name.Split('/')[0]));
        Assert.Equal((4, 1), (state.Held, state.Waiting)); // the counts are those of all
    }

    [Fact]
    public void What_is_left_out_is_counted()
    {
        var crowd = Enumerable.Range(0, 300).Select(i => Views.Waits($"waiter-{i}")).Prepend(Views.Holds("x"));
        LockView[] locks =
        [
            Views.Lock("crowd", [.. crowd]) with { More = 50 },
            .. Enumerable.Range(0, 200).Select(i => Views.Lock($"lock-{i:000}", Views.Holds("x"))),
        ];
        var state = Of(LiveQuery.Default, locks);
        Assert.Equal((100, 101, 201), (state.Rows.Count, state.MoreRows, state.Matching));
        Assert.Equal((20, 330), (state.Rows[0].Waiting.Count, state.Rows[0].MoreWaiting));

        // If few locks are asked for, more of their queues is told.
        state = Of(new LiveQuery("crowd", 100), locks);
        Assert.Equal((200, 150), (state.Rows[0].Waiting.Count, state.Rows[0].MoreWaiting));
    }

    [Fact]
    public void Why_somebody_waits_is_told_once_for_all_votes_that_are_missing_for_the_same_reason()
    {
        var waits = Views.Waits("y") with
        {
            Missing =
            [
                new MissingVote("10.0.0.1:4053", "x"),
                new MissingVote("10.0.0.2:4053", "no answer"),
                new MissingVote("10.0.0.3:4053", "x"),
            ],
        };
        var missing = Of(LiveQuery.Default, Views.Lock("a", Views.Holds("x"), waits)).Rows[0].Waiting[0].Missing!;
        Assert.Equal(
            ["x: 10.0.0.1:4053, 10.0.0.3:4053", "no answer: 10.0.0.2:4053"],
            missing.Select(votes => $"{votes.Why}: {string.Join(", ", votes.Members)}"));
    }

    [Fact]
    public void A_strip_tells_who_held_a_lock_when_and_how_many_waited()
    {
        Of(LiveQuery.Default, 0, Views.Lock("a", Views.Holds("x", seconds: 3)));
        Of(LiveQuery.Default, 1, Views.Lock("a", Views.Holds("y", seconds: 0.5), Views.Waits("z")));
        var strip = Of(LiveQuery.Default, 2).Rows[0].Strip!;
        Assert.Equal(["x", "y"], strip.Holders);
        Assert.Equal([[5, 0, 0], [1.5, 1, 1], [0, -1, 0]], strip.Runs);
    }

    [Fact]
    public void Those_that_share_a_lock_are_one_part_of_its_strip()
    {
        Of(
            LiveQuery.Default,
            0,
            Views.Lock("a", Views.Holds("x", 0, null, VoteMode.Shared), Views.Holds("y", 0, null, VoteMode.Shared)));
        var strip = Of(
            LiveQuery.Default,
            1,
            Views.Lock("a", Views.Holds("y", 1, null, VoteMode.Shared), Views.Holds("x", 1, null, VoteMode.Shared)))
            .Rows[0].Strip!;
        Assert.Equal(["x and 1 more"], strip.Holders);
    }

    [Theory]
    [InlineData("most", "0", "most must be a whole number from 1 to 1000, was [0].")]
    [InlineData("most", "1001", "most must be a whole number from 1 to 1000, was [1001].")]
    [InlineData("most", "many", "most must be a whole number from 1 to 1000, was [many].")]
    [InlineData("most", "", "most must be a whole number from 1 to 1000, was [].")]
    public void A_query_that_breaks_a_rule_is_refused_with_the_rule(string name, string value, string error)
    {
        Assert.False(LiveQuery.TryRead(Query((name, value)), out _, out var told));
        Assert.Equal(error, told);
    }

    [Fact]
    public void A_search_that_is_longer_than_any_name_is_refused()
    {
        Assert.True(LiveQuery.TryRead(Query(("search", new string('a', 512))), out _, out _));
        Assert.False(LiveQuery.TryRead(Query(("search", new string('a', 513))), out _, out var told));
        Assert.Equal("search must have at most 512 characters, was [513 characters].", told);
    }

    private static QueryCollection Query(params (string Name, string Value)[] given) =>
        new(given.ToDictionary(pair => pair.Name, pair => new StringValues(pair.Value)));

    private LiveList Of(LiveQuery query, params LockView[] locks) => Of(query, 0, locks);

    private LiveList Of(LiveQuery query, double seconds, params LockView[] locks)
    {
        var now = TimeSpan.FromSeconds(seconds);
        var names = Views.Names(locks);
        var frame = new LiveFrame(1, DateTimeOffset.UnixEpoch, now, now)
        {
            Locks = new LiveBoard(names, _strips.Record(now, names), _strips),
        };
        return LiveState.Of(frame, query, TimeSpan.Zero).Locks!;
    }
}
