using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Memory.Client;

/// <summary>The messages between <see cref="MemoryClient"/> and its <see cref="SessionActor"/>. All are local.</summary>
internal static class SessionProtocol
{
    /// <summary>
    /// Finds the memory, sends it the command and waits for the answer. Answered once: by the memory's answer, by
    /// <see cref="Connected"/> if there is no command, or by <see cref="NoAnswer"/>. A call for a command that waits already is
    /// answered together with the first one. Compared by reference: two calls are never the same.
    /// </summary>
    public sealed class Call
    {
        /// <summary>A call with a command.</summary>
        /// <param name="command">What to send.</param>
        /// <param name="limit">How long to wait.</param>
        /// <param name="held">For an acquire: where to note that the lock is held, and for how long; null: nowhere.</param>
        public Call(IWireMessage command, TimeSpan limit, HeldLock? held = null)
            : this(command.Id, command, limit, held)
        {
        }

        private Call(long id, IWireMessage? command, TimeSpan limit, HeldLock? held) =>
            (Id, Command, Limit, Held) = (id, command, limit, held);

        /// <summary>The id of the command; without a command, one that no command of the session has.</summary>
        public long Id { get; }

        /// <summary>What to send; null: nothing.</summary>
        public IWireMessage? Command { get; }

        /// <summary>How long to wait.</summary>
        public TimeSpan Limit { get; }

        /// <summary>For an acquire: where to note that the lock is held, and for how long; null: nowhere.</summary>
        public HeldLock? Held { get; }

        /// <summary>A call that only finds the memory.</summary>
        public static Call ToConnect(long id, TimeSpan limit) => new(id, null, limit, null);

        /// <summary>A new call like this one, with another limit.</summary>
        public Call Within(TimeSpan limit) => new(Id, Command, limit, Held);
    }

    /// <summary>
    /// Nobody waits for this call any more. An acquire is withdrawn; if it was granted meanwhile, the lock is released. Nothing
    /// answers it.
    /// </summary>
    public sealed record Abandon(Call Call);

    /// <summary>The memory is there.</summary>
    public sealed record Connected;

    /// <summary>No answer came, or none will.</summary>
    /// <param name="Reason">For the user, to stand behind a colon.</param>
    /// <param name="IsSent">
    /// Whether the command was sent. If so, it may have been carried out, or may be later. If not, it was not and will not be.
    /// </param>
    /// <param name="NodeIsSpent">Whether this client's node gets no answers any more: only another node does.</param>
    public sealed record NoAnswer(string Reason, bool IsSent, bool NodeIsSpent = false);
}
