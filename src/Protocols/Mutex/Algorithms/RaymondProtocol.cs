using Coterie.Protocols.Kernel;
using IWireMessage = Coterie.Protocols.Mutex.MutexProtocol.IWireMessage;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>
/// What neighbours in the tree say to each other by Raymond's algorithm. A message says nothing but who sent it: it is about the process's queue, not about any
/// one request.
/// </summary>
public static class RaymondProtocol
{
    /// <summary>
    /// To the neighbour on whose side the privilege is, for the sender or for those that asked the sender. Answered by <see cref="Privilege"/>.
    /// </summary>
    /// <param name="From">Who sends it.</param>
    public sealed record Request(ProcessId From) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "request";

        /// <inheritdoc/>
        public Timestamp? Concerning => null;
    }

    /// <summary>To the neighbour that asked first. Nothing answers it.</summary>
    /// <param name="From">Who had it.</param>
    public sealed record Privilege(ProcessId From) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "privilege";

        /// <inheritdoc/>
        public Timestamp? Concerning => null;
    }
}
