using System.Globalization;
using Coterie.Actors.Locks;
using Microsoft.Extensions.Time.Testing;

namespace Coterie.DistributedLock.Tests;

/// <summary>The door and the slots of a semaphore.</summary>
public sealed class DistributedSemaphoreTests : IAsyncLifetime
{
    private const string Door = "a~semaphore~door";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Slots = ["a~semaphore~0", "a~semaphore~1", "a~semaphore~2"];
    private readonly FakeTimeProvider _time = new();
    private CoterieNode _node = null!;
    private WatchedCoterie _watched = null!;

    public async Task InitializeAsync()
    {
        _node = await CoterieNode.StartAsync(new CoterieOptions { Clock = _time });
        _watched = new WatchedCoterie(_node);
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Those_that_wait_enter_in_the_order_in_which_they_came()
    {
        var semaphore = Semaphore(2);
        List<CoterieDistributedSemaphoreHandle> inside = [await semaphore.AcquireAsync(), await semaphore.AcquireAsync()];
        var waiting = Enumerable.Range(0, 10).Select(_ => Semaphore(2).AcquireAsync().AsTask()).ToList();
        for (var i = 0; i < waiting.Count; i++)
        {
            Assert.DoesNotContain(waiting[i..], wait => wait.IsCompleted);
            inside[i].Dispose();
            inside.Add(await waiting[i].WaitAsync(Patience));
        }
        Assert.Null(await semaphore.TryAcquireAsync());
        inside.ForEach(handle => handle.Dispose());
    }

    [Fact]
    public async Task Nobody_overtakes_one_that_waits_for_the_slots()
    {
        var inside = await FillAsync();
        var waiting = Semaphore(3).AcquireAsync().AsTask();
        await _watched.AwaitedAsync(1, Slots).WaitAsync(Patience);
        inside[1].Dispose();
        Assert.Null(await Semaphore(3).TryAcquireAsync());
        using var next = await waiting.WaitAsync(Patience);
        Assert.Equal(1, next.Slot);
        Assert.Equal([0, 1, 2], inside.Select(handle => handle.Slot).Order());
        inside.ForEach(handle => handle.Dispose());
    }

    [Fact]
    public async Task Whoever_gets_several_slots_at_once_keeps_one()
    {
        for (var i = 1; i <= 20; i++)
        {
            var inside = await FillAsync();
            var waiting = Semaphore(3).AcquireAsync().AsTask();
            await _watched.AwaitedAsync(i, Slots).WaitAsync(Patience);
            inside.ForEach(handle => handle.Dispose());
            using var next = await waiting.WaitAsync(Patience);
            using var second = await Semaphore(3).TryAcquireAsync();
            using var third = await Semaphore(3).TryAcquireAsync();
            Assert.Equal([0, 1, 2], new[] { next, second!, third! }.Select(handle => handle.Slot).Order());
            Assert.Null(await Semaphore(3).TryAcquireAsync());
        }
    }

    [Fact]
    public async Task A_free_slot_costs_one_entry_and_no_waiting()
    {
        var two = (await FillAsync())[..2];
        var tried = _watched.Tried.Count;
        two[0].Dispose();
        using var next = await Semaphore(3).AcquireAsync();
        Assert.InRange(_watched.Tried.Count - tried, 1, 3);
        await _watched.AwaitedAsync(1, Door).WaitAsync(Patience);
        Assert.DoesNotContain(_watched.Tried, name => name == Door);
        Assert.False(_watched.AwaitedAsync(1, Slots).IsCompleted);
        two.ForEach(handle => handle.Dispose());
    }

    [Fact]
    public async Task One_time_counts_for_the_door_and_the_slots()
    {
        var inside = await FillAsync();
        using var stop = new CancellationTokenSource();
        var first = Semaphore(3).AcquireAsync(null, stop.Token).AsTask();
        await _watched.AwaitedAsync(1, Slots).WaitAsync(Patience);
        var second = Semaphore(3).TryAcquireAsync(TimeSpan.FromSeconds(5)).AsTask();
        _time.Advance(TimeSpan.FromSeconds(3));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await _watched.AwaitedAsync(2, Slots).WaitAsync(Patience); // it has the door
        _time.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.False(second.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(await second.WaitAsync(Patience));
        inside[0].Dispose();
        using var next = await Semaphore(3).TryAcquireAsync();
        Assert.NotNull(next);
        inside.ForEach(handle => handle.Dispose());
    }

    [Fact]
    public async Task Whoever_waits_at_the_door_waits_no_longer_than_its_time()
    {
        var inside = await FillAsync();
        var first = Semaphore(3).AcquireAsync().AsTask();
        await _watched.AwaitedAsync(1, Slots).WaitAsync(Patience);
        var second = Semaphore(3).TryAcquireAsync(TimeSpan.FromSeconds(5)).AsTask();
        var third = Semaphore(3).AcquireAsync(TimeSpan.FromSeconds(5)).AsTask();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await second.WaitAsync(Patience));
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => third.WaitAsync(Patience));
        Assert.StartsWith("None of 3 slots could be had within 5 s. a~semaphore~", failure.Message, StringComparison.Ordinal);
        inside[0].Dispose();
        (await first.WaitAsync(Patience)).Dispose();
        inside.ForEach(handle => handle.Dispose());
    }

    [Fact]
    public async Task When_the_time_is_over_the_sentence_says_who_holds_one_of_the_slots()
    {
        var inside = await FillAsync();
        var sentence = "";
        while (!sentence.Contains("It is held by", StringComparison.Ordinal)) // a slow member may not answer in time
        {
            var failure = await Assert.ThrowsAsync<TimeoutException>(async () => await Semaphore(3).AcquireAsync(TimeSpan.Zero));
            sentence = failure.Message;
        }
        Assert.Matches(
            @"^None of 3 slots could be had at once\. a~semaphore~\d could not be locked at once\. "
            + @"It is held by \S+ \d+ on \S+ for \d+\.\d s\. 1 of 1 member answers, 1 must\.$",
            sentence);
        inside.ForEach(handle => handle.Dispose());
    }

    [Fact]
    public async Task Whoever_loses_the_door_goes_on_waiting()
    {
        var inside = await FillAsync();
        var first = Semaphore(3).AcquireAsync().AsTask();
        await _watched.AwaitedAsync(1, Slots).WaitAsync(Patience);
        _watched.LastOf(Door).Dispose(); // so that another one gets it
        var second = Semaphore(3).AcquireAsync().AsTask();
        await _watched.AwaitedAsync(2, Slots).WaitAsync(Patience);
        inside[2].Dispose();
        var next = await first.WaitAsync(Patience);
        Assert.Equal(2, next.Slot);
        Assert.Null(await Semaphore(3).TryAcquireAsync());
        next.Dispose();
        (await second.WaitAsync(Patience)).Dispose();
        inside.ForEach(handle => handle.Dispose());
    }

    [Fact]
    public async Task Whoever_waits_when_the_node_ends_is_told()
    {
        var inside = await FillAsync();
        var first = Semaphore(3).AcquireAsync().AsTask();
        await _watched.AwaitedAsync(1, Slots).WaitAsync(Patience);
        var second = Semaphore(3).TryAcquireAsync(Patience).AsTask();
        await _node.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => first.WaitAsync(Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => second.WaitAsync(Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Semaphore(3).TryAcquireAsync());
        Assert.All(inside, handle => Assert.True(handle.HandleLostToken.IsCancellationRequested));
    }

    [Fact]
    public async Task With_different_counts_there_are_never_more_than_the_largest()
    {
        var inside = await FillAsync();
        Assert.Null(await Semaphore(2).TryAcquireAsync());
        inside[2].Dispose();
        Assert.Null(await Semaphore(2).TryAcquireAsync());
        using var last = await Semaphore(3).TryAcquireAsync();
        Assert.Equal(2, last!.Slot);
        inside[0].Dispose();
        using var first = await Semaphore(2).TryAcquireAsync();
        Assert.Equal(0, first!.Slot);
        Assert.Null(await Semaphore(3).TryAcquireAsync());
        inside.ForEach(handle => handle.Dispose());
    }

    [Fact]
    public async Task A_try_asks_for_each_slot_once_but_for_no_other_when_the_members_do_not_answer()
    {
        var inside = await FillAsync();
        var before = _watched.Tried.Count;
        Assert.Null(await Semaphore(3).TryAcquireAsync());
        Assert.Equal(Slots, _watched.Tried.Skip(before).Order(StringComparer.Ordinal));
        var silent = new WatchedCoterie(_node) { BeforeTry = () => _time.Advance(TimeSpan.FromSeconds(1)) };
        Assert.Null(await new CoterieDistributedSemaphore("a", 3, silent, _time).TryAcquireAsync());
        Assert.Single(silent.Tried);
        inside.ForEach(handle => handle.Dispose());
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    [InlineData(1001)]
    public void A_count_that_is_too_small_or_too_large_is_refused(int count)
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>("maxCount", () => Semaphore(count));
        Assert.StartsWith("maxCount must be from 1 to 1000.", failure.Message, StringComparison.Ordinal);
        Assert.Contains(count.ToString(CultureInfo.CurrentCulture), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_largest_count_works()
    {
        var semaphore = Semaphore(CoterieDistributedSemaphore.LargestCount);
        Assert.Equal(1000, semaphore.MaxCount);
        var inside = new List<CoterieDistributedSemaphoreHandle>();
        for (var i = 0; i < 1000; i++)
            inside.Add((await semaphore.TryAcquireAsync())!);
        Assert.Equal(Enumerable.Range(0, 1000), inside.Select(handle => handle.Slot).Order());
        var waiting = semaphore.AcquireAsync().AsTask();
        inside[0].Dispose();
        Assert.Equal(inside[0].Slot, (await waiting.WaitAsync(Patience)).Slot);
        inside.ForEach(handle => handle.Dispose());
    }

    private CoterieDistributedSemaphore Semaphore(int count) => new("a", count, _watched, _time);

    // In the order of the slots.
    private async Task<List<CoterieDistributedSemaphoreHandle>> FillAsync()
    {
        var handles = new List<CoterieDistributedSemaphoreHandle>();
        for (var i = 0; i < 3; i++)
            handles.Add((await Semaphore(3).TryAcquireAsync())!);
        return [.. handles.OrderBy(handle => handle.Slot)];
    }
}
