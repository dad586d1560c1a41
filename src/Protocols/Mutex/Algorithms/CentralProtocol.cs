using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>What a coordinator and its clients say to each other, besides <see cref="Request"/>.</summary>
public static class CentralProtocol
{
    /// <summary>
    /// From the coordinator to the one that is next. Answered by <see cref="Release"/> after its exit. To a request that was withdrawn: ignored.
    /// </summary>
    /// <param name="From">The coordinator.</param>
    /// <param name="To">The request granted.</param>
    public sealed record Grant(ProcessId From, Timestamp To) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "grant";

        /// <inheritdoc/>
        public Timestamp? Concerning => To;
    }

    /// <summary>To the coordinator, on exit or where a request is withdrawn. Nothing answers it.</summary>
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
