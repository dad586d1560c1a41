using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>The messages of Lamport's algorithm, besides <see cref="Request"/>. Every message has a timestamp.</summary>
public static class LamportProtocol
{
    /// <summary>From the receiver of a <see cref="Request"/> to its sender, at once. Nothing answers it.</summary>
    /// <param name="At">When it was sent, and by which process; later than the request.</param>
    /// <param name="To">The received request.</param>
    public sealed record Acknowledge(Timestamp At, Timestamp To) : IWireMessage
    {
        /// <inheritdoc/>
        public ProcessId From => At.Process;

        /// <inheritdoc/>
        public string Kind => "acknowledge";

        /// <inheritdoc/>
        public Timestamp? Concerning => To;
    }

    /// <summary>To every other process, on exit, or when a request is withdrawn. Nothing answers it.</summary>
    /// <param name="At">When it was sent, and by which process.</param>
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
