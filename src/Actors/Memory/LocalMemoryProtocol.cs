using Akka.Actor;
using Coterie.Protocols.Memory;

namespace Coterie.Actors.Memory;

/// <summary>The messages to the memory on its own node; they never go to another.</summary>
internal static class LocalMemoryProtocol
{
    /// <summary>
    /// Asks <c>/user/memory</c> for a variable's actor, made where it is not there yet. Answered by <see cref="Opened"/> or
    /// <see cref="NotOpened"/>.
    /// </summary>
    /// <param name="Name">The variable.</param>
    /// <param name="Dispatcher">
    /// The dispatcher to make the actor with; null: the default one. Where it is there already, it stays on its own.
    /// </param>
    public sealed record OpenVariable(string Name, string? Dispatcher = null);

    /// <summary>Answers <see cref="OpenVariable"/>.</summary>
    public sealed record Opened(string Name, IActorRef Variable);

    /// <summary>Answers <see cref="OpenVariable"/> where there cannot be such a variable.</summary>
    public sealed record NotOpened(string Name, Refusal Reason);
}
