using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Quorum;

// The messages of rule 24. The voter numbers what it sends to a session, and sends it again until the client says that it came.
public static partial class QuorumProtocol
{
    /// <summary>The most watches of one session.</summary>
    public const int MostWatches = 10_000;

    /// <summary>The most watches of one <see cref="Watch"/>, and the most values of one <see cref="Changed"/>.</summary>
    public const int MostOfPage = 500;

    /// <summary>How many <see cref="Changed"/> may be without an answer: the voter sends no more before one comes.</summary>
    public const int MostUnanswered = 32;

    /// <summary>
    /// A message from a client to a voter about watches. Ignored if the voter does not have the session, or recovers.
    /// </summary>
    public interface IWatchMessage : IClientMessage;

    /// <summary>
    /// Asks for the values of some names, and for their changes from then on (rule 24). Answered by <see cref="Changed"/>, the
    /// last of which says that all values have been sent. If the voter has the watch already, it sends again what has no answer;
    /// a watch that is over is not begun again. Ignored as far as the session would have more than <see cref="MostWatches"/>; the
    /// client asks again.
    /// </summary>
    /// <param name="Session">The client.</param>
    /// <param name="Page">The watches, at most <see cref="MostOfPage"/>.</param>
    public sealed record Watch(SessionId Session, IReadOnlyList<NamedWatch> Page) : IWatchMessage
    {
        /// <inheritdoc/>
        public string Kind => "watch";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => null;

        /// <summary>Two with the same content are equal.</summary>
        public bool Equals(Watch? other) => other is not null && Session == other.Session && Page.SequenceEqual(other.Page);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Session, Page.Count);
    }

    /// <summary>Ends a watch. Answered by <see cref="WatchEnded"/>, a copy too.</summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The watch.</param>
    public sealed record EndWatch(SessionId Session, long Number) : IWatchMessage
    {
        /// <inheritdoc/>
        public string Kind => "end-watch";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => null;
    }

    /// <summary>
    /// Says which <see cref="Changed"/> have come, so that the voter may send more. Nothing answers it. Ignored if the session
    /// has another epoch; a late copy changes nothing.
    /// </summary>
    /// <param name="Session">The client.</param>
    /// <param name="Epoch">The session as the voter had it.</param>
    /// <param name="Number">All up to this number have come.</param>
    /// <param name="Lost">Those after it, up to this number, may be lost: the voter sends them again. 0 if none are.</param>
    public sealed record Followed(SessionId Session, Epoch Epoch, long Number, long Lost = 0) : IWatchMessage
    {
        /// <inheritdoc/>
        public string Kind => "followed";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => null;
    }

    /// <summary>
    /// What the voter has of some watched names (rule 24): sent when a watch begins, and whenever it takes a value. Answered by
    /// <see cref="Followed"/>, at the latest after the next <see cref="Heard"/>. A copy changes nothing.
    /// </summary>
    /// <param name="Session">The client.</param>
    /// <param name="Epoch">The session as the voter has it.</param>
    /// <param name="Number">How many were sent in this epoch, including this one.</param>
    /// <param name="Page">Names with their values, in any order; at most <see cref="MostOfPage"/>.</param>
    /// <param name="Listed">
    /// Watches of which all names have been sent, in this message or in earlier ones; at most <see cref="MostOfPage"/>.
    /// </param>
    public sealed record Changed(
        SessionId Session, Epoch Epoch, long Number, IReadOnlyList<NamedValue> Page, IReadOnlyList<long> Listed) : IVoterMessage
    {
        /// <inheritdoc/>
        public string Kind => "changed";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => null;

        /// <summary>Two with the same content are equal.</summary>
        public bool Equals(Changed? other) => other is not null && Session == other.Session && Epoch == other.Epoch
            && Number == other.Number && Page.SequenceEqual(other.Page) && Listed.SequenceEqual(other.Listed);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Session, Epoch, Number);
    }

    /// <summary>Answers <see cref="EndWatch"/>.</summary>
    /// <param name="Session">The client.</param>
    /// <param name="Number">The watch.</param>
    public sealed record WatchEnded(SessionId Session, long Number) : IVoterMessage
    {
        /// <inheritdoc/>
        public string Kind => "watch-ended";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => null;
    }

    /// <summary>What a client watches.</summary>
    /// <param name="Number">Names the watch in its session; from 1. A later watch has a larger one.</param>
    /// <param name="Name">The name, or the first characters of the names: 1 to 512 characters. A prefix may be empty.</param>
    /// <param name="IsPrefix">Whether it is about all names that begin so.</param>
    public readonly record struct NamedWatch(long Number, string Name, bool IsPrefix);

    /// <summary>What a voter has of a name.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="Stored">The value with its stamp.</param>
    /// <param name="IsRecovered">
    /// Whether the voter has it from others, because it had lost its memory, and not from a client by its vote.
    /// </param>
    public readonly record struct NamedValue(string Name, StampedValue Stored, bool IsRecovered = false);
}
