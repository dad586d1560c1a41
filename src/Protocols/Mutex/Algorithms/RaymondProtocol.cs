using Coterie.Protocols.Kernel;
using IWireMessage = Coterie.Protocols.Mutex.MutexProtocol.IWireMessage;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>
/// The messages of Raymond's algorithm, between neighbours in the tree. A message contains only its sender: it is about the
/// sender's queue, not about a single request.
/// </summary>
public static class RaymondProtocol
{
    /// <summary>
    /// To the neighbour on whose side the privilege is; the sender asks for itself or for neighbours that asked it. Answered by
    /// <see cref="Privilege"/>.
    /// </summary>
    /// <param name="From">The sender.</param>
    public sealed record Request(ProcessId From) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "request";

        /// <inheritdoc/>
        public Timestamp? Concerning => null;
    }

    /// <summary>To the neighbour that asked first. Nothing answers it.</summary>
    /// <param name="From">The process that had it.</param>
    public sealed record Privilege(ProcessId From) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "privilege";

        /// <inheritdoc/>
        public Timestamp? Concerning => null;
    }
}
