using Coterie.Protocols.Memory;
using Coterie.Protocols.Variables;

namespace Coterie.Actors.Memory.Client;

/// <summary>The outcome of a read.</summary>
public abstract record ReadOutcome
{
    private ReadOutcome()
    {
    }

    /// <summary>The value.</summary>
    public sealed record Done(Value Value) : ReadOutcome;

    /// <summary>
    /// The variable has no value: nobody has written it since the memory started, or it was deleted. The raw port says 0.
    /// </summary>
    public sealed record NeverWritten : ReadOutcome;

    /// <summary>Definite: not read, and why.</summary>
    public sealed record Refused(Refusal Reason) : ReadOutcome;

    /// <summary>Nothing is known of the value; nothing was changed.</summary>
    public sealed record NoAnswer(string Reason) : ReadOutcome;
}

/// <summary>The outcome of a write.</summary>
public abstract record WriteOutcome
{
    private WriteOutcome()
    {
    }

    /// <summary>Definite: written.</summary>
    public sealed record Done : WriteOutcome;

    /// <summary>Definite: not written, and why.</summary>
    public sealed record Refused(Refusal Reason) : WriteOutcome;

    /// <summary>Definite: not written, because the command was not and will not be sent to a server; and why not.</summary>
    public sealed record NotSent(string Reason) : WriteOutcome;

    /// <summary>
    /// Indefinite: it may have been written, or may be written later. Read or write again before relying on either.
    /// </summary>
    public sealed record Unknown(string Reason) : WriteOutcome;
}

/// <summary>The outcome of an operation.</summary>
public abstract record OperateOutcome
{
    private OperateOutcome()
    {
    }

    /// <summary>Definite: it came to an end.</summary>
    /// <param name="Outcome">
    /// <see cref="Outcome.Done"/>; or <see cref="Outcome.Mismatch"/> or <see cref="Outcome.WrongKind"/>, and it changed nothing.
    /// </param>
    public sealed record Ended(Outcome Outcome) : OperateOutcome;

    /// <summary>Definite: it changed nothing, and why.</summary>
    public sealed record Refused(Refusal Reason) : OperateOutcome;

    /// <summary>Definite: it changed nothing, because it was not and will not be sent to a server; and why not.</summary>
    public sealed record NotSent(string Reason) : OperateOutcome;

    /// <summary>Indefinite: if it changes something, it may have done so once, or may do so later, but not twice.</summary>
    public sealed record Unknown(string Reason) : OperateOutcome;
}

/// <summary>The outcome of a request for a lock.</summary>
public abstract record AcquireOutcome
{
    private AcquireOutcome()
    {
    }

    /// <summary>Held, until it is released or its lease runs out.</summary>
    public sealed record Granted(MemoryLock Lock) : AcquireOutcome;

    /// <summary>Definite: not held, and why.</summary>
    public sealed record Refused(Refusal Reason) : AcquireOutcome;

    /// <summary>Not granted in time. The request is withdrawn, and a lock that is granted meanwhile is released.</summary>
    public sealed record NoAnswer(string Reason) : AcquireOutcome;
}

/// <summary>The outcome of a release.</summary>
public abstract record ReleaseOutcome
{
    private ReleaseOutcome()
    {
    }

    /// <summary>It was held until now, so that no other client could write meanwhile.</summary>
    public sealed record Done : ReleaseOutcome;

    /// <summary>It was not held any more.</summary>
    public sealed record NotHeld : ReleaseOutcome;

    /// <summary>
    /// Definite: not released by this call, because the command was not and will not be sent to a server; and why not. The server
    /// releases the lock when its lease runs out, or when this client is gone.
    /// </summary>
    public sealed record NotSent(string Reason) : ReleaseOutcome;

    /// <summary>Indefinite: released now, or when its lease runs out.</summary>
    public sealed record Unknown(string Reason) : ReleaseOutcome;
}

/// <summary>The outcome of the renewal of a lease.</summary>
public abstract record RenewOutcome
{
    private RenewOutcome()
    {
    }

    /// <summary>Held all the time until now; the lease runs from now on.</summary>
    public sealed record Done : RenewOutcome;

    /// <summary>Definite: not held any more, or not all the time; see <see cref="MemoryLock.LossReason"/>.</summary>
    public sealed record NotHeld : RenewOutcome;

    /// <summary>It is not known whether it was renewed: it is held as long as <see cref="MemoryLock.Remaining"/> says.</summary>
    public sealed record NoAnswer(string Reason) : RenewOutcome;
}

/// <summary>The outcome of a list.</summary>
public abstract record ListOutcome
{
    private ListOutcome()
    {
    }

    /// <summary>All variables, in the order of their names, each with its value when it was asked.</summary>
    public sealed record Done(IReadOnlyList<MemoryProtocol.NamedValue> Variables) : ListOutcome;

    /// <summary>Definite: not listed, and why.</summary>
    public sealed record Refused(Refusal Reason) : ListOutcome;

    /// <summary>There is no answer, and why.</summary>
    public sealed record NoAnswer(string Reason) : ListOutcome;
}
