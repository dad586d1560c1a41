using Coterie.Protocols.Variables;

namespace Coterie.Actors.Locks;

/// <summary>What a watch of variables tells.</summary>
public abstract record WatchEvent
{
    private WatchEvent()
    {
    }

    /// <summary>
    /// A variable has this value: a majority of the members has it. Whoever is slow gets only the latest value; the versions of a
    /// variable rise.
    /// </summary>
    /// <param name="Name">The variable.</param>
    /// <param name="Value">The value; null if it was deleted.</param>
    /// <param name="Version">How many operations have changed the variable; deletions count.</param>
    /// <param name="Missed">
    /// How many values were left out since the one that was told before; of the first values, none.
    /// </param>
    public sealed record Changed(string Name, VariableValue? Value, long Version, long Missed) : WatchEvent;

    /// <summary>
    /// All that was sure when the watch began, or when it was taken up again, has been told. From now on every change comes.
    /// </summary>
    public sealed record Complete : WatchEvent;

    /// <summary>
    /// Too few members answer: changes may be missing until the next <see cref="Complete"/>. The watch goes on by itself.
    /// </summary>
    public sealed record Interrupted : WatchEvent;
}
