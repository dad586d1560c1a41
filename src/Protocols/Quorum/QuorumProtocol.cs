using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// The messages between voters and clients of the quorum protocol, whose rules <c>docs/protocol.md</c> numbers. Each names the
/// session it belongs to, and the request by its number in that session. Any of them may be lost, doubled, delayed and reordered:
/// whoever waits for what follows sends again, and every repetition is answered as the first was.
/// </summary>
public static partial class QuorumProtocol
{
    /// <summary>A message between nodes; bound to one serializer in <c>reference.conf</c>.</summary>
    public interface IWireMessage : IMessage;

    /// <summary>A message from a client to a voter.</summary>
    public interface IClientMessage : IWireMessage
    {
        /// <summary>The client.</summary>
        SessionId Session { get; }
    }

    /// <summary>A message from a voter to a client.</summary>
    public interface IVoterMessage : IWireMessage
    {
        /// <summary>The client.</summary>
        SessionId Session { get; }
    }

    /// <summary>A message from one voter to another.</summary>
    public interface IRecoveryMessage : IWireMessage
    {
        /// <inheritdoc/>
        Timestamp? IMessage.About(ProcessId from, ProcessId to) => null;
    }

    /// <summary>
    /// The client lives (rule 1). Begins the session, if the voter does not have it. Answered by <see cref="Heard"/> or
    /// <see cref="Foreign"/>; a copy too, but only the first one of a number lengthens the session.
    /// </summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The number of the beat, from 1, larger than that of the beat before.</param>
    /// <param name="Oldest">Requests with smaller numbers are over, whether the voter has learnt it or not.</param>
    /// <param name="Lapsed">
    /// The client no longer counts votes of this epoch, and never will: the voter ends the session if it still is in that epoch,
    /// and begins it again. Null if there is none.
    /// </param>
    /// <param name="Group">See <see cref="QuorumTerms.Group"/>.</param>
    /// <param name="Holder">Who the client is, for people: process and host. Null if it does not say.</param>
    public sealed record Beat(
        SessionId Session, long Number, long Oldest, Epoch? Lapsed = null, long Group = 0, string? Holder = null) : IClientMessage
    {
        /// <inheritdoc/>
        public string Kind => "beat";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => null;
    }

    /// <summary>Answers <see cref="Beat"/>.</summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The number of the beat.</param>
    /// <param name="Epoch">The session as the voter has it.</param>
    /// <param name="Clock">The largest logical clock of the tickets that the voter has seen.</param>
    /// <param name="Unanswered">
    /// The number of the latest <see cref="Changed"/>, if it or an earlier one has no answer; otherwise 0. Answered by
    /// <see cref="Followed"/> then.
    /// </param>
    public sealed record Heard(SessionId Session, long Number, Epoch Epoch, long Clock, long Unanswered = 0) : IVoterMessage
    {
        /// <inheritdoc/>
        public string Kind => "heard";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => null;
    }

    /// <summary>
    /// Answers <see cref="Beat"/> of another group, or <see cref="Recall"/>: the sender and this voter were given different
    /// lists of members, or different leases. Nothing answers it.
    /// </summary>
    /// <param name="Session">The client; 0 in an answer to a voter.</param>
    /// <param name="GroupText">The group of the voter in words.</param>
    public sealed record Foreign(SessionId Session, string GroupText) : IVoterMessage
    {
        /// <inheritdoc/>
        public string Kind => "foreign";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => null;
    }

    /// <summary>
    /// Asks for the vote (rule 6). Answered by <see cref="Grant"/>, at once or after <see cref="Queued"/>, or by
    /// <see cref="Over"/>.
    /// A copy is answered as the first was: if the vote is out to this request, by the same <see cref="Grant"/>. Ignored if the
    /// voter does not have the session.
    /// </summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The number of the request in the session, from 1.</param>
    /// <param name="Name">What is to be locked, 1 to 512 characters.</param>
    /// <param name="Mode">How.</param>
    /// <param name="Ticket">The place in the order.</param>
    /// <param name="Inside">
    /// The number of the token with which the client is inside already, by the votes of others (rule 10); 0 if it waits.
    /// </param>
    /// <param name="Purpose">What the lock is for, for people; null if the client does not say.</param>
    /// <param name="TriesOnce">
    /// Whether the client gives up as soon as it knows that somebody else is inside or waits: then the voter finds out whether
    /// those that have the vote need it.
    /// </param>
    public sealed record Request(
        SessionId Session,
        long Number,
        string Name,
        VoteMode Mode,
        Ticket Ticket,
        long Inside = 0,
        string? Purpose = null,
        bool TriesOnce = false)
        : IClientMessage
    {
        /// <inheritdoc/>
        public string Kind => "request";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => new(Number, from);
    }

    /// <summary>
    /// Answers <see cref="Request"/>: it waits in the queue of the voter. Sent to a request that tries once also when
    /// <see cref="Busy"/> comes.
    /// </summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The request.</param>
    /// <param name="Epoch">The session as the voter has it.</param>
    /// <param name="IsBusy">
    /// Of a request that tries once: whether another one waits before it, or the vote is out to one that needs it.
    /// </param>
    public sealed record Queued(SessionId Session, long Number, Epoch Epoch, bool IsBusy = false) : IVoterMessage
    {
        /// <inheritdoc/>
        public string Kind => "queued";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => new(Number, to);
    }

    /// <summary>
    /// The vote (rule 8). It is out until it ends in one of the four ways of rule 7. Nothing answers it; the client releases a
    /// vote that it does not want.
    /// </summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The request.</param>
    /// <param name="Epoch">The session as the voter has it.</param>
    /// <param name="Vote">How many times this request got the vote in this epoch, including this one; from 1.</param>
    /// <param name="Floor">The largest number of a token that the voter knows used (rule 15).</param>
    /// <param name="IsAwaited">
    /// Whether another request waits behind this vote: then the client does not keep it (rule 22).
    /// </param>
    /// <param name="Stored">What the voter has stored of the name (rule 20).</param>
    /// <param name="IsRecovered">See <see cref="NamedValue"/>.</param>
    public sealed record Grant(
        SessionId Session,
        long Number,
        Epoch Epoch,
        long Vote,
        long Floor,
        bool IsAwaited = false,
        StampedValue Stored = default,
        bool IsRecovered = false)
        : IVoterMessage
    {
        /// <inheritdoc/>
        public string Kind => "grant";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => new(Number, to);
    }

    /// <summary>
    /// Says that another request waits behind the vote (rules 9 and 22). A client that keeps the vote without need, or does not
    /// want it any more, answers <see cref="Release"/>. A client that still waits answers <see cref="Yield"/> if the other
    /// request is better. A client that is inside answers by its release. If the other request tries once, a client that needs
    /// the vote answers <see cref="Busy"/>. Sent again when the other request comes again.
    /// </summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The request.</param>
    /// <param name="Epoch">The session as the voter has it.</param>
    /// <param name="Vote">Which vote, see <see cref="Grant"/>.</param>
    /// <param name="IsBetter">Whether the other request goes first in the order of rule 8.</param>
    /// <param name="TriesOnce">Whether the other request tries once, see <see cref="Request"/>.</param>
    public sealed record Inquire(
        SessionId Session, long Number, Epoch Epoch, long Vote, bool IsBetter, bool TriesOnce = false) : IVoterMessage
    {
        /// <inheritdoc/>
        public string Kind => "inquire";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => new(Number, to);
    }

    /// <summary>
    /// Answers <see cref="Inquire"/> for a request that tries once: the client needs the vote. It is inside, or waits and goes
    /// first. Ignored unless exactly this vote is out.
    /// </summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The request.</param>
    /// <param name="Epoch">The epoch in which the vote was given.</param>
    /// <param name="Vote">Which vote, see <see cref="Grant"/>.</param>
    public sealed record Busy(SessionId Session, long Number, Epoch Epoch, long Vote) : IClientMessage
    {
        /// <inheritdoc/>
        public string Kind => "busy";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => new(Number, from);
    }

    /// <summary>
    /// Gives one vote back (rule 9); the request stays in the queue. The client has struck the vote and never counts it again.
    /// Nothing answers it. Ignored unless exactly this vote is out.
    /// </summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The request.</param>
    /// <param name="Epoch">The epoch in which the vote was given.</param>
    /// <param name="Vote">Which vote, see <see cref="Grant"/>.</param>
    public sealed record Yield(SessionId Session, long Number, Epoch Epoch, long Vote) : IClientMessage
    {
        /// <inheritdoc/>
        public string Kind => "yield";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => new(Number, from);
    }

    /// <summary>
    /// Asks a voter whose vote is out to this request to raise its floor (rule 15). Answered by <see cref="Raised"/>, a copy too;
    /// ignored unless exactly this vote is out.
    /// </summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The request.</param>
    /// <param name="Epoch">The epoch in which the vote was given.</param>
    /// <param name="Vote">Which vote, see <see cref="Grant"/>.</param>
    /// <param name="Floor">The floor must be at least this.</param>
    public sealed record Raise(SessionId Session, long Number, Epoch Epoch, long Vote, long Floor) : IClientMessage
    {
        /// <inheritdoc/>
        public string Kind => "raise";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => new(Number, from);
    }

    /// <summary>Answers <see cref="Raise"/>.</summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The request.</param>
    /// <param name="Epoch">The epoch in which the vote was given.</param>
    /// <param name="Vote">Which vote, see <see cref="Grant"/>.</param>
    /// <param name="Floor">The floor now.</param>
    public sealed record Raised(SessionId Session, long Number, Epoch Epoch, long Vote, long Floor) : IVoterMessage
    {
        /// <inheritdoc/>
        public string Kind => "raised";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => new(Number, to);
    }

    /// <summary>
    /// Asks a voter whose vote is out to this request, which is exclusive, to store a value (rule 19). Answered by
    /// <see cref="Stored"/>, a copy too; ignored unless exactly this vote is out. If it releases, the request is over, too, as if
    /// <see cref="Release"/> came next: if the vote is not out, it is answered by <see cref="Over"/>, or by <see cref="Stored"/>
    /// if it is a copy of one that was taken.
    /// </summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The request.</param>
    /// <param name="Epoch">The epoch in which the vote was given.</param>
    /// <param name="Vote">Which vote, see <see cref="Grant"/>.</param>
    /// <param name="Name">What is locked.</param>
    /// <param name="Value">The value, with its stamp.</param>
    /// <param name="Releases">Whether the request is over then (rule 20).</param>
    public sealed record Store(
        SessionId Session, long Number, Epoch Epoch, long Vote, string Name, StampedValue Value, bool Releases = false)
        : IClientMessage
    {
        /// <summary>The name of the kind if the message releases, too.</summary>
        public const string ReleasingKind = "store-and-release";

        /// <inheritdoc/>
        public string Kind => Releases ? ReleasingKind : "store";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => new(Number, from);
    }

    /// <summary>Answers <see cref="Store"/>: the voter has this value, or a later one of the same votes.</summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The request.</param>
    /// <param name="Epoch">The epoch in which the vote was given.</param>
    /// <param name="Vote">Which vote, see <see cref="Grant"/>.</param>
    /// <param name="Stamp">The stamp of the value that was to be stored.</param>
    /// <param name="IsOver">Whether the request is over, too, because the message released it.</param>
    public sealed record Stored(
        SessionId Session, long Number, Epoch Epoch, long Vote, ValueStamp Stamp, bool IsOver = false) : IVoterMessage
    {
        /// <inheritdoc/>
        public string Kind => "stored";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => new(Number, to);
    }

    /// <summary>
    /// Asks what the voter has stored of a name, without a vote (rule 21). Answered by <see cref="Seen"/>, a copy too. Ignored if
    /// the voter does not have the session, or recovers.
    /// </summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The number of the look in the session, from 1; no request has the same.</param>
    /// <param name="Name">The name.</param>
    public sealed record Look(SessionId Session, long Number, string Name) : IClientMessage
    {
        /// <inheritdoc/>
        public string Kind => "look";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => new(Number, from);
    }

    /// <summary>Answers <see cref="Look"/>.</summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The look.</param>
    /// <param name="Epoch">The session as the voter has it.</param>
    /// <param name="Stored">What the voter has stored.</param>
    /// <param name="IsRecovered">See <see cref="NamedValue"/>.</param>
    public sealed record Seen(
        SessionId Session, long Number, Epoch Epoch, StampedValue Stored, bool IsRecovered = false) : IVoterMessage
    {
        /// <inheritdoc/>
        public string Kind => "seen";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => new(Number, to);
    }

    /// <summary>
    /// The request is over, whether it was granted or not (rule 11). Answered by <see cref="Over"/>, a copy too.
    /// </summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The request.</param>
    /// <param name="Name">
    /// What was locked; null if the client has forgotten it, which is so when it answers a vote for a request that is over.
    /// </param>
    /// <param name="Token">The number of the token with which the client was inside; 0 if it was not.</param>
    public sealed record Release(SessionId Session, long Number, string? Name, long Token) : IClientMessage
    {
        /// <inheritdoc/>
        public string Kind => "release";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => new(Number, from);
    }

    /// <summary>Answers <see cref="Release"/>, and a late <see cref="Request"/> that is over.</summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The request.</param>
    public sealed record Over(SessionId Session, long Number) : IVoterMessage
    {
        /// <inheritdoc/>
        public string Kind => "over";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => new(Number, to);
    }

    /// <summary>
    /// From a voter that lost its memory to another one: asks what floors it knows (rule 12). Answered by <see cref="Floors"/>,
    /// <see cref="Forgotten"/> or <see cref="Foreign"/>; a copy too.
    /// </summary>
    /// <param name="Incarnation">The life of the voter that asks.</param>
    /// <param name="Round">How many times it has asked all others; from 1.</param>
    /// <param name="After">Asks for the names after this one, in ordinal order; null: from the first.</param>
    /// <param name="Group">See <see cref="QuorumTerms.Group"/>.</param>
    public sealed record Recall(long Incarnation, long Round, string? After = null, long Group = 0) : IRecoveryMessage
    {
        /// <inheritdoc/>
        public string Kind => "recall";
    }

    /// <summary>Answers <see cref="Recall"/>: the voter has lost its memory, too, and does not vote yet.</summary>
    /// <param name="Incarnation">The life of the voter that answers.</param>
    /// <param name="Round">The round that it answers.</param>
    public sealed record Forgotten(long Incarnation, long Round) : IRecoveryMessage
    {
        /// <inheritdoc/>
        public string Kind => "forgotten";
    }

    /// <summary>Answers <see cref="Recall"/> with the floors of some names, in ordinal order.</summary>
    /// <param name="Round">The round that it answers.</param>
    /// <param name="Base">The floor of every name that the voter does not list on any page.</param>
    /// <param name="Page">Some names with their floors, one more where the vote is out.</param>
    /// <param name="IsLast">Whether there are no names after these.</param>
    /// <param name="IsFoundedWith">
    /// Whether the voter began without any memory, together with the voter that asks in its present life: that one has nothing
    /// to remember.
    /// </param>
    public sealed record Floors(long Round, long Base, IReadOnlyList<NamedFloor> Page, bool IsLast, bool IsFoundedWith)
        : IRecoveryMessage
    {
        /// <inheritdoc/>
        public string Kind => "floors";

        /// <summary>Two pages with the same content are equal.</summary>
        public bool Equals(Floors? other) => other is not null && Round == other.Round && Base == other.Base
            && IsLast == other.IsLast && IsFoundedWith == other.IsFoundedWith && Page.SequenceEqual(other.Page);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Round, Base, Page.Count, IsLast);
    }

    /// <summary>The floor of one name, and what is stored of it.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="Floor">The floor, one more if the vote is out.</param>
    /// <param name="Stored">The value with its stamp.</param>
    /// <param name="IsRecovered">See <see cref="NamedValue"/>.</param>
    public readonly record struct NamedFloor(
        string Name, long Floor, StampedValue Stored = default, bool IsRecovered = false);
}
