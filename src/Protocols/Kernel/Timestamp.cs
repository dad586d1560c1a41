using Coterie.Protocols.Mutex;

namespace Coterie.Protocols.Kernel;

/// <summary>
/// When a request was made, in the total order of Lamport (CACM 21(7), 1978): by logical clock, and by process if the clocks are
/// equal. The smaller timestamp goes first. Not every algorithm grants requests in this order, see
/// <see cref="MutexPromises.EntersInTimestampOrder"/>; if it does, a granted request gives a <see cref="Fence"/>.
/// </summary>
/// <param name="Clock">The requester's logical clock, from 1.</param>
/// <param name="Process">The requester.</param>
public readonly record struct Timestamp(long Clock, ProcessId Process) : IComparable<Timestamp>
{
    /// <inheritdoc/>
    public int CompareTo(Timestamp other) =>
        Clock != other.Clock ? Clock.CompareTo(other.Clock) : Process.Value.CompareTo(other.Process.Value);

    /// <summary>Whether <paramref name="left"/> goes first.</summary>
    public static bool operator <(Timestamp left, Timestamp right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="right"/> goes first.</summary>
    public static bool operator >(Timestamp left, Timestamp right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> goes first or both are the same.</summary>
    public static bool operator <=(Timestamp left, Timestamp right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="right"/> goes first or both are the same.</summary>
    public static bool operator >=(Timestamp left, Timestamp right) => left.CompareTo(right) >= 0;

    /// <summary>Clock, dot, process: <c>7.2</c> is process 2's request at clock 7.</summary>
    public override string ToString() => $"{Clock}.{Process}";
}
