namespace Akka.TestKit;

// A time frame: expectations inside get what is left of it, and the whole must fit it.
public abstract partial class TestKitBase
{
    /// <summary>Runs a block that must be over within <paramref name="max"/>, dilated.</summary>
    public void Within(TimeSpan max, Action action, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    /// <summary>Runs a block that must take at least <paramref name="min"/> and at most <paramref name="max"/>, dilated.</summary>
    public void Within(TimeSpan min, TimeSpan max, Action action, string? hint = null, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        Within<object?>(min, max, () =>
        {
            action();
            return null;
        }, hint, epsilonValue, cancellationToken);

    /// <summary>Runs a block that must be over within <paramref name="max"/>, dilated.</summary>
    public T Within<T>(TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <summary>Runs a block that must take at least <paramref name="min"/> and at most <paramref name="max"/>, dilated.</summary>
    public T Within<T>(TimeSpan min, TimeSpan max, Func<T> function, string? hint = null, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        Over(Frame(min, max, _ => ValueTask.FromResult(function()), hint, epsilonValue, cancellationToken));

    /// <summary>Runs a block that must be over within <paramref name="max"/>, dilated.</summary>
    public Task WithinAsync(TimeSpan max, Func<Task> actionAsync, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, actionAsync, null, epsilonValue, cancellationToken);

    /// <summary>Runs a block that must take at least <paramref name="min"/> and at most <paramref name="max"/>, dilated.</summary>
    public Task WithinAsync(TimeSpan min, TimeSpan max, Func<Task> actionAsync, string? hint = null,
        TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync<object?>(min, max, async () =>
        {
            await actionAsync();
            return null;
        }, hint, epsilonValue, cancellationToken);

    /// <summary>Runs a block that must be over within <paramref name="max"/>, dilated.</summary>
    public Task<T> WithinAsync<T>(TimeSpan max, Func<Task<T>> function, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <summary>Runs a block that must take at least <paramref name="min"/> and at most <paramref name="max"/>, dilated.</summary>
    public Task<T> WithinAsync<T>(TimeSpan min, TimeSpan max, Func<Task<T>> function, string? hint = null,
        TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Frame(min, max, limit => InTime(function(), limit, hint, cancellationToken), hint, epsilonValue, cancellationToken)
            .AsTask();

    private async ValueTask<T> Frame<T>(TimeSpan min, TimeSpan max, Func<TimeSpan, ValueTask<T>> block, string? hint,
        TimeSpan? epsilonValue, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(min, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(max, TimeSpan.Zero);
        var (limit, slack) = (Dilated(max), epsilonValue ?? TimeSpan.Zero);
        if (Left is { } left)
        {
            limit = Min(limit, left);
            if (left < min)
                throw Failure("Required min time {0} not possible, only {1} left{2}", min, left, Hint(hint));
        }

        var (start, outerEnd) = (Now, _end);
        _end = start + limit;
        T result;
        try
        {
            result = await block(limit + slack).ConfigureAwait(false);
        }
        finally
        {
            _end = outerEnd;
        }

        var took = Now - start;
        if (took < min)
            throw Failure("Block took {0}, should have at least been {1}{2}", took, min, Hint(hint));
        if (took > limit + slack)
            throw Failure("Block took {0}, exceeding {1}{2}", took, limit, Hint(hint));
        return result;
    }

    private async ValueTask<T> InTime<T>(Task<T> block, TimeSpan limit, string? hint, CancellationToken cancellationToken)
    {
        if (await Task.WhenAny(block, Task.Delay(limit, cancellationToken)).ConfigureAwait(false) == block)
            return await block.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        throw Failure("Block was not over after {0}{1}", limit, Hint(hint));
    }
}
