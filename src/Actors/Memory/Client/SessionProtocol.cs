using Coterie.Protocols.Memory;

namespace Coterie.Actors.Memory.Client;

/// <summary>The messages between <see cref="MemoryClient"/> and its <see cref="SessionActor"/>. All are local.</summary>
internal static class SessionProtocol
{
    /// <summary>Finds the memory. Answered by <see cref="Connected"/> or <see cref="NoAnswer"/>.</summary>
    public sealed record Connect(long Id, TimeSpan Limit) : ICall
    {
        /// <inheritdoc/>
        public ICall Within(TimeSpan limit) => this with { Limit = limit };
    }

    /// <summary>Finds the memory, sends it a command and waits for the answer. Answered by that or by <see cref="NoAnswer"/>.</summary>
    /// <param name="Command">What to send.</param>
    /// <param name="Limit">See <see cref="ICall.Limit"/>.</param>
    /// <param name="Held">For an acquire: where to note that and how long the lock is held; null: nowhere.</param>
    public sealed record Call(MemoryProtocol.IWireMessage Command, TimeSpan Limit, HeldLock? Held = null) : ICall
    {
        /// <inheritdoc/>
        public long Id => Command.Id;

        /// <inheritdoc/>
        public ICall Within(TimeSpan limit) => this with { Limit = limit };
    }

    /// <summary>Nobody waits for this call any more. Nothing answers it.</summary>
    public sealed record Abandon(long Id);

    /// <summary>The memory is there.</summary>
    public sealed record Connected;

    /// <summary>No answer came, or none will.</summary>
    /// <param name="Reason">For the user, to stand behind a colon.</param>
    /// <param name="IsSent">Whether the command was sent: then it may have been carried out, or may be yet. If not, it was not and will not be.</param>
    /// <param name="NodeIsSpent">Whether the two nodes have given each other up for good: only another node gets an answer.</param>
    public sealed record NoAnswer(string Reason, bool IsSent, bool NodeIsSpent = false);

    /// <summary>What is asked of a session.</summary>
    public interface ICall
    {
        /// <summary>Unlike those of all other calls of the session.</summary>
        long Id { get; }

        /// <summary>How long to wait.</summary>
        TimeSpan Limit { get; }

        /// <summary>The same call with another limit.</summary>
        ICall Within(TimeSpan limit);
    }
}
