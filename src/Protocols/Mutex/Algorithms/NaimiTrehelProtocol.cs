using Coterie.Protocols.Kernel;
using IWireMessage = Coterie.Protocols.Mutex.MutexProtocol.IWireMessage;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>The messages of Naimi and Trehel's algorithm.</summary>
public static class NaimiTrehelProtocol
{
    /// <summary>
    /// From the requester to its father, and from father to father up to the process that asked last. Answered by
    /// <see cref="Token"/>.
    /// </summary>
    /// <param name="From">The process that sent it on.</param>
    /// <param name="At">The request; it names the requester.</param>
    public sealed record Request(ProcessId From, Timestamp At) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "request";

        /// <inheritdoc/>
        public Timestamp? Concerning => At;
    }

    /// <summary>From the process that had the token to the process that asked next. Nothing answers it.</summary>
    /// <param name="From">The process that had it.</param>
    /// <param name="To">The request that it answers.</param>
    public sealed record Token(ProcessId From, Timestamp To) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "token";

        /// <inheritdoc/>
        public Timestamp? Concerning => To;
    }
}
