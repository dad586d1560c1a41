using Akka.Actor;

namespace Akka.TestKit;

// Takes one message and checks it and its sender.
public abstract partial class TestKitBase
{
    /// <summary>Expects a message of a type from <paramref name="sender"/>.</summary>
    public T ExpectMsgFrom<T>(IActorRef sender, TimeSpan? duration = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Over(Expect(duration, hint, From<T>(sender, null, hint), true, cancellationToken));

    /// <summary>Expects a message of a type from <paramref name="sender"/>.</summary>
    public ValueTask<T> ExpectMsgFromAsync<T>(IActorRef sender, TimeSpan? duration = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(duration, hint, From<T>(sender, null, hint), false, cancellationToken);

    /// <summary>Expects a message equal to <paramref name="message"/> from <paramref name="sender"/>.</summary>
    public T ExpectMsgFrom<T>(IActorRef sender, T message, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Over(Expect(timeout, hint, From(sender, EqualTo(message, hint), hint), true, cancellationToken));

    /// <summary>Expects a message equal to <paramref name="message"/> from <paramref name="sender"/>.</summary>
    public ValueTask<T> ExpectMsgFromAsync<T>(IActorRef sender, T message, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, From(sender, EqualTo(message, hint), hint), false, cancellationToken);

    /// <summary>Expects a message from <paramref name="sender"/> for which <paramref name="isMessage"/> holds.</summary>
    public T ExpectMsgFrom<T>(IActorRef sender, Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Over(Expect(timeout, hint, From(sender, Satisfying(isMessage, hint), hint), true, cancellationToken));

    /// <summary>Expects a message from <paramref name="sender"/> for which <paramref name="isMessage"/> holds.</summary>
    public ValueTask<T> ExpectMsgFromAsync<T>(IActorRef sender, Predicate<T> isMessage, TimeSpan? timeout = null,
        string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, From(sender, Satisfying(isMessage, hint), hint), false, cancellationToken);

    /// <summary>Expects a message for which <paramref name="isMessage"/> holds, its sender satisfying <paramref name="isSender"/>.</summary>
    public T ExpectMsgFrom<T>(Predicate<IActorRef> isSender, Predicate<T> isMessage, TimeSpan? timeout = null,
        string? hint = null, CancellationToken cancellationToken = default) =>
        Over(Expect(timeout, hint, From(isSender, Satisfying(isMessage, hint), hint), true, cancellationToken));

    /// <summary>Expects a message for which <paramref name="isMessage"/> holds, its sender satisfying <paramref name="isSender"/>.</summary>
    public ValueTask<T> ExpectMsgFromAsync<T>(Predicate<IActorRef> isSender, Predicate<T> isMessage,
        TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, From(isSender, Satisfying(isMessage, hint), hint), false, cancellationToken);

    /// <summary>Expects a message from <paramref name="sender"/> that passes <paramref name="assertMessage"/>.</summary>
    public T ExpectMsgFrom<T>(IActorRef sender, Action<T> assertMessage, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Over(Expect(timeout, hint, From<T>(sender, (message, _) => assertMessage(message), hint), true, cancellationToken));

    /// <summary>Expects a message from <paramref name="sender"/> that passes <paramref name="assertMessage"/>.</summary>
    public ValueTask<T> ExpectMsgFromAsync<T>(IActorRef sender, Action<T> assertMessage, TimeSpan? timeout = null,
        string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, From<T>(sender, (message, _) => assertMessage(message), hint), false, cancellationToken);

    /// <summary>Expects a message and a sender that pass the assertions.</summary>
    public T ExpectMsgFrom<T>(Action<IActorRef> assertSender, Action<T> assertMessage, TimeSpan? timeout = null,
        string? hint = null, CancellationToken cancellationToken = default) =>
        Over(Expect(timeout, hint, Both(assertSender, assertMessage), true, cancellationToken));

    /// <summary>Expects a message and a sender that pass the assertions.</summary>
    public ValueTask<T> ExpectMsgFromAsync<T>(Action<IActorRef> assertSender, Action<T> assertMessage,
        TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, Both(assertSender, assertMessage), false, cancellationToken);

    private Action<T, IActorRef> From<T>(IActorRef expected, Action<T, IActorRef>? check, string? hint) => (message, sender) =>
    {
        if (!expected.Equals(sender))
            throw Failure("Expected a message from {0}, but received {1} from {2}{3}", expected, message, Name(sender), Hint(hint));
        check?.Invoke(message, sender);
    };

    private Action<T, IActorRef> From<T>(Predicate<IActorRef> isSender, Action<T, IActorRef> check, string? hint) =>
        (message, sender) =>
        {
            if (!isSender(sender))
                throw Failure("The sender {0} of {1} did not satisfy the predicate{2}", Name(sender), message, Hint(hint));
            check(message, sender);
        };

    private static Action<T, IActorRef> Both<T>(Action<IActorRef> assertSender, Action<T> assertMessage) => (message, sender) =>
    {
        assertSender(sender);
        assertMessage(message);
    };
}
