namespace Akka.TestKit;

// Takes messages as long as they go on to be wanted; the first that is not stays in the queue.
public abstract partial class TestKitBase
{
    /// <summary>Takes messages, at most <paramref name="msgs"/>, until <paramref name="filter"/> returns null, and returns its results.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(TimeSpan? max, Func<object, T?> filter, int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) where T : class =>
        Over(TakeWhile(max, Timeout.InfiniteTimeSpan, filter, msgs, true, cancellationToken));

    /// <summary>The same, and ends also when nothing arrives for <paramref name="idle"/>.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(TimeSpan? max, TimeSpan? idle, Func<object, T?> filter, int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) where T : class =>
        Over(TakeWhile(max, idle, filter, msgs, true, cancellationToken));

    /// <summary>The same, and ends also when nothing arrives for <paramref name="idle"/>.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(Func<object, T?> filter, TimeSpan? max = null, TimeSpan? idle = null,
        int msgs = int.MaxValue, CancellationToken cancellationToken = default) where T : class =>
        Over(TakeWhile(max, idle, filter, msgs, true, cancellationToken));

    /// <summary>
    /// Takes messages of a type as long as <paramref name="shouldContinue"/> holds for them; messages of other types are
    /// passed over, or end it if <paramref name="shouldIgnoreOtherMessageTypes"/> is false.
    /// </summary>
    public IReadOnlyList<T> ReceiveWhile<T>(Predicate<T> shouldContinue, TimeSpan? max = null, TimeSpan? idle = null,
        int msgs = int.MaxValue, bool shouldIgnoreOtherMessageTypes = true, CancellationToken cancellationToken = default)
        where T : class =>
        Over(TakeWhile(max, idle, shouldContinue, msgs, shouldIgnoreOtherMessageTypes, true, cancellationToken));

    /// <summary>Takes messages, at most <paramref name="msgs"/>, until <paramref name="filter"/> returns null, and returns its results.</summary>
    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(TimeSpan? max, Func<object, T?> filter, int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) where T : class =>
        Enumerate(token => TakeWhile(max, Timeout.InfiniteTimeSpan, filter, msgs, false, token), cancellationToken);

    /// <summary>The same, and ends also when nothing arrives for <paramref name="idle"/>.</summary>
    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(TimeSpan? max, TimeSpan? idle, Func<object, T?> filter,
        int msgs = int.MaxValue, CancellationToken cancellationToken = default) where T : class =>
        Enumerate(token => TakeWhile(max, idle, filter, msgs, false, token), cancellationToken);

    /// <summary>The same, and ends also when nothing arrives for <paramref name="idle"/>.</summary>
    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(Func<object, T?> filter, TimeSpan? max = null, TimeSpan? idle = null,
        int msgs = int.MaxValue, CancellationToken cancellationToken = default) where T : class =>
        Enumerate(token => TakeWhile(max, idle, filter, msgs, false, token), cancellationToken);

    /// <summary>
    /// Takes messages of a type as long as <paramref name="shouldContinue"/> holds for them; messages of other types are
    /// passed over, or end it if <paramref name="shouldIgnoreOtherMessageTypes"/> is false.
    /// </summary>
    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(Predicate<T> shouldContinue, TimeSpan? max = null, TimeSpan? idle = null,
        int msgs = int.MaxValue, bool shouldIgnoreOtherMessageTypes = true, CancellationToken cancellationToken = default)
        where T : class =>
        Enumerate(token => TakeWhile(max, idle, shouldContinue, msgs, shouldIgnoreOtherMessageTypes, false, token),
            cancellationToken);

    private ValueTask<List<T>> TakeWhile<T>(TimeSpan? max, TimeSpan? idle, Func<object, T?> filter, int msgs, bool blocking,
        CancellationToken cancellationToken) where T : class =>
        TakeWhile<T>(max, idle, message => filter(message) is { } result ? (true, result) : (false, null), msgs, blocking, cancellationToken);

    private ValueTask<List<T>> TakeWhile<T>(TimeSpan? max, TimeSpan? idle, Predicate<T> shouldContinue, int msgs,
        bool ignoreOthers, bool blocking, CancellationToken cancellationToken) where T : class =>
        TakeWhile<T>(max, idle,
            message => message is T typed ? (shouldContinue(typed), typed) : (ignoreOthers, null), msgs, blocking, cancellationToken);

    private async ValueTask<List<T>> TakeWhile<T>(TimeSpan? max, TimeSpan? idle, Func<object, (bool Continue, T? Result)> step,
        int msgs, bool blocking, CancellationToken cancellationToken) where T : class
    {
        var end = Now + RemainingOrDilated(max);
        var results = new List<T>();
        while (results.Count < msgs)
        {
            var left = Max(end - Now, TimeSpan.Zero);
            var wait = idle is { } pause && pause >= TimeSpan.Zero ? Min(left, pause) : left;
            if (await Peek(wait, blocking, cancellationToken).ConfigureAwait(false) is not { } envelope)
                break;
            var (goOn, result) = step(envelope.Message);
            if (!goOn)
                break;
            await Take(TimeSpan.Zero, blocking, cancellationToken).ConfigureAwait(false);
            if (result is not null)
                results.Add(result);
        }
        return results;
    }
}
