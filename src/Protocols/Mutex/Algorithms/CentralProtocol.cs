using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>The messages between the coordinator and the other processes, besides <see cref="Request"/>.</summary>
public static class CentralProtocol
{
    /// <summary>
    /// From the coordinator to the next process. Answered by <see cref="Release"/> after its exit. Ignored if the request was
    /// withdrawn.
    /// </summary>
    /// <param name="From">The coordinator.</param>
    /// <param name="To">The granted request.</param>
    public sealed record Grant(ProcessId From, Timestamp To) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "grant";

        /// <inheritdoc/>
        public Timestamp? Concerning => To;
    }

    /// <summary>To the coordinator, on exit, or when a request is withdrawn. Nothing answers it.</summary>
    /// <param name="Over">The request that no longer stands.</param>
    public sealed record Release(Timestamp Over) : IWireMessage
    {
        /// <inheritdoc/>
        public ProcessId From => Over.Process;

        /// <inheritdoc/>
        public string Kind => "release";

        /// <inheritdoc/>
        public Timestamp? Concerning => Over;
    }
}
