using Coterie.Protocols.Memory;

namespace Coterie.Actors.Memory.Client;

/// <summary>The server has refused a watch.</summary>
/// <param name="reason">Why.</param>
public sealed class WatchRefusedException(Refusal reason) : Exception($"The watch was refused: {reason}.")
{
    /// <summary>Why.</summary>
    public Refusal Reason => reason;
}
