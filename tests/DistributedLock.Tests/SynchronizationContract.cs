using Medallion.Threading;

namespace Coterie.DistributedLock.Tests;

/// <summary>
/// What DistributedLock.Core asks of every lock, by calls that block and by calls that do not. Each subclass has another kind or
/// another group.
/// </summary>
public abstract class SynchronizationContract(Kind kind, Group group) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static int _names;
    private readonly CoterieDistributedSynchronizationProvider _one = new(group.One);
    private readonly CoterieDistributedSynchronizationProvider _other = new(group.Other);
    private readonly string _name = $"name {Interlocked.Increment(ref _names)}"; // tests share a group
    private readonly List<IDistributedSynchronizationHandle> _kept = []; // the garbage collector would give them back

    public void Dispose() => _kept.ForEach(handle => handle.Dispose());

    [Theory, CombineWays]
    public async Task As_many_hold_it_as_may_and_nobody_enters_twice(Way way)
    {
        var handles = new List<IDistributedSynchronizationHandle>();
        for (var i = 0; i < Math.Min(kind.Most, 4); i++)
            handles.Add(await way.AcquireAsync(i % 2 == 0 ? One() : Other()));
        if (kind.Most < int.MaxValue)
        {
            Assert.Null(await way.TryAcquireAsync(One()));
            Assert.Null(await way.TryAcquireAsync(Other()));
        }
        handles.ForEach(handle => handle.Dispose());
    }

    [Theory, CombineWays]
    public async Task Time_zero_gets_what_is_free_wherever_it_was_before(Way way)
    {
        for (var i = 0; i < 20; i++)
        {
            await using var held = await way.TryAcquireAsync(i % 2 == 0 ? One() : Other());
            Assert.NotNull(held);
        }
    }

    [Theory, CombineWays]
    public async Task When_the_time_is_over_there_is_null_or_an_exception(Way way)
    {
        await FillAsync(_name);
        Assert.Null(await way.TryAcquireAsync(Other()));
        Assert.Null(await way.TryAcquireAsync(Other(), TimeSpan.FromMilliseconds(50)));
        await Assert.ThrowsAsync<TimeoutException>(() => way.AcquireAsync(Other(), TimeSpan.FromMilliseconds(50)));
        await Assert.ThrowsAsync<TimeoutException>(() => way.AcquireAsync(Other(), TimeSpan.Zero));
    }

    [Theory, CombineWays]
    public async Task Whoever_waits_gets_it_when_it_is_given_back(Way way)
    {
        var held = await FillAsync(_name);
        var waiting = Task.WhenAll(PassAsync(One()), PassAsync(Other()));
        held[0].Dispose();
        await waiting;

        async Task PassAsync(Subject subject) => (await way.AcquireAsync(subject)).Dispose();
    }

    [Fact]
    public void A_bad_time_is_refused_at_once()
    {
        TimeSpan[] bad = [TimeSpan.FromMilliseconds(-2), TimeSpan.FromSeconds(-1), TimeSpan.MaxValue, TimeSpan.MinValue];
        foreach (var time in bad)
        {
            Assert.Throws<ArgumentOutOfRangeException>("timeout", () => One().TryAcquire(time, default));
            Assert.Throws<ArgumentOutOfRangeException>("timeout", () => One().Acquire(time, default));
            Assert.Throws<ArgumentOutOfRangeException>("timeout", () => { _ = One().TryAcquireAsync(time, default); });
            Assert.Throws<ArgumentOutOfRangeException>("timeout", () => { _ = One().AcquireAsync(time, default); });
        }
        One().Acquire(TimeSpan.FromDays(24), default).Dispose();
        One().Acquire(null, default).Dispose();
    }

    [Fact]
    public void What_is_cancelled_already_throws_or_gives_a_cancelled_task()
    {
        var stopped = new CancellationToken(canceled: true);
        foreach (var time in (TimeSpan[])[TimeSpan.Zero, Patience, Timeout.InfiniteTimeSpan])
        {
            Assert.ThrowsAny<OperationCanceledException>(() => One().TryAcquire(time, stopped));
            Assert.ThrowsAny<OperationCanceledException>(() => One().Acquire(time, stopped));
            Assert.True(One().TryAcquireAsync(time, stopped).IsCanceled);
            Assert.True(One().AcquireAsync(time, stopped).IsCanceled);
        }
        One().TryAcquire(TimeSpan.Zero, default)!.Dispose();
    }

    [Theory, CombineWays]
    public async Task Waiting_can_be_cancelled_and_leaves_nothing_behind(Way way)
    {
        var held = await FillAsync(_name);
        using var source = new CancellationTokenSource();
        var waiting = way.AcquireAsync(Other(), null, source.Token);
        var trying = way.TryAcquireAsync(Other(), Patience, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trying);
        held[0].Dispose();
        (await way.AcquireAsync(One())).Dispose();
    }

    [Theory, CombineWays]
    public async Task A_hundred_tasks_are_inside_as_many_at_a_time_as_may_be(Way way)
    {
        var (inside, count) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
        {
            await using var held = await way.AcquireAsync(i % 2 == 0 ? One() : Other());
            Assert.InRange(Interlocked.Increment(ref inside), 1, kind.Most);
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            Interlocked.Increment(ref count);
        })));
        Assert.Equal(100, count);
    }

    [Theory, CombineWays]
    public async Task A_handle_may_be_disposed_twice_and_gives_back_its_own_only(Way way)
    {
        var mine = await way.AcquireAsync(One());
        mine.Dispose();
        var held = await FillAsync(_name);
        mine.Dispose();
        await mine.DisposeAsync();
        Assert.Null(await way.TryAcquireAsync(Other()));
        await held[0].DisposeAsync();
        await held[0].DisposeAsync();
        Assert.NotNull(await way.TryAcquireAsync(Other()));
    }

    [Theory, CombineWays]
    public async Task The_token_of_loss_is_not_cancelled_by_a_release_and_cannot_be_had_after_it(Way way)
    {
        var handle = await way.AcquireAsync(One());
        var lost = handle.HandleLostToken;
        Assert.True(lost.CanBeCanceled);
        Assert.False(lost.IsCancellationRequested);
        handle.Dispose();
        (await way.AcquireAsync(Other())).Dispose();
        Assert.False(lost.IsCancellationRequested);
        Assert.Throws<ObjectDisposedException>(() => handle.HandleLostToken);
    }

    [Theory, CombineWays]
    public async Task A_handle_that_is_dropped_is_given_back(Way way)
    {
        await DropAsync();
        var next = way.AcquireAsync(One(), Patience);
        while (!next.IsCompleted)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }
        (await next).Dispose();

        // One by one, because each is asked for its token, which must not keep it alive.
        async Task DropAsync()
        {
            foreach (var handle in await kind.FillAsync(_other, _name, Patience))
                _ = handle.HandleLostToken;
        }
    }

    [Theory, CombineWays]
    public async Task Names_are_any_text_and_differ_in_each_character(Way way)
    {
        string[] names =
        [
            "", "A", "a", "a/b\\c", "\\", "Global\\a", "a\"\n\0", new('x', 512), new('x', 513), new('x', 1000),
            new string('x', 999) + "y", "Ω😀", "\ud83d", "\ud83e", "\ude00", "?", "\ufffd", " ",
        ];
        var held = new List<IDistributedSynchronizationHandle>();
        foreach (var name in names)
        {
            Assert.Equal(name, One(name).Name);
            held.AddRange(await FillAsync(name));
        }
        foreach (var name in names)
            Assert.Null(await way.TryAcquireAsync(Other(name)));
        held.ForEach(handle => handle.Dispose());
        foreach (var name in names)
            (await way.TryAcquireAsync(Other(name)))!.Dispose();
    }

    [Fact]
    public async Task Blocking_calls_do_not_need_the_thread_that_they_block()
    {
        var held = await FillAsync(_name + "full");
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new BlockedContext());
            Use();
            done.SetResult();
        })
        { IsBackground = true };
        thread.Start();
        await done.Task.WaitAsync(Patience);
        var alone = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        await Task.Factory.StartNew(Use, default, TaskCreationOptions.None, alone).WaitAsync(Patience);
        held[0].Dispose();

        void Use()
        {
            One().Acquire(null, default).Dispose();
            Other().TryAcquire(Patience, default)!.Dispose();
            Assert.Null(One(_name + "full").TryAcquire(TimeSpan.Zero, default));
            Assert.Null(One(_name + "full").TryAcquire(TimeSpan.FromMilliseconds(1), default));
            Assert.Throws<TimeoutException>(() => Other(_name + "full").Acquire(TimeSpan.FromMilliseconds(1), default));
        }
    }

    [Theory, CombineWays]
    public async Task The_fencing_token_rises_and_is_there_after_the_end(Way way)
    {
        long last = 0;
        for (var i = 0; i < 6; i++)
        {
            var held = (CoterieDistributedSynchronizationHandle)await way.AcquireAsync(i % 2 == 0 ? One() : Other());
            await held.DisposeAsync();
            if (held is CoterieDistributedSemaphoreHandle { Slot: > 0 })
                continue; // a slot has tokens of its own
            if (kind == Kind.Reader)
                Assert.True(held.FencingToken >= last, $"{held.FencingToken} after {last}");
            else
                Assert.True(held.FencingToken > last, $"{held.FencingToken} after {last}");
            last = held.FencingToken;
        }
    }

    private Subject One(string? name = null) => kind.Of(_one, name ?? _name);

    private Subject Other(string? name = null) => kind.Of(_other, name ?? _name);

    private async Task<IReadOnlyList<IDistributedSynchronizationHandle>> FillAsync(string name)
    {
        var handles = await kind.FillAsync(_one, name, Patience);
        _kept.AddRange(handles);
        return handles;
    }

    /// <summary>A context whose thread never gets to what is posted to it.</summary>
    private sealed class BlockedContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }

        public override void Send(SendOrPostCallback d, object? state) =>
            throw new InvalidOperationException("The thread is blocked.");
    }
}
