using Akka.Actor;

namespace Akka.TestKit;

// Takes one message and checks it. Limits that are given are dilated; limits that are not come from Within or the settings.
public abstract partial class TestKitBase
{
    /// <summary>Expects a message of a type.</summary>
    public T ExpectMsg<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Over(Expect<T>(duration, hint, null, true, cancellationToken));

    /// <summary>Expects a message of a type.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(TimeSpan? duration = null, string? hint = null,
        CancellationToken cancellationToken = default) => Expect<T>(duration, hint, null, false, cancellationToken);

    /// <summary>Expects a message equal to <paramref name="message"/>.</summary>
    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Over(Expect(timeout, hint, EqualTo(message, hint), true, cancellationToken));

    /// <summary>Expects a message equal to <paramref name="message"/>.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(T message, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, EqualTo(message, hint), false, cancellationToken);

    /// <summary>Expects a message for which <paramref name="isMessage"/> holds.</summary>
    public T ExpectMsg<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Over(Expect(timeout, hint, Satisfying(isMessage, hint), true, cancellationToken));

    /// <summary>Expects a message for which <paramref name="isMessage"/> holds.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, Satisfying(isMessage, hint), false, cancellationToken);

    /// <summary>Expects a message that passes <paramref name="assert"/>.</summary>
    public T ExpectMsg<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Over(Expect<T>(timeout, hint, (message, _) => assert(message), true, cancellationToken));

    /// <summary>Expects a message that passes <paramref name="assert"/>.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, hint, (message, _) => assert(message), false, cancellationToken);

    /// <summary>Expects a message and sender for which <paramref name="isMessageAndSender"/> holds.</summary>
    public T ExpectMsg<T>(Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Over(Expect(timeout, hint, Satisfying(isMessageAndSender, hint), true, cancellationToken));

    /// <summary>Expects a message and sender for which <paramref name="isMessageAndSender"/> holds.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null,
        string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, Satisfying(isMessageAndSender, hint), false, cancellationToken);

    /// <summary>Expects a message and sender that pass <paramref name="assertMessageAndSender"/>.</summary>
    public T ExpectMsg<T>(Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Over(Expect(timeout, hint, assertMessageAndSender, true, cancellationToken));

    /// <summary>Expects a message and sender that pass <paramref name="assertMessageAndSender"/>.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null,
        string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, assertMessageAndSender, false, cancellationToken);

    /// <summary>Expects a message equal to <paramref name="expected"/> in the eyes of <paramref name="comparer"/>.</summary>
    public T ExpectMsg<T>(T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Over(Expect(timeout, hint, EqualBy(expected, comparer, hint), true, cancellationToken));

    /// <summary>Expects a message equal to <paramref name="expected"/> in the eyes of <paramref name="comparer"/>.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null,
        string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, EqualBy(expected, comparer, hint), false, cancellationToken);

    /// <summary>Expects the end of a watched actor; see <see cref="Watch"/>.</summary>
    public Terminated ExpectTerminated(IActorRef target, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Over(Expect(timeout, hint, EndOf(target, hint), true, cancellationToken));

    /// <summary>Expects the end of a watched actor; see <see cref="WatchAsync"/>.</summary>
    public ValueTask<Terminated> ExpectTerminatedAsync(IActorRef target, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, EndOf(target, hint), false, cancellationToken);

    private async ValueTask<T> Expect<T>(TimeSpan? timeout, string? hint, Action<T, IActorRef>? check, bool blocking,
        CancellationToken cancellationToken)
    {
        var limit = RemainingOrDilated(timeout);
        var envelope = await Take(limit, blocking, cancellationToken).ConfigureAwait(false);
        if (envelope is null)
            throw Failure("Timeout {0} while waiting for a message of type {1}{2}", limit, typeof(T), Hint(hint));
        if (envelope.Message is not T message)
            throw Failure("Expected a message of type {0}, but received {1} (type {2}) instead from {3}{4}",
                typeof(T), envelope.Message, envelope.Message.GetType(), Name(envelope.Sender), Hint(hint));
        check?.Invoke(message, envelope.Sender);
        return message;
    }

    private Action<T, IActorRef> EqualTo<T>(T expected, string? hint) => (actual, sender) =>
        _assertions.AssertEqual(expected, actual, "Failed: Expected message {0}, but received {1} instead from {2}{3}",
            expected!, actual!, Name(sender), Hint(hint));

    private Action<T, IActorRef> EqualBy<T>(T expected, Func<T, T, bool> comparer, string? hint) => (actual, sender) =>
        _assertions.AssertEqual(expected, actual, comparer,
            "Failed: Expected message {0}, but received {1} instead from {2}{3}", expected!, actual!, Name(sender), Hint(hint));

    private Action<T, IActorRef> Satisfying<T>(Predicate<T> predicate, string? hint) =>
        Satisfying<T>((message, _) => predicate(message), hint);

    private Action<T, IActorRef> Satisfying<T>(Func<T, IActorRef, bool> predicate, string? hint) => (message, sender) =>
        _assertions.AssertTrue(predicate(message, sender),
            "Failed: Got a message of the expected type <{0}> from {1}, but it did not satisfy the predicate: {2}{3}",
            typeof(T), Name(sender), message!, Hint(hint));

    private Action<Terminated, IActorRef> EndOf(IActorRef target, string? hint) => (terminated, _) =>
        _assertions.AssertEqual(target, terminated.ActorRef, (expected, actual) => expected.Equals(actual),
            "Failed: Expected the end of {0}, but {1} ended{2}", target, terminated.ActorRef, Hint(hint));

    private static string Hint(string? hint) => string.IsNullOrEmpty(hint) ? "" : $" ({hint})";

    private static string Name(IActorRef? sender) => sender is null || sender.IsNobody() ? "no sender" : sender.ToString()!;
}
