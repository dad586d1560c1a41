using Coterie.Actors.Locks;
using Coterie.Protocols.Quorum;

namespace Coterie.Tests.Locks;

/// <summary>What every lock does, whoever votes. Each subclass makes another group.</summary>
public abstract class LockContract : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly List<CoterieNode> _nodes = [];

    /// <summary>Makes the group, and two nodes that use it; they may be the same one.</summary>
    protected abstract Task<(CoterieNode One, CoterieNode Other)> StartAsync();

    /// <summary>Ends the group.</summary>
    protected abstract Task EndAsync();

    private CoterieNode One => _nodes[0];

    private CoterieNode Other => _nodes[1];

    public async Task InitializeAsync()
    {
        var (one, other) = await StartAsync();
        _nodes.AddRange([one, other]);
    }

    public Task DisposeAsync() => EndAsync();

    [Fact]
    public async Task A_lock_is_held_by_one_and_its_token_rises_from_holder_to_holder()
    {
        long last = 0;
        for (var i = 0; i < 5; i++)
        {
            await using var held = await (i % 2 == 0 ? One : Other).AcquireAsync("a", Patience);
            Assert.True(held.Token > last, $"{held.Token} after {last}");
            Assert.True(held.IsHeld);
            Assert.Null(await Other.TryAcquireAsync("a"));
            last = held.Token;
        }
    }

    [Fact]
    public async Task Whoever_waits_gets_the_lock_when_it_is_given_back()
    {
        var held = await One.AcquireAsync("a", Patience);
        var waiting = Other.AcquireAsync("a", Patience).AsTask();
        Assert.Null(await One.TryAcquireAsync("a"));
        Assert.False(waiting.IsCompleted);
        held.Dispose();
        using var next = await waiting;
        Assert.True(next.Token > held.Token);
    }

    [Fact]
    public async Task A_free_lock_is_had_with_a_time_of_zero()
    {
        using var held = await One.TryAcquireAsync("a");
        Assert.NotNull(held);
        using var another = await Other.TryAcquireAsync("b");
        Assert.NotNull(another);
    }

    [Fact]
    public async Task A_lock_that_was_given_back_is_had_with_a_time_of_zero_wherever_its_votes_are()
    {
        for (var i = 0; i < 20; i++)
        {
            using var held = await (i % 2 == 0 ? One : Other).TryAcquireAsync("a");
            Assert.NotNull(held);
        }
        for (var i = 0; i < 20; i++)
        {
            using var held = await ((i % 4) switch
            {
                0 => One.TryAcquireAsync("a"),
                1 => Other.TryAcquireSharedAsync("a"),
                2 => Other.TryAcquireAsync("a"),
                _ => One.TryAcquireSharedAsync("a"),
            });
            Assert.NotNull(held);
        }
    }

    [Fact]
    public async Task A_shared_lock_is_held_by_several_and_never_beside_an_exclusive_one()
    {
        var one = await One.AcquireSharedAsync("a", Patience);
        var other = await Other.AcquireSharedAsync("a", Patience);
        Assert.Null(await Other.TryAcquireAsync("a"));
        var writer = One.AcquireAsync("a", Patience).AsTask();
        await WriterIsQueuedAsync();
        Assert.Null(await Other.TryAcquireSharedAsync("a")); // not past a waiting writer
        one.Dispose();
        other.Dispose();
        using var alone = await writer;
        Assert.Null(await Other.TryAcquireSharedAsync("a"));
        Assert.True(alone.Token > Math.Max(one.Token, other.Token));
    }

    // At every member that answers.
    private async Task WriterIsQueuedAsync()
    {
        for (var member = 0; member < Other.Members.Count; member++)
        {
            while (await Other.InspectAsync(member, "a", TimeSpan.FromSeconds(1), default) is { } state
                && !state.Names.Any(name => name.Claims.Any(claim => claim is { Mode: VoteMode.Exclusive, HasVote: false })))
            {
            }
        }
    }

    [Fact]
    public async Task When_the_time_is_over_the_sentence_says_who_holds_the_lock_and_who_answers()
    {
        using var held = await One.AcquireAsync("orders/42", VoteMode.Exclusive, Patience, "nightly run");
        var sentence = "";
        while (!sentence.Contains("It is held by", StringComparison.Ordinal)) // a slow member may not answer in time
        {
            var failure = await Assert.ThrowsAsync<TimeoutException>(
                async () => await Other.AcquireAsync("orders/42", TimeSpan.FromMilliseconds(100)));
            sentence = failure.Message;
        }
        Assert.Matches(
            @"^orders/42 could not be locked within 0\.1 s\. It is held by \S+ \d+ on \S+ \(nightly run\) for \d+\.\d s\. "
            + @"(\S+ does not answer\. )?\d of \d members? answers?, \d must\.$",
            sentence);
    }

    [Fact]
    public async Task Bad_arguments_are_refused_at_once_and_before_anything_is_asked()
    {
        Func<string, TimeSpan, CancellationToken, object>[] calls =
        [
            (name, time, stop) => One.AcquireAsync(name, time, stop),
            (name, time, stop) => One.TryAcquireAsync(name, time, stop),
            (name, time, stop) => One.AcquireSharedAsync(name, time, stop),
            (name, time, stop) => One.TryAcquireSharedAsync(name, time, stop),
        ];
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        foreach (var call in calls)
        {
            Assert.Throws<ArgumentNullException>("name", () => call(null!, Patience, default));
            Assert.Throws<ArgumentException>("name", () => call("", Patience, default));
            Assert.Throws<ArgumentException>("name", () => call(new string('x', 513), Patience, default));
            Assert.Throws<ArgumentException>("name", () => call("\ud83d", Patience, default));
            Assert.Throws<ArgumentOutOfRangeException>("timeout", () => call("a", TimeSpan.FromMilliseconds(-2), default));
            Assert.Throws<ArgumentOutOfRangeException>("timeout", () => call("a", TimeSpan.MaxValue, default));
            Assert.Throws<ArgumentException>("name", () => call("", Patience, stopped.Token));
            dynamic cancelled = call("a", Patience, stopped.Token);
            Assert.True(cancelled.IsCanceled);
        }
        Assert.Throws<ArgumentException>(
            "purpose", () => { _ = One.AcquireAsync("a", VoteMode.Shared, Patience, new string('x', 201)); });
        Assert.Throws<ArgumentOutOfRangeException>("mode", () => { _ = One.TryAcquireAsync("a", (VoteMode)2, Patience, null); });
    }

    [Fact]
    public async Task A_cancelled_request_leaves_the_queue()
    {
        var held = await One.AcquireAsync("a", Patience);
        using var source = new CancellationTokenSource();
        var waiting = Other.AcquireAsync("a", Patience, source.Token).AsTask();
        await source.CancelAsync();
        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(source.Token, failure.CancellationToken);
        held.Dispose();
        using var next = await One.AcquireAsync("a", Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await One.AcquireAsync("b", Patience, source.Token));
    }

    [Fact]
    public async Task A_hundred_tasks_on_one_lock_are_inside_one_at_a_time()
    {
        var (inside, count) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
        {
            await using var held = await (i % 2 == 0 ? One : Other).AcquireAsync("a", Patience);
            Assert.Equal(1, Interlocked.Increment(ref inside));
            count++;
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        })));
        Assert.Equal(100, count);
    }

    [Fact]
    public async Task A_handle_may_be_disposed_twice_and_frees_its_own_lock_only()
    {
        var held = await One.AcquireAsync("a", Patience);
        held.Dispose();
        using var next = await Other.AcquireAsync("a", Patience);
        held.Dispose();
        await held.DisposeAsync();
        Assert.True(next.IsHeld);
        Assert.Null(await One.TryAcquireAsync("a"));
        Assert.False(held.IsHeld);
        Assert.Equal(TimeSpan.Zero, held.Remaining);
        Assert.True(held.Token > 0);
        Assert.Throws<ObjectDisposedException>(() => held.Lost);
    }

    [Fact]
    public async Task The_token_of_loss_is_not_cancelled_by_a_release()
    {
        var held = await One.AcquireAsync("a", Patience);
        var lost = held.Lost;
        Assert.False(lost.IsCancellationRequested);
        Assert.InRange(held.Remaining, TimeSpan.FromTicks(1), One.Group.Terms.Lease);
        held.Dispose();
        using var next = await Other.AcquireAsync("a", Patience);
        Assert.False(lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Names_are_any_text_up_to_512_characters()
    {
        foreach (var name in (string[])["A", "a", "a/b\\c d\"\n\0", new string('x', 512), "Ω😀"])
        {
            using var held = await One.AcquireAsync(name, Patience);
            Assert.Equal(name, held.Name);
            Assert.Null(await Other.TryAcquireAsync(name));
        }
    }

    [Fact]
    public async Task A_handle_that_is_dropped_gives_the_lock_back()
    {
        await DropAsync();
        var next = One.AcquireAsync("a", Patience).AsTask();
        while (!next.IsCompleted)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }
        (await next).Dispose();

        async Task DropAsync() => await Other.AcquireAsync("a", Patience);
    }

    [Fact]
    public async Task Whoever_waits_when_its_node_ends_is_told()
    {
        using var held = await One.AcquireAsync("a", Patience);
        var waiting = One.AcquireAsync("a", Patience).AsTask();
        await One.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await One.AcquireAsync("b", Patience));
        Assert.False(held.IsHeld);
    }
}
