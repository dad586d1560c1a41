using System.Globalization;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// Names one life of a client: drawn when the client starts, and never used by another one. A client that was restarted is
/// another client.
/// </summary>
/// <param name="Value">From 1.</param>
public readonly record struct SessionId(long Value)
{
    /// <summary>The number alone.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// Names a session as one voter has it (rule 1). A voter that was restarted, or that ended the session and began it again, has
/// another one.
/// </summary>
/// <param name="Incarnation">The life of the voter: drawn when the voter starts, and never used by it again. From 1.</param>
/// <param name="Number">How many sessions the voter had begun in this life, including this one. From 1.</param>
public readonly record struct Epoch(long Incarnation, long Number)
{
    /// <summary>Both numbers: <c>7/2</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Incarnation}/{Number}");
}

/// <summary>
/// The place of a request in a total order (rule 6; Lamport, CACM 21(7), 1978): by logical clock, and by session if the clocks
/// are equal. The smaller ticket goes first.
/// </summary>
/// <param name="Clock">The logical clock of the client when it asked. From 1.</param>
/// <param name="Session">The client.</param>
public readonly record struct Ticket(long Clock, SessionId Session)
{
    /// <summary>The largest clock. It does not go on from there: then sessions and requests decide alone.</summary>
    public const long MostClock = long.MaxValue / 2;

    /// <summary>Below zero if this ticket goes first, above zero if the other one does, zero if they are the same.</summary>
    public int CompareTo(Ticket other) =>
        Clock != other.Clock ? Clock.CompareTo(other.Clock) : Session.Value.CompareTo(other.Session.Value);

    /// <summary>Clock, dot, session: <c>7.2</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Clock}.{Session}");
}

/// <summary>How a lock is shared.</summary>
public enum VoteMode
{
    /// <summary>Held alone.</summary>
    Exclusive,

    /// <summary>Held together with others that share it, but never beside an exclusive holder.</summary>
    Shared,
}

/// <summary>
/// The fencing token of an entry (rules 14 and 18): larger than that of every earlier entry of the same name, except that those
/// who share a lock may have the same one. A store that is written under the lock refuses what comes with a smaller token than
/// it has seen.
/// </summary>
/// <param name="Number">The number of the votes, one above the floor of each of them. From 1 to 2^43 - 1.</param>
/// <param name="Entry">Which entry under the same votes; from 0 to 2^20 - 1.</param>
public readonly record struct FencingToken(long Number, int Entry = 0)
{
    /// <summary>How many bits of <see cref="Value"/> count the entries.</summary>
    public const int EntryBits = 20;

    /// <summary>The largest number.</summary>
    public const long MostNumber = (1L << (63 - EntryBits)) - 1;

    /// <summary>The token as one number, as it is printed and compared.</summary>
    public long Value => (Number << EntryBits) | (uint)Entry;

    /// <summary>The value.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
