using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex.Algorithms.Voting;

/// <summary>
/// What a process and the members of its quorum say to each other about the member's one vote, besides <see cref="Request"/>. Every message names the request
/// it is about: one about a request that no longer stands is ignored.
/// </summary>
public static class VotingProtocol
{
    /// <summary>From a member to a requester: its vote. Answered by <see cref="Release"/> after the exit, or by <see cref="Relinquish"/>.</summary>
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
    /// From a member to a requester: an earlier request has the vote or is to have it. Nothing answers it; <see cref="Locked"/> follows in the end.
    /// </summary>
    /// <param name="From">The member.</param>
    /// <param name="To">The request that has to wait.</param>
    public sealed record Failed(ProcessId From, Timestamp To) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "failed";

        /// <inheritdoc/>
        public Timestamp? Concerning => To;
    }

    /// <summary>
    /// From a member to the requester that has its vote: an earlier request has come. Answered by <see cref="Relinquish"/> once the requester knows that it
    /// cannot enter now, otherwise by its <see cref="Release"/>.
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
    /// From a requester to a member that inquired, the YIELD of textbooks: the vote goes back, the request waits on. Answered by <see cref="Locked"/>, later.
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

    /// <summary>From a requester to its quorum, on exit or where a request is withdrawn. Nothing answers it.</summary>
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
