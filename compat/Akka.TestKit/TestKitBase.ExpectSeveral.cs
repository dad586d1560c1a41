namespace Akka.TestKit;

// Takes any one, all or none of several messages.
public abstract partial class TestKitBase
{
    /// <summary>Expects one message that equals any of <paramref name="messages"/>.</summary>
    public T ExpectMsgAnyOf<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        Over(AnyOf(messages, true, cancellationToken));

    /// <summary>Expects one message that equals any of <paramref name="messages"/>.</summary>
    public ValueTask<T> ExpectMsgAnyOfAsync<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        AnyOf(messages, false, cancellationToken);

    /// <summary>Expects as many messages as are given, equal to them, in any order.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) => ExpectMsgAllOf((IReadOnlyCollection<T>)messages);

    /// <summary>Expects as many messages as are given, equal to them, in any order.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(IReadOnlyCollection<T> messages,
        CancellationToken cancellationToken = default) =>
        Over(AllOf(messages, RemainingOrDefault, true, cancellationToken));

    /// <summary>Expects within <paramref name="max"/> as many messages as are given, equal to them, in any order.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, params T[] messages) =>
        ExpectMsgAllOf(max, (IReadOnlyCollection<T>)messages);

    /// <summary>Expects within <paramref name="max"/> as many messages as are given, equal to them, in any order.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, IReadOnlyCollection<T> messages,
        CancellationToken cancellationToken = default) =>
        Over(AllOf(messages, RemainingOrDilated(max), true, cancellationToken));

    /// <summary>Expects as many messages as are given, equal to them, in any order.</summary>
    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(IReadOnlyCollection<T> messages,
        CancellationToken cancellationToken = default) =>
        Enumerate(token => AllOf(messages, RemainingOrDefault, false, token), cancellationToken);

    /// <summary>Expects within <paramref name="max"/> as many messages as are given, equal to them, in any order.</summary>
    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(TimeSpan max, IReadOnlyCollection<T> messages,
        CancellationToken cancellationToken = default) =>
        Enumerate(token => AllOf(messages, RemainingOrDilated(max), false, token), cancellationToken);

    /// <summary>Expects that nothing arrives for <c>akka.test.single-expect-default</c> or what is left of <c>Within</c>.</summary>
    public void ExpectNoMsg(CancellationToken cancellationToken = default) =>
        Over(NoMessage(RemainingOrDefault, true, cancellationToken));

    /// <summary>Expects that nothing arrives for <paramref name="duration"/>.</summary>
    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) =>
        Over(NoMessage(RemainingOrDilated(duration), true, cancellationToken));

    /// <summary>Expects that nothing arrives for a number of milliseconds.</summary>
    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <summary>Expects that nothing arrives for <c>akka.test.single-expect-default</c> or what is left of <c>Within</c>.</summary>
    public ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) =>
        NoMessage(RemainingOrDefault, false, cancellationToken);

    /// <summary>Expects that nothing arrives for <paramref name="duration"/>.</summary>
    public ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) =>
        NoMessage(RemainingOrDilated(duration), false, cancellationToken);

    /// <summary>Expects that nothing arrives for a number of milliseconds.</summary>
    public ValueTask ExpectNoMsgAsync(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsgAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    private ValueTask<T> AnyOf<T>(IEnumerable<T> messages, bool blocking, CancellationToken cancellationToken)
    {
        var expected = messages.ToArray();
        return Expect<T>(null, null, (message, sender) => _assertions.AssertTrue(expected.Contains(message),
            "Failed: Expected any of {0}, but received {1} instead from {2}", string.Join(", ", expected), message!, Name(sender)),
            blocking, cancellationToken);
    }

    private async ValueTask<List<T>> AllOf<T>(IReadOnlyCollection<T> messages, TimeSpan max, bool blocking,
        CancellationToken cancellationToken)
    {
        var received = await TakeMany(messages.Count, max, blocking, cancellationToken).ConfigureAwait(false);
        var missing = messages.ToList();
        var unexpected = received.Where(message => message is not T typed || !missing.Remove(typed)).ToArray();
        return missing.Count == 0
            ? [.. received.Cast<T>()]
            : throw Failure("Expected all of {0}; not found: {1}; unexpected:{2}", string.Join(", ", messages),
                string.Join(", ", missing), List(unexpected));
    }

    private async ValueTask NoMessage(TimeSpan duration, bool blocking, CancellationToken cancellationToken)
    {
        var envelope = await Take(duration, blocking, cancellationToken).ConfigureAwait(false);
        if (envelope is not null)
            throw Failure("Expected no messages for {0}, instead we received {1} (type {2}) from {3}", duration, envelope.Message,
                envelope.Message.GetType(), Name(envelope.Sender));
    }
}
