using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>
/// What processes say to each other by Suzuki and Kasami's algorithm, besides <see cref="Request"/>, whose clock is the requester's sequence number.
/// </summary>
public static class SuzukiKasamiProtocol
{
    /// <summary>From who had the privilege to who has it from now on. Nothing answers it.</summary>
    /// <param name="From">Who had it.</param>
    /// <param name="To">The request of the receiver that is granted; null where the sender has not heard of it, and knows from the queue alone that the receiver waits.</param>
    /// <param name="Queue">Who gets it after the receiver, in this order.</param>
    /// <param name="Granted">LN: of process 1, 2, … the number of the request granted last.</param>
    public sealed record Privilege(ProcessId From, Timestamp? To, IReadOnlyList<ProcessId> Queue, IReadOnlyList<long> Granted) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "privilege";

        /// <inheritdoc/>
        public Timestamp? Concerning => To;

        /// <inheritdoc/>
        public bool Fits(int processes) =>
            From.IsOneOf(processes) && Concerning?.Process.IsOneOf(processes) != false
            && Granted.Count == processes && Queue.All(process => process.IsOneOf(processes));

        /// <summary>Whether both say the same, element for element.</summary>
        public bool Equals(Privilege? other) =>
            other is not null && From == other.From && To == other.To && Queue.SequenceEqual(other.Queue) && Granted.SequenceEqual(other.Granted);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(From, To, Queue.Count, Granted.Aggregate(0L, (sum, clock) => unchecked(sum + clock)));
    }
}
