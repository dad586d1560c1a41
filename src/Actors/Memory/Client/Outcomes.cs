using Coterie.Protocols.Memory;

namespace Coterie.Actors.Memory.Client;

/// <summary>What became of a read.</summary>
public abstract record ReadOutcome
{
    private ReadOutcome()
    {
    }

    /// <summary>The value.</summary>
    public sealed record Done(Value Value) : ReadOutcome;

    /// <summary>Nobody has written the variable since the memory began; the old protocol says 0.</summary>
    public sealed record NeverWritten : ReadOutcome;

    /// <summary>Definite: not read, and why.</summary>
    public sealed record Refused(Refusal Reason) : ReadOutcome;

    /// <summary>Nothing is known of the value; nothing was changed.</summary>
    public sealed record NoAnswer(string Reason) : ReadOutcome;
}

/// <summary>What became of a write.</summary>
public abstract record WriteOutcome
{
    private WriteOutcome()
    {
    }

    /// <summary>Definite: written.</summary>
    public sealed record Done : WriteOutcome;

    /// <summary>Definite: not written, and why.</summary>
    public sealed record Refused(Refusal Reason) : WriteOutcome;

    /// <summary>Definite: not written, because the command was never sent to a server, and why.</summary>
    public sealed record NotSent(string Reason) : WriteOutcome;

    /// <summary>Indefinite: it may have been written, or may be yet. Read, or write again, before trusting either.</summary>
    public sealed record Unknown(string Reason) : WriteOutcome;
}

/// <summary>What became of asking for a lock.</summary>
public abstract record AcquireOutcome
{
    private AcquireOutcome()
    {
    }

    /// <summary>Held, until it is released or its lease runs out.</summary>
    public sealed record Granted(MemoryLock Lock) : AcquireOutcome;

    /// <summary>Definite: not held, and why.</summary>
    public sealed record Refused(Refusal Reason) : AcquireOutcome;

    /// <summary>Not granted in time; the request is withdrawn, and a grant that crosses it is given back.</summary>
    public sealed record NoAnswer(string Reason) : AcquireOutcome;
}

/// <summary>What became of a release.</summary>
public abstract record ReleaseOutcome
{
    private ReleaseOutcome()
    {
    }

    /// <summary>It was held until now: what was done under it was done alone, or beside readers.</summary>
    public sealed record Done : ReleaseOutcome;

    /// <summary>It was not held any more.</summary>
    public sealed record NotHeld : ReleaseOutcome;

    /// <summary>
    /// Definite: not released by this call, because it was never sent to a server, and why. The server releases it when its lease
    /// runs out, or when it misses this client.
    /// </summary>
    public sealed record NotSent(string Reason) : ReleaseOutcome;

    /// <summary>Indefinite: released now, or when its lease runs out.</summary>
    public sealed record Unknown(string Reason) : ReleaseOutcome;
}

/// <summary>What became of renewing a lease.</summary>
public abstract record RenewOutcome
{
    private RenewOutcome()
    {
    }

    /// <summary>Held all the time until now; the lease runs from now on.</summary>
    public sealed record Done : RenewOutcome;

    /// <summary>Definite: not held any more, or not all the time; see <see cref="MemoryLock.LossReason"/>.</summary>
    public sealed record NotHeld : RenewOutcome;

    /// <summary>Not known whether it was renewed: it is held as long as <see cref="MemoryLock.Remaining"/> says.</summary>
    public sealed record NoAnswer(string Reason) : RenewOutcome;
}

/// <summary>What became of a list.</summary>
public abstract record ListOutcome
{
    private ListOutcome()
    {
    }

    /// <summary>All variables, in the order of their names, each with its value when it was asked.</summary>
    public sealed record Done(IReadOnlyList<MemoryProtocol.NamedValue> Variables) : ListOutcome;

    /// <summary>Definite: not listed, and why.</summary>
    public sealed record Refused(Refusal Reason) : ListOutcome;

    /// <summary>Nothing is known.</summary>
    public sealed record NoAnswer(string Reason) : ListOutcome;
}
