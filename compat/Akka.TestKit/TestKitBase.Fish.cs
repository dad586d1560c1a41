using System.Collections;

namespace Akka.TestKit;

// Takes messages until one that matters, or until none comes.
public abstract partial class TestKitBase
{
    /// <summary>Takes messages until <paramref name="isMessage"/> holds for one and returns that one.</summary>
    public object FishForMessage(Predicate<object> isMessage, TimeSpan? max = null, string hint = "",
        CancellationToken cancellationToken = default) =>
        Over(Fish(isMessage, null, max, hint, true, cancellationToken));

    /// <summary>Takes messages until <paramref name="isMessage"/> holds for one and returns that one.</summary>
    public ValueTask<object> FishForMessageAsync(Predicate<object> isMessage, TimeSpan? max = null, string hint = "",
        CancellationToken cancellationToken = default) =>
        Fish(isMessage, null, max, hint, false, cancellationToken);

    /// <summary>Takes messages until <paramref name="isMessage"/> holds for one of the type and returns that one.</summary>
    public T FishForMessage<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "",
        CancellationToken cancellationToken = default) =>
        Over(Fish(isMessage, null, max, hint, true, cancellationToken));

    /// <summary>Takes messages until <paramref name="isMessage"/> holds for one of the type and returns that one.</summary>
    public ValueTask<T> FishForMessageAsync<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "",
        CancellationToken cancellationToken = default) =>
        Fish(isMessage, null, max, hint, false, cancellationToken);

    /// <summary>The same, and collects what it took in <paramref name="allMessages"/>.</summary>
    public T FishForMessage<T>(Predicate<T> isMessage, ArrayList allMessages, TimeSpan? max = null, string hint = "",
        CancellationToken cancellationToken = default) =>
        Over(Fish(isMessage, allMessages, max, hint, true, cancellationToken));

    /// <summary>The same, and collects what it took in <paramref name="allMessages"/>.</summary>
    public ValueTask<T> FishForMessageAsync<T>(Predicate<T> isMessage, ArrayList allMessages, TimeSpan? max = null,
        string hint = "", CancellationToken cancellationToken = default) =>
        Fish(isMessage, allMessages, max, hint, false, cancellationToken);

    /// <summary>Takes messages until one is of the type.</summary>
    public async Task FishUntilMessageAsync<T>(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        await Fish<T>(_ => true, null, max, "", false, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Takes messages until none arrives for <paramref name="max"/> and returns them.
    /// </summary>
    public async Task<ArrayList> WaitForRadioSilenceAsync(TimeSpan? max = null, uint? maxMessages = null,
        CancellationToken cancellationToken = default)
    {
        var silence = RemainingOrDilated(max);
        var messages = new ArrayList();
        while (await Take(silence, false, cancellationToken).ConfigureAwait(false) is { } envelope)
        {
            messages.Add(envelope.Message);
            if (messages.Count > maxMessages)
                throw Failure("Expected at most {0} messages before {1} of silence, but received more:{2}", maxMessages, silence,
                    List(messages.ToArray()!));
        }
        return messages;
    }

    private async ValueTask<T> Fish<T>(Predicate<T> isMessage, ArrayList? allMessages, TimeSpan? max, string hint,
        bool blocking, CancellationToken cancellationToken)
    {
        var limit = RemainingOrDilated(max);
        var end = Now + limit;
        while (await Take(Max(end - Now, TimeSpan.Zero), blocking, cancellationToken).ConfigureAwait(false) is { } envelope)
        {
            allMessages?.Add(envelope.Message);
            if (envelope.Message is T message && isMessage(message))
                return message;
        }
        throw Failure("Timeout ({0}) while fishing for a message of type {1}{2}", limit, typeof(T), Hint(hint));
    }
}
