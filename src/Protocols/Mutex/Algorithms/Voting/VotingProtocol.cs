using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex.Algorithms.Voting;

/// <summary>
/// The messages between a process and the members of its quorum about the member's only vote, besides <see cref="Request"/>.
/// Every message names the request that it is about; a message about a request that no longer stands is ignored.
/// </summary>
public static class VotingProtocol
{
    /// <summary>
    /// From a member to a requester: its vote. Answered by <see cref="Release"/> after the exit, or by <see cref="Relinquish"/>.
    /// </summary>
    /// <param name="From">The member.</param>
    /// <param name="To">The request that has the vote.</param>
    public sealed record Locked(ProcessId From, Timestamp To) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "locked";

        /// <inheritdoc/>
        public Timestamp? Concerning => To;
    }

    /// <summary>
    /// From a member to a requester: an earlier request has the vote or gets it next. Nothing answers it; <see cref="Locked"/>
    /// follows later.
    /// </summary>
    /// <param name="From">The member.</param>
    /// <param name="To">The request that must wait.</param>
    public sealed record Failed(ProcessId From, Timestamp To) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "failed";

        /// <inheritdoc/>
        public Timestamp? Concerning => To;
    }

    /// <summary>
    /// From a member to the requester that has its vote: an earlier request has come. Answered by <see cref="Relinquish"/> once
    /// the requester knows that it cannot enter now, otherwise by its <see cref="Release"/>.
    /// </summary>
    /// <param name="From">The member.</param>
    /// <param name="To">The request that has the vote.</param>
    public sealed record Inquire(ProcessId From, Timestamp To) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "inquire";

        /// <inheritdoc/>
        public Timestamp? Concerning => To;
    }

    /// <summary>
    /// From a requester to a member that inquired: the vote goes back, and the request keeps waiting. Textbooks call it YIELD.
    /// Answered by <see cref="Locked"/>, later.
    /// </summary>
    /// <param name="Of">The request that gives the vote back.</param>
    public sealed record Relinquish(Timestamp Of) : IWireMessage
    {
        /// <inheritdoc/>
        public ProcessId From => Of.Process;

        /// <inheritdoc/>
        public string Kind => "relinquish";

        /// <inheritdoc/>
        public Timestamp? Concerning => Of;
    }

    /// <summary>From a requester to its quorum, on exit, or when a request is withdrawn. Nothing answers it.</summary>
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
