using Akka.Actor;
using Coterie.Protocols.Memory;

namespace Coterie.Actors.Memory;

/// <summary>The messages to the memory on its own node; they never go to another node.</summary>
internal static class LocalMemoryProtocol
{
    /// <summary>
    /// Asks <c>/user/memory</c> for a variable's actor, which is made if it does not exist yet. Answered by <see cref="Opened"/>
    /// or <see cref="NotOpened"/>.
    /// </summary>
    /// <param name="Name">The variable.</param>
    /// <param name="Dispatcher">
    /// The dispatcher to make the actor with; null: the default one. An actor that exists keeps its own.
    /// </param>
    public sealed record OpenVariable(string Name, string? Dispatcher = null);

    /// <summary>Answers <see cref="OpenVariable"/>.</summary>
    public sealed record Opened(string Name, IActorRef Variable);

    /// <summary>Answers <see cref="OpenVariable"/> if there cannot be such a variable.</summary>
    public sealed record NotOpened(string Name, Refusal Reason);

    /// <summary>
    /// Asks <c>/user/memory</c> for a <see cref="MemoryView"/>, or a variable for a <see cref="VariableView"/>. A variable
    /// answers at once, whoever holds its lock.
    /// </summary>
    public sealed record Look
    {
        /// <summary>The only one.</summary>
        public static Look Instance { get; } = new();
    }
}
