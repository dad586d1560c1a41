using System.Text.Json.Serialization;
using Coterie.Actors.Locks;
using Coterie.Actors.Variables;
using Coterie.Protocols.Variables;

namespace Coterie.Tests.Variables;

/// <summary>A group that serves all tests of a class, and two nodes that use it; they may be the same one.</summary>
public abstract class VariableGroup : IAsyncLifetime
{
    /// <summary>One node.</summary>
    internal CoterieNode One { get; private protected set; } = null!;

    /// <summary>The other one.</summary>
    internal CoterieNode Other { get; private protected set; } = null!;

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();
}

/// <summary>What every replicated variable does, whoever votes. Each subclass has another group.</summary>
public abstract class VariableContract(VariableGroup group)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static int _names;
    private readonly string _a = $"a{Interlocked.Increment(ref _names)}"; // a new one for each test

    private CoterieNode One => group.One;

    private CoterieNode Other => group.Other;

    [Fact]
    public async Task What_one_writes_the_other_reads()
    {
        Assert.Equal(default, await Other.Variable<long>(_a).ReadStateAsync(Patience));
        await One.Variable<long>(_a).WriteAsync(5, Patience);
        Assert.Equal(new VariableState<long>(true, 5, 1), await Other.Variable<long>(_a).ReadStateAsync(Patience));
        await Other.Variable<long>(_a).DeleteAsync(Patience);
        Assert.Equal(new VariableState<long>(false, 0, 2), await One.Variable<long>(_a).ReadStateAsync(Patience));
    }

    [Fact]
    public async Task Every_type_comes_back_as_it_was()
    {
        await SameAsync(int.MinValue);
        await SameAsync(long.MaxValue);
        await SameAsync(double.NaN);
        await SameAsync(-0.0);
        await SameAsync(true);
        await SameAsync("");
        await SameAsync("größer \U0001F511");
        await SameAsync(new byte[] { 0, 255 });
        await SameAsync(new byte[VariableValue.MostBytes]);
        var orders = One.Variable(_a, OrderContext.Default.Order);
        await orders.WriteAsync(new Order("nails", 100), Patience);
        Assert.Equal(new Order("nails", 100), await Other.Variable(_a, OrderContext.Default.Order).ReadAsync(Patience));
    }

    [Fact]
    public async Task A_value_that_is_too_long_is_refused_and_the_longest_is_not()
    {
        var variable = One.Variable<byte[]>(_a);
        var refused = await Assert.ThrowsAsync<ArgumentException>(
            async () => await variable.WriteAsync(new byte[VariableValue.MostBytes + 1], Patience));
        Assert.StartsWith("content must be at most 65536 bytes, was [65537].", refused.Message, StringComparison.Ordinal);
        Assert.Equal(default, await variable.ReadStateAsync(Patience));
    }

    [Fact]
    public async Task A_value_of_another_kind_is_an_error_that_names_both()
    {
        await One.Variable<string>(_a).WriteAsync("five", Patience);
        var wrong = await Assert.ThrowsAsync<VariableKindException>(
            async () => await Other.Variable<int>(_a).ReadAsync(Patience));
        Assert.Equal($"The variable {_a} must be a whole number of 32 bits, was [\"five\"].", wrong.Message);
        wrong = await Assert.ThrowsAsync<VariableKindException>(
            async () => await Other.Variable<long>(_a).IncrementAsync(1, Patience));
        Assert.Equal($"The variable {_a} must be a whole number, was [\"five\"].", wrong.Message);
        await One.Variable<long>(_a).WriteAsync(1L << 40, Patience);
        wrong = await Assert.ThrowsAsync<VariableKindException>(
            async () => await Other.Variable<int>(_a).ReadAsync(Patience));
        Assert.Equal($"The variable {_a} must be a whole number of 32 bits, was [1099511627776].", wrong.Message);
        Assert.Equal(1L << 40, await Other.Variable<long>(_a).ReadAsync(Patience));
    }

    [Fact]
    public async Task A_compare_and_set_says_whether_it_set_and_what_is_there()
    {
        var (one, other) = (One.Variable<string>(_a), Other.Variable<string>(_a));
        Assert.Equal(new(true, new(true, "x", 1)), await one.CreateAsync("x", Patience));
        Assert.Equal(new(false, new(true, "x", 1)), await other.CreateAsync("y", Patience));
        Assert.Equal(new(false, new(true, "x", 1)), await other.CompareAndSetAsync("y", "z", Patience));
        Assert.Equal(new(true, new(true, "y", 2)), await other.CompareAndSetAsync("x", "y", Patience));
        Assert.Equal(new(false, new(true, "y", 2)), await one.CompareAndDeleteAsync("x", Patience));
        Assert.Equal(new(true, new(false, null, 3)), await one.CompareAndDeleteAsync("y", Patience));
    }

    [Fact]
    public async Task Increments_of_many_are_all_counted()
    {
        var tasks = Enumerable.Range(0, 40).Select(async i =>
        {
            var variable = (i % 2 == 0 ? One : Other).Variable<long>(_a);
            var sums = new List<long>();
            for (var k = 0; k < 5; k++)
                sums.Add(await variable.IncrementAsync(1, Patience));
            return sums;
        });
        var all = (await Task.WhenAll(tasks)).SelectMany(sums => sums).Order();
        Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), all);
    }

    [Fact]
    public async Task Updates_of_many_are_all_done()
    {
        var tasks = Enumerable.Range(0, 20).Select(async i =>
        {
            var variable = (i % 2 == 0 ? One : Other).Variable<string>(_a);
            await variable.UpdateAsync(old => old.Value + (char)('a' + i), Patience);
        });
        await Task.WhenAll(tasks);
        var state = await One.Variable<string>(_a).ReadStateAsync(Patience);
        Assert.Equal("abcdefghijklmnopqrst", string.Concat(state.Value!.Order()));
        Assert.Equal(20, state.Version);
    }

    [Fact]
    public async Task An_update_that_throws_changes_nothing_and_gives_the_lock_back()
    {
        var variable = One.Variable<int>(_a);
        await Assert.ThrowsAsync<DivideByZeroException>(
            async () => await variable.UpdateAsync(old => 1 / old.Value, Patience));
        await Other.Variable<int>(_a).WriteAsync(4, Patience);
        Assert.Equal(new VariableState<int>(true, 5, 2), await variable.UpdateAsync(old => old.Value + 1, Patience));
    }

    [Fact]
    public async Task A_writer_waits_for_the_holder_of_the_lock_and_a_reader_does_not()
    {
        var held = await One.AcquireAsync(_a, Patience);
        await held.Variable<int>().WriteAsync(1, Patience);
        var write = Other.Variable<int>(_a).WriteAsync(2, Patience).AsTask();
        Assert.Equal(1, await Other.Variable<int>(_a).ReadAsync(Patience));
        Assert.Equal(1, await held.Variable<int>().ReadAsync(Patience));
        Assert.False(write.IsCompleted);
        held.Dispose();
        await write;
        Assert.Equal(2, await One.Variable<int>(_a).ReadAsync(Patience));
    }

    [Fact]
    public async Task Whoever_holds_the_lock_does_everything_with_its_variable_in_turn()
    {
        await using var held = await One.AcquireAsync(_a, Patience);
        var variable = held.Variable<long>();
        var sums = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => variable.IncrementAsync(1, Patience).AsTask()));
        Assert.Equal(Enumerable.Range(1, 50).Select(i => (long)i), sums);
        Assert.True((await variable.CompareAndSetAsync(50, 7, Patience)).IsSet);
        Assert.Equal(7, await Other.Variable<long>(_a).ReadAsync(Patience));
        await variable.DeleteAsync(Patience);
        Assert.False((await variable.ReadStateAsync(Patience)).Exists);
    }

    [Fact]
    public async Task After_the_lock_was_given_back_its_variable_cannot_be_changed_by_it()
    {
        var held = await One.AcquireAsync(_a, Patience);
        var variable = held.Variable<int>();
        held.Dispose();
        var refused = await Assert.ThrowsAsync<TimeoutException>(async () => await variable.WriteAsync(1, Patience));
        Assert.Equal($"{_a} could not be written within 60 s. The lock is no longer held.", refused.Message);
        Assert.False((await Other.Variable<int>(_a).ReadStateAsync(Patience)).Exists);
    }

    [Fact]
    public async Task A_shared_lock_reads_its_variable_and_cannot_change_it()
    {
        await One.Variable<int>(_a).WriteAsync(1, Patience);
        await using var held = await Other.AcquireSharedAsync(_a, Patience);
        Assert.Equal(1, await held.Variable<int>().ReadAsync(Patience));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await held.Variable<int>().WriteAsync(2, Patience));
        Assert.Equal($"The lock must be held exclusively to change its variable, was [{_a}, shared].", refused.Message);
    }

    [Fact]
    public async Task What_cannot_be_done_in_time_changes_nothing()
    {
        await using (await One.AcquireAsync(_a, Patience))
        {
            var late = await Assert.ThrowsAsync<TimeoutException>(
                async () => await Other.Variable<int>(_a).WriteAsync(1, TimeSpan.Zero));
            Assert.StartsWith($"{_a} could not be written within 0 s. ", late.Message, StringComparison.Ordinal);
            using var cancellation = new CancellationTokenSource();
            var write = Other.Variable<int>(_a).WriteAsync(1, Patience, cancellation.Token).AsTask();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        }
        Assert.Equal(default, await One.Variable<int>(_a).ReadStateAsync(Patience));
    }

    [Fact]
    public async Task A_watch_shows_the_value_at_first_and_then_every_change()
    {
        await One.Variable<int>(_a).WriteAsync(1, Patience);
        await using var watch = Other.Variable<int>(_a).WatchAsync().GetAsyncEnumerator();
        Assert.Equal(new(new(true, 1, 1), 0, true), await NextAsync(watch));
        await One.Variable<int>(_a).WriteAsync(2, Patience);
        Assert.Equal(new(new(true, 2, 2), 0, true), await NextAsync(watch));
        await Other.Variable<int>(_a).DeleteAsync(Patience);
        Assert.Equal(new(new(false, 0, 3), 0, true), await NextAsync(watch));
    }

    [Fact]
    public async Task A_watch_of_a_variable_without_a_value_says_so_at_first()
    {
        await using var watch = Other.Variable<string>(_a).WatchAsync().GetAsyncEnumerator();
        Assert.Equal(new(default, 0, true), await NextAsync(watch));
        await One.Variable<string>(_a).WriteAsync("x", Patience);
        Assert.Equal(new(new(true, "x", 1), 0, true), await NextAsync(watch));
    }

    [Fact]
    public async Task A_slow_reader_gets_the_latest_value_and_hears_how_many_it_has_missed()
    {
        await using var watch = Other.Variable<long>(_a).WatchAsync().GetAsyncEnumerator();
        await NextAsync(watch);
        for (var i = 1; i <= 20; i++)
            await One.Variable<long>(_a).WriteAsync(i, Patience);
        var (seen, shown) = (0L, 0);
        while (seen < 20)
        {
            var change = await NextAsync(watch);
            Assert.Equal(seen + change.Missed + 1, change.State.Version);
            Assert.Equal(change.State.Version, change.State.Value);
            (seen, shown) = (change.State.Version, shown + 1);
        }
        Assert.InRange(shown, 1, 20);
    }

    [Fact]
    public async Task A_watch_of_a_prefix_lists_what_is_there_and_then_follows()
    {
        for (var i = 0; i < 1200; i += 400)
        {
            var names = Enumerable.Range(i, 400).Select(k => (k, Variable: One.Variable<int>($"{_a}/{k:0000}")));
            await Task.WhenAll(names.Select(at => at.Variable.WriteAsync(at.k, Patience).AsTask()));
        }
        await One.Variable<int>($"{_a}x").WriteAsync(1, Patience);
        await using var watch = Other.WatchAsync($"{_a}/", isPrefix: true).GetAsyncEnumerator();
        var found = new SortedDictionary<string, VariableValue?>(StringComparer.Ordinal);
        while (await NextAsync(watch) is WatchEvent.Changed changed)
            found.Add(changed.Name, changed.Value);
        Assert.IsType<WatchEvent.Complete>(watch.Current);
        Assert.Equal(Enumerable.Range(0, 1200).Select(k => $"{_a}/{k:0000}"), found.Keys);
        Assert.Equal(VariableValue.Of(7), found[$"{_a}/0007"]);
        await One.Variable<int>($"{_a}/new").WriteAsync(5, Patience);
        Assert.Equal(new WatchEvent.Changed($"{_a}/new", VariableValue.Of(5), 1, 0), await NextAsync(watch));
    }

    [Fact]
    public async Task A_watch_ends_when_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        await using var watch = Other.Variable<int>(_a).WatchAsync(cancellation.Token).GetAsyncEnumerator();
        await NextAsync(watch);
        var next = watch.MoveNextAsync().AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task A_copy_is_read_without_waiting_until_somebody_writes()
    {
        var (one, other) = (One.Variable<int>(_a), Other.Variable<int>(_a));
        await one.WriteAsync(1, Patience);
        Assert.Equal(new(true, 1, 1), await other.ReadCachedAsync(Patience));
        await UntilCopyAsync(other);
        Assert.True(other.ReadCachedAsync(Patience).IsCompletedSuccessfully);
        for (var i = 2; i < 10; i++)
        {
            await one.WriteAsync(i, Patience);
            // What was told as done is in the copy, or there is none.
            if (other.TryReadCached(out var state))
                Assert.Equal(i, state.Value);
            Assert.Equal(i, (await other.ReadCachedAsync(Patience)).Value);
        }
    }

    [Fact]
    public async Task A_stale_read_says_how_old_it_is_at_most()
    {
        var (one, other) = (One.Variable<int>(_a), Other.Variable<int>(_a));
        Assert.Null(other.ReadStale());
        await one.WriteAsync(1, Patience);
        await other.ReadAsync(Patience);
        Assert.Equal(new(true, 1, 1), other.ReadStale()!.Value.State);
        await one.WriteAsync(2, Patience);
        var stale = other.ReadStale()!.Value;
        Assert.True(stale.State.Value == 1 || stale.Age == TimeSpan.Zero);
        Assert.Equal(2, one.ReadStale()!.Value.State.Value);
    }

    [Fact]
    public void Arguments_are_checked_at_once()
    {
        Assert.Throws<ArgumentException>(() => One.Variable<int>(""));
        Assert.Throws<ArgumentException>(() => One.Variable<int>(new string('x', 513)));
        var refused = Assert.Throws<NotSupportedException>(() => One.Variable<Order>(_a));
        const string Rule = "T must be int, long, double, bool, string or byte[], was [";
        Assert.StartsWith(Rule, refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => One.Variable<int>(_a).ReadAsync(TimeSpan.FromSeconds(-2)).Result);
        Assert.Throws<ArgumentException>(() => One.Variable<string>(_a).WriteAsync("\ud800").AsTask().GetAwaiter().GetResult());
    }

    // A read that keeps makes no copy if the writer has not given its votes back yet.
    private static async Task UntilCopyAsync(Variable<int> variable)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!variable.TryReadCached(out _))
        {
            limit.Token.ThrowIfCancellationRequested();
            await variable.ReadCachedAsync(Patience, limit.Token);
        }
    }

    private static async Task<T> NextAsync<T>(IAsyncEnumerator<T> watch)
    {
        Assert.True(await watch.MoveNextAsync().AsTask().WaitAsync(Patience));
        return watch.Current;
    }

    private async Task SameAsync<T>(T value)
        where T : notnull
    {
        await One.Variable<T>(_a).WriteAsync(value, Patience);
        Assert.Equal(value, await Other.Variable<T>(_a).ReadAsync(Patience));
    }
}

/// <summary>What an application stores.</summary>
internal sealed record Order(string Item, int Count);

/// <summary>Its serializer.</summary>
[JsonSerializable(typeof(Order))]
internal sealed partial class OrderContext : JsonSerializerContext;
