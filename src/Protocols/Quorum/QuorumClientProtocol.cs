using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Quorum;

/// <summary>What passes between a <see cref="QuorumClient"/> and the code that wants locks.</summary>
public static partial class QuorumClientProtocol
{
    /// <summary>
    /// Wants a lock. Answered by <see cref="Entered"/>, at once or later. Refused if the claim was used before.
    /// </summary>
    /// <param name="Claim">Names the claim: a number above all that the client has used before. From 1.</param>
    /// <param name="Name">What is to be locked: 1 to 512 characters.</param>
    /// <param name="Mode">How.</param>
    /// <param name="Purpose">What it is for, for people; null for nothing.</param>
    /// <param name="TriesOnce">Whether it wants to know when somebody else is inside or waits: <see cref="Behind"/>.</param>
    public sealed record Acquire(
        long Claim, string Name, VoteMode Mode = VoteMode.Exclusive, string? Purpose = null, bool TriesOnce = false) : ICommand;

    /// <summary>
    /// Gives the lock back. Answered by <see cref="Left"/>, at once. Refused if the claim is not inside: it may have been
    /// lost.
    /// </summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="KeepsCopy">
    /// Whether the votes of a claim that shares the lock are kept, as a copy of the value (rule 23), if nobody waits for them and
    /// a majority of them agrees. Exclusive votes are kept in any case (rule 22).
    /// </param>
    public sealed record Leave(long Claim, bool KeepsCopy = false) : ICommand;

    /// <summary>
    /// No longer waits: for the lock, for a look, or for what became of a value that it stored when it left. Answered by
    /// <see cref="Withdrawn"/>, or by <see cref="LookGivenUp"/> in the last two cases, at once. If <see cref="Entered"/>
    /// was on its way already, it changes nothing, and the client leaves as usual. Refused if there is no such claim: it may have
    /// been lost.
    /// </summary>
    public sealed record GiveUp(long Claim) : ICommand;

    /// <summary>
    /// Gives back all votes that are kept but not used (rules 22 and 23). Not answered. A client that is about to end needs it:
    /// otherwise nobody gets these votes until its session is over.
    /// </summary>
    public sealed record GiveBackKept : ICommand;

    /// <summary>
    /// Stores a value under a lock that is held exclusively (rule 19). Answered by <see cref="ValueStored"/>, or by
    /// <see cref="Lost"/>: then it may be stored or not. Refused if the claim is not inside, shares the lock, or still stores or
    /// reads another value.
    /// </summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="Value">The value; null deletes.</param>
    /// <param name="Leaves">
    /// Whether the claim leaves, too, as soon as it can. If somebody waits for its votes, it is <see cref="Left"/> at once, each
    /// voter stores the value and passes its vote on, and <see cref="ValueStored"/> comes later, or <see cref="StoreUnknown"/>.
    /// Otherwise it is <see cref="Left"/> when the value is stored.
    /// </param>
    public sealed record StoreValue(long Claim, Payload? Value, bool Leaves = false) : ICommand;

    /// <summary>
    /// Reads the value under a lock that is held (rule 20). Answered by <see cref="ValueRead"/>, or by <see cref="Lost"/>.
    /// Refused as <see cref="StoreValue"/> is, except that the lock may be shared.
    /// </summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="Leaves">Whether the claim leaves, too: see <see cref="StoreValue"/>. Not of a shared lock.</param>
    public sealed record ReadValue(long Claim, bool Leaves = false) : ICommand;

    /// <summary>
    /// Reads the value without a lock (rule 21). Answered by <see cref="ValueRead"/>, at the latest when all voters have answered
    /// that can be reached; ended by <see cref="GiveUp"/>.
    /// </summary>
    /// <param name="Claim">Names the look: a number above all that the client has used before. From 1.</param>
    /// <param name="Name">The name: 1 to 512 characters.</param>
    public sealed record LookAt(long Claim, string Name) : ICommand;

    /// <summary>
    /// Reads the value from a copy (rule 23), without a message, so that the copy is not given back as unused. Answered by
    /// <see cref="CopyRead"/>, at once. Refused if there is none: see <see cref="QuorumClient.CopyOf"/>.
    /// </summary>
    /// <param name="Claim">Names the read: a number above all that the client has used before. From 1.</param>
    /// <param name="Name">The name: 1 to 512 characters.</param>
    public sealed record ReadCopy(long Claim, string Name) : ICommand;

    /// <summary>
    /// The copy of this name must not be read any more (rule 23). Said before the client sends anything by which another client
    /// could change the value.
    /// </summary>
    /// <param name="Name">The name.</param>
    public sealed record CopyEnded(string Name) : IOutput;

    /// <summary>What the client says about a claim.</summary>
    public interface IClaimOutput : IOutput
    {
        /// <summary>The claim, and the process of the client.</summary>
        new Timestamp Request { get; }

        /// <inheritdoc/>
        Timestamp? IOutput.Request => Request;
    }

    /// <summary>For observers: the claim waits from now on.</summary>
    /// <param name="Request">The claim.</param>
    /// <param name="Name">What is to be locked.</param>
    /// <param name="Mode">How.</param>
    public sealed record Asked(Timestamp Request, string Name, VoteMode Mode) : IClaimOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Asked;

        /// <inheritdoc/>
        public string? Detail => Mode == VoteMode.Shared ? "shared lock" : null;
    }

    /// <summary>
    /// The claim, which tries once, cannot have the lock at once: another claim of this client goes first, or so many voters have
    /// said that others are inside or wait that the rest is no majority. Said once; the claim goes on waiting.
    /// </summary>
    /// <param name="Request">The claim.</param>
    public sealed record Behind(Timestamp Request) : IClaimOutput;

    /// <summary>The claim is inside from now on.</summary>
    /// <param name="Request">The claim.</param>
    /// <param name="Mode">How.</param>
    /// <param name="Token">The fencing token.</param>
    public sealed record Entered(Timestamp Request, VoteMode Mode, FencingToken Token) : IClaimOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Entered;

        /// <inheritdoc/>
        public string? Detail => $"{(Mode == VoteMode.Shared ? "shared lock, " : "")}token {Token.Number}+{Token.Entry}";
    }

    /// <summary>The claim has given the lock back.</summary>
    public sealed record Left(Timestamp Request) : IClaimOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Left;
    }

    /// <summary>The claim no longer waits.</summary>
    public sealed record Withdrawn(Timestamp Request) : IClaimOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Withdrew;
    }

    /// <summary>The claim is no longer inside: fewer votes than a majority count.</summary>
    /// <param name="Request">The claim.</param>
    public sealed record Lost(Timestamp Request) : IClaimOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Lost;

        /// <inheritdoc/>
        public string? Detail => "its votes no longer count";
    }

    /// <summary>Answers <see cref="StoreValue"/>: whoever reads or enters after this finds this value, or a later one.</summary>
    /// <param name="Request">The claim.</param>
    /// <param name="Stored">The value, with its stamp.</param>
    public sealed record ValueStored(Timestamp Request, StampedValue Stored) : IClaimOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Used;

        /// <inheritdoc/>
        public string? Detail => $"stored {Stored}";
    }

    /// <summary>Answers <see cref="ReadCopy"/>.</summary>
    /// <param name="Request">The read.</param>
    /// <param name="Seen">The value, with its stamp.</param>
    public sealed record CopyRead(Timestamp Request, StampedValue Seen) : IClaimOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Used;

        /// <inheritdoc/>
        public string? Detail => $"read from a copy {Seen}";
    }

    /// <summary>Answers <see cref="ReadValue"/> and <see cref="LookAt"/>.</summary>
    /// <param name="Request">The claim.</param>
    /// <param name="Seen">The latest value that was seen, with its stamp.</param>
    /// <param name="IsSure">
    /// Whether whoever reads or enters after this finds this value, or a later one. Otherwise somebody stores just now, or has
    /// stopped in the middle of it, and the value has not been read: enter exclusively, and read it then.
    /// </param>
    public sealed record ValueRead(Timestamp Request, StampedValue Seen, bool IsSure) : IClaimOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Used;

        /// <inheritdoc/>
        public string? Detail => IsSure ? $"read {Seen}" : $"saw {Seen}, which is not sure";
    }

    /// <summary>
    /// Answers <see cref="StoreValue"/> or <see cref="ReadValue"/> of a claim that has left: what it stored may be there or not.
    /// </summary>
    /// <param name="Request">The claim.</param>
    public sealed record StoreUnknown(Timestamp Request) : IClaimOutput;

    /// <summary>Answers <see cref="GiveUp"/> of a look, or of a claim that has left.</summary>
    /// <param name="Request">The look or the claim.</param>
    public sealed record LookGivenUp(Timestamp Request) : IClaimOutput;

    /// <summary>The command does not fit the standing of its claim; it changed nothing.</summary>
    /// <param name="Command">The command.</param>
    public sealed record OutOfTurn(ICommand Command) : IRefusal
    {
        /// <summary>The command, in words.</summary>
        public override string ToString() => $"{Command} is out of turn";
    }

    /// <summary>
    /// A voter belongs to another group: it was given another list of members, or another lease. It is left alone.
    /// </summary>
    /// <param name="Voter">The voter.</param>
    /// <param name="GroupText">Its group, in words.</param>
    public sealed record ForeignVoter(ProcessId Voter, string GroupText) : IOutput;
}
