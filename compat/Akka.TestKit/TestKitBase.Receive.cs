using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Akka.TestKit;

// Looks at messages as they are.
public abstract partial class TestKitBase
{
    /// <summary>Takes the next message, or null if none arrives in time.</summary>
    public object? ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Over(Take(GetTimeoutOrDefault(max), true, cancellationToken))?.Message;

    /// <summary>Takes the next message, or null if none arrives in time.</summary>
    public async ValueTask<object?> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await Take(GetTimeoutOrDefault(max), false, cancellationToken).ConfigureAwait(false))?.Message;

    /// <summary>Takes the next message and its sender; false if none arrives in time.</summary>
    public bool TryReceiveOne([NotNullWhen(true)] out MessageEnvelope? envelope, TimeSpan? max = null,
        CancellationToken cancellationToken = default)
    {
        envelope = Over(Take(GetTimeoutOrDefault(max), true, cancellationToken));
        return envelope is not null;
    }

    /// <summary>Takes the next message and its sender; false if none arrives in time.</summary>
    public async ValueTask<(bool success, MessageEnvelope envelope)> TryReceiveOneAsync(TimeSpan? max = null,
        CancellationToken cancellationToken = default)
    {
        var envelope = await Take(GetTimeoutOrDefault(max), false, cancellationToken).ConfigureAwait(false);
        return (envelope is not null, envelope ?? NullMessageEnvelope.Instance);
    }

    /// <summary>Looks at the next message and leaves it; null if none arrives in time.</summary>
    public object? PeekOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Over(Peek(GetTimeoutOrDefault(max), true, cancellationToken))?.Message;

    /// <summary>Looks at the next message and leaves it; waits for it without a limit.</summary>
    public object? PeekOne(CancellationToken cancellationToken) => PeekOne(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Looks at the next message and leaves it; null if none arrives in time.</summary>
    public async ValueTask<object?> PeekOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await Peek(GetTimeoutOrDefault(max), false, cancellationToken).ConfigureAwait(false))?.Message;

    /// <summary>Looks at the next message and leaves it; waits for it without a limit.</summary>
    public ValueTask<object?> PeekOneAsync(CancellationToken cancellationToken) =>
        PeekOneAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Looks at the next message and its sender and leaves it; false if none arrives in time.</summary>
    public bool TryPeekOne([NotNullWhen(true)] out MessageEnvelope? envelope, TimeSpan? max = null,
        CancellationToken cancellationToken = default)
    {
        envelope = Over(Peek(GetTimeoutOrDefault(max), true, cancellationToken));
        return envelope is not null;
    }

    /// <summary>Looks at the next message and its sender and leaves it; false if none arrives in time.</summary>
    public async ValueTask<(bool success, MessageEnvelope envelope)> TryPeekOneAsync(TimeSpan? max = null,
        CancellationToken cancellationToken = default)
    {
        var envelope = await Peek(GetTimeoutOrDefault(max), false, cancellationToken).ConfigureAwait(false);
        return (envelope is not null, envelope ?? NullMessageEnvelope.Instance);
    }

    /// <summary>Takes the next <paramref name="numberOfMessages"/> messages.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        Over(TakeMany(numberOfMessages, RemainingOrDefault, true, cancellationToken));

    /// <summary>Takes the next <paramref name="numberOfMessages"/> messages, all within <paramref name="max"/>.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max,
        CancellationToken cancellationToken = default) =>
        Over(TakeMany(numberOfMessages, RemainingOrDilated(max), true, cancellationToken));

    /// <summary>Takes the next <paramref name="numberOfMessages"/> messages.</summary>
    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, CancellationToken cancellationToken = default) =>
        Enumerate(token => TakeMany(numberOfMessages, RemainingOrDefault, false, token), cancellationToken);

    /// <summary>Takes the next <paramref name="numberOfMessages"/> messages, all within <paramref name="max"/>.</summary>
    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, TimeSpan max,
        CancellationToken cancellationToken = default) =>
        Enumerate(token => TakeMany(numberOfMessages, RemainingOrDilated(max), false, token), cancellationToken);

    private async ValueTask<List<object>> TakeMany(int count, TimeSpan max, bool blocking, CancellationToken cancellationToken)
    {
        var end = Now + max;
        var messages = new List<object>(count);
        while (messages.Count < count)
        {
            var next = await Take(Max(end - Now, TimeSpan.Zero), blocking, cancellationToken).ConfigureAwait(false);
            if (next is null)
                throw Failure("Timeout ({0}) while expecting {1} messages. Only got {2}.{3}", max, count, messages.Count, List(messages));
            messages.Add(next.Message);
        }
        return messages;
    }

    private static async IAsyncEnumerable<T> Enumerate<T>(Func<CancellationToken, ValueTask<List<T>>> messages,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var message in await messages(cancellationToken).ConfigureAwait(false))
            yield return message;
    }

    private async ValueTask<MessageEnvelope?> Take(TimeSpan timeout, bool blocking, CancellationToken cancellationToken)
    {
        var start = Now;
        do
        {
            // Another taker may be faster: then what is left of the time is waited for again.
            if (_queue.TryTake(out var envelope))
                return _last = envelope;
        }
        while (await _queue.Wait(LeftOf(timeout, start), blocking, cancellationToken).ConfigureAwait(false));
        _last = NullMessageEnvelope.Instance;
        return null;
    }

    private async ValueTask<MessageEnvelope?> Peek(TimeSpan timeout, bool blocking, CancellationToken cancellationToken)
    {
        var start = Now;
        do
        {
            if (_queue.TryPeek(out var envelope))
                return envelope;
        }
        while (await _queue.Wait(LeftOf(timeout, start), blocking, cancellationToken).ConfigureAwait(false));
        return null;
    }

    private static TimeSpan LeftOf(TimeSpan timeout, TimeSpan start) => timeout == Timeout.InfiniteTimeSpan
        ? timeout
        : Max(timeout - (Now - start), TimeSpan.Zero);

    private Exception Failure(string format, params object?[] args)
    {
        _assertions.Fail("Failed: " + format, args!);
        return new InvalidOperationException(string.Format(format, args));
    }

    private static string List(IReadOnlyCollection<object> messages) =>
        messages.Count == 0 ? "" : $"\n  {string.Join("\n  ", messages.Select(m => $"{m} ({m.GetType()})"))}";
}
