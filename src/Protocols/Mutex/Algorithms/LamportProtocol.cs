using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>What processes say to each other by Lamport's algorithm, besides <see cref="Request"/>. Every message bears a timestamp.</summary>
public static class LamportProtocol
{
    /// <summary>From the receiver of a <see cref="Request"/> to its sender, at once. Nothing answers it.</summary>
    /// <param name="At">When it was sent, and by whom: later than the request.</param>
    /// <param name="To">The request received.</param>
    public sealed record Acknowledge(Timestamp At, Timestamp To) : IWireMessage
    {
        /// <inheritdoc/>
        public ProcessId From => At.Process;

        /// <inheritdoc/>
        public string Kind => "acknowledge";

        /// <inheritdoc/>
        public Timestamp? Concerning => To;
    }

    /// <summary>To every other process, on exit or where a request is withdrawn. Nothing answers it.</summary>
    /// <param name="At">When it was sent, and by whom.</param>
    /// <param name="Over">The request that no longer stands.</param>
    public sealed record Release(Timestamp At, Timestamp Over) : IWireMessage
    {
        /// <inheritdoc/>
        public ProcessId From => At.Process;

        /// <inheritdoc/>
        public string Kind => "release";

        /// <inheritdoc/>
        public Timestamp? Concerning => Over;
    }
}
