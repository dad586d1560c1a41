using Coterie.Protocols.Kernel;
using Privilege = Coterie.Protocols.Mutex.Algorithms.SuzukiKasamiProtocol.Privilege;

namespace Coterie.Protocols.Mutex.Algorithms.Regeneration;

/// <summary>
/// The messages by which a lost token is regenerated, besides <see cref="MutexProtocol.Request"/>. They are used in virtual time
/// alone, so they have no wire format. An epoch names a token: of two, the later one counts.
/// </summary>
internal static class RegenerationProtocol
{
    /// <summary>A message about a token with an epoch.</summary>
    public interface ITokenMessage : ISignedMessage
    {
        /// <inheritdoc/>
        Timestamp? IMessage.About(ProcessId from, ProcessId to) => null;
    }

    /// <summary>The privilege, in the epoch in which it was made. Ignored by a process that knows a later epoch.</summary>
    /// <param name="Epoch">The epoch.</param>
    /// <param name="Privilege">The privilege.</param>
    public sealed record Token(Timestamp Epoch, Privilege Privilege) : ITokenMessage
    {
        /// <inheritdoc/>
        public ProcessId From => Privilege.From;

        /// <inheritdoc/>
        public string Kind => "token";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => Privilege.To;

        /// <inheritdoc/>
        public bool Fits(int processes) => Privilege.Fits(processes);
    }

    /// <summary>
    /// From a process that has waited long to all others: who has the token? It is also its request once more. Answered by
    /// <see cref="Found"/>.
    /// </summary>
    /// <param name="Epoch">The epoch of the token that it makes if nobody has one; its process is the sender.</param>
    /// <param name="At">The request with which it waits.</param>
    public sealed record Seek(Timestamp Epoch, Timestamp At) : ITokenMessage
    {
        /// <inheritdoc/>
        public ProcessId From => Epoch.Process;

        /// <inheritdoc/>
        public string Kind => "seek";
    }

    /// <summary>The answer to <see cref="Seek"/>.</summary>
    /// <param name="From">The sender. From now on it takes no token of an earlier epoch.</param>
    /// <param name="Epoch">The epoch of the question.</param>
    /// <param name="Latest">The latest epoch that the sender knows.</param>
    /// <param name="HasToken">Whether the sender has the token, or had it and passes it on now.</param>
    /// <param name="Over">Its requests up to this number are over.</param>
    public sealed record Found(ProcessId From, Timestamp Epoch, Timestamp Latest, bool HasToken, long Over) : ITokenMessage
    {
        /// <inheritdoc/>
        public string Kind => "found";
    }
}
