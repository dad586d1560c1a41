using System.Globalization;
using Coterie.Actors.Text;
using Coterie.Protocols.Variables;

namespace Coterie.Actors.Variables;

/// <summary>
/// A replicated variable, as a <see cref="Variable{T}"/> or as a <see cref="HeldVariable{T}"/>. Every operation is done once,
/// however often its messages are sent. Safe for all threads.
/// </summary>
/// <typeparam name="T">What it is.</typeparam>
/// <remarks>
/// All calls have the same limits and errors. <c>timeout</c>: how long to wait; default <see
/// cref="VariableExtensions.DefaultTimeout"/>, infinite to wait for ever. <c>cancellation</c>: ends the waiting.
/// <list type="bullet">
/// <item><see cref="TimeoutException"/>: it could not be done in time, or the lock was lost. Nothing was changed.</item>
/// <item><see cref="OperationCanceledException"/>: it was cancelled. Nothing was changed.</item>
/// <item><see cref="OutcomeUnknownException"/>: the same, but it may have taken effect.</item>
/// <item><see cref="VariableKindException"/>: what is there is of another kind.</item>
/// <item><see cref="ArgumentException"/>: the value has more than 64 KiB.</item>
/// <item><see cref="ObjectDisposedException"/>: the node was disposed. Nothing was changed.</item>
/// </list>
/// </remarks>
public abstract class VariableAccess<T>
    where T : notnull
{
    private volatile Sight? _latest;

    private protected VariableAccess(VariableCodec<T> codec) => Codec = codec;

    /// <summary>The name of the variable.</summary>
    public abstract string Name { get; }

    private protected VariableCodec<T> Codec { get; }

    /// <summary>What was seen last; null for nothing.</summary>
    private protected Sight? Latest => _latest;

    /// <summary>Reads it: the latest value that was written before this call, or a later one.</summary>
    /// <returns>The value; the default of <typeparamref name="T"/> if it has none.</returns>
    public async ValueTask<T?> ReadAsync(TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        (await ReadStateAsync(timeout, cancellation).ConfigureAwait(false)).Value;

    /// <summary>Reads it, with its version.</summary>
    public async ValueTask<VariableState<T>> ReadStateAsync(TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        StateOf(await DoAsync("read", new Operation.Read(), timeout, cancellation).ConfigureAwait(false));

    /// <summary>Writes it, whatever it was.</summary>
    public async ValueTask WriteAsync(T value, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        await DoAsync("written", new Operation.Write(Encode(value)), timeout, cancellation).ConfigureAwait(false);

    /// <summary>Deletes it. A variable that has no value stays without one.</summary>
    public async ValueTask DeleteAsync(TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        await DoAsync("deleted", new Operation.Write(null), timeout, cancellation).ConfigureAwait(false);

    /// <summary>Writes it if it is what the caller expects. Values are equal if all their bytes are.</summary>
    /// <param name="expected">What it must be.</param>
    /// <param name="value">The new value.</param>
    /// <param name="timeout">See the class.</param>
    /// <param name="cancellation">See the class.</param>
    public ValueTask<CompareAndSetResult<T>> CompareAndSetAsync(
        T expected, T value, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        CompareAsync(Encode(expected), Encode(value), timeout, cancellation);

    /// <summary>Writes it if it has no value.</summary>
    public ValueTask<CompareAndSetResult<T>> CreateAsync(
        T value, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        CompareAsync(null, Encode(value), timeout, cancellation);

    /// <summary>Deletes it if it is what the caller expects.</summary>
    public ValueTask<CompareAndSetResult<T>> CompareAndDeleteAsync(
        T expected, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        CompareAsync(Encode(expected), null, timeout, cancellation);

    private protected abstract ValueTask<Outcome> OperateAsync(
        Operation operation, TimeSpan timeout, CancellationToken cancellation);

    /// <summary>Why an operation may not have been possible, in a sentence.</summary>
    private protected abstract string Circumstances { get; }

    // The outcome, if the operation came to an end that is known.
    internal async ValueTask<Outcome> DoAsync(
        string deed, Operation operation, TimeSpan? timeout, CancellationToken cancellation)
    {
        var limit = timeout ?? VariableExtensions.DefaultTimeout;
        var began = Environment.TickCount64;
        var outcome = Known(deed, await OperateAsync(operation, limit, cancellation).ConfigureAwait(false), limit, cancellation);
        Remember(outcome, began);
        return outcome;
    }

    private protected void Remember(Outcome outcome, long began)
    {
        if (outcome is Outcome.Done done)
            Remember(done.Value, done.Version, began);
        else if (outcome is Outcome.Mismatch mismatch)
            Remember(mismatch.Current, mismatch.Version, began);
    }

    private protected void Remember(VariableValue? value, long version, long began)
    {
        if (_latest is not { } latest || latest.Version <= version)
            _latest = new Sight(value, version, began);
    }

    // The same outcome, if it is one that the caller of the typed calls gets; otherwise the exception.
    private protected Outcome Known(string deed, Outcome outcome, TimeSpan limit, CancellationToken cancellation)
    {
        switch (outcome)
        {
            case Outcome.NotDone:
                cancellation.ThrowIfCancellationRequested();
                throw new TimeoutException($"{ShownName} could not be {deed} {TextOf(limit)}. {Circumstances}");
            case Outcome.Unknown:
                throw new OutcomeUnknownException(
                    $"{ShownName} may have been {deed}, or not: no majority of the members has confirmed it "
                    + $"{(cancellation.IsCancellationRequested ? "before it was cancelled" : TextOf(limit))}. {Circumstances}");
            case Outcome.WrongKind wrong:
                throw WrongKind(wrong.Current);
            default:
                return outcome;
        }
    }

    internal VariableState<T> StateOf(Outcome outcome) => outcome switch
    {
        Outcome.Done done => StateOf(done.Value, done.Version),
        Outcome.Mismatch mismatch => StateOf(mismatch.Current, mismatch.Version),
        _ => throw new ArgumentException($"outcome must have a value, was [{outcome}].", nameof(outcome)),
    };

    internal VariableState<T> StateOf(VariableValue? value, long version)
    {
        if (value is null)
            return new VariableState<T>(false, default, version);
        return Codec.TryDecode(value, out var result)
            ? new VariableState<T>(true, result, version)
            : throw WrongKind(value);
    }

    private protected string ShownName => Printable.Escape(Name, 100);

    private protected VariableValue Encode(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Codec.Encode(value);
    }

    private protected VariableKindException WrongKind(VariableValue? value) => new(
        $"The variable {ShownName} must be {Codec.Kind}, was "
        + $"[{(value is null ? "bytes of something else" : Printable.Escape(value.ToString(), 100))}].");

    private async ValueTask<CompareAndSetResult<T>> CompareAsync(
        VariableValue? expected, VariableValue? value, TimeSpan? timeout, CancellationToken cancellation)
    {
        var operation = new Operation.CompareAndSet(expected, value);
        var outcome = await DoAsync("compared and set", operation, timeout, cancellation).ConfigureAwait(false);
        return new CompareAndSetResult<T>(outcome is Outcome.Done, StateOf(outcome));
    }

    /// <summary>What somebody saw of the variable.</summary>
    /// <param name="Value">The value; null for none.</param>
    /// <param name="Version">Its version.</param>
    /// <param name="Since">The time of <see cref="Environment.TickCount64"/> at which it was so, or earlier than that.</param>
    private protected sealed record Sight(VariableValue? Value, long Version, long Since);

    private static string TextOf(TimeSpan limit) => limit == Timeout.InfiniteTimeSpan
        ? "in many attempts"
        : string.Create(CultureInfo.InvariantCulture, $"within {limit.TotalSeconds:0.###} s");
}
