using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>
/// The messages of Suzuki and Kasami's algorithm, besides <see cref="Request"/>, whose clock is the requester's sequence number.
/// </summary>
public static class SuzukiKasamiProtocol
{
    /// <summary>From the process that had the privilege to the process that has it from now on. Nothing answers it.</summary>
    /// <param name="From">The process that had it.</param>
    /// <param name="To">
    /// The granted request of the receiver; null if the sender has not received it, and knows only from the queue that the
    /// receiver waits.
    /// </param>
    /// <param name="Queue">The processes that get it after the receiver, in this order.</param>
    /// <param name="Granted">LN: for process 1, 2, … the number of its last granted request.</param>
    public sealed record Privilege(ProcessId From, Timestamp? To, IReadOnlyList<ProcessId> Queue, IReadOnlyList<long> Granted)
        : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "privilege";

        /// <inheritdoc/>
        public Timestamp? Concerning => To;

        /// <inheritdoc/>
        public bool Fits(int processes) =>
            From.IsOneOf(processes) && Concerning?.Process.IsOneOf(processes) != false
            && Granted.Count == processes && Queue.All(process => process.IsOneOf(processes));

        /// <summary>Whether both have the same content; the lists are compared element by element.</summary>
        public bool Equals(Privilege? other) =>
            other is not null && From == other.From && To == other.To
            && Queue.SequenceEqual(other.Queue) && Granted.SequenceEqual(other.Granted);

        /// <inheritdoc/>
        public override int GetHashCode() =>
            HashCode.Combine(From, To, Queue.Count, Granted.Aggregate(0L, (sum, clock) => unchecked(sum + clock)));
    }
}
