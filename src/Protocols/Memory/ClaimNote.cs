using System.Diagnostics.CodeAnalysis;
using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Memory;

/// <summary>What becomes of a claim.</summary>
public enum ClaimEvent
{
    /// <summary>It waits from now on.</summary>
    Waits,

    /// <summary>It is let in: a lock is held from now on, a read or a write is carried out.</summary>
    LetIn,

    /// <summary>Its client gave it back, or gave it up while it waited.</summary>
    Released,

    /// <summary>Its lease ran out.</summary>
    Expired,

    /// <summary>It is dropped: its client is gone.</summary>
    Dropped,
}

/// <summary>
/// What a variable tells observers about one claim, and what its messages do not say. A read or a write
/// that is carried out as soon as it arrives makes no claim, and there is no note of it.
/// </summary>
/// <param name="Event">What becomes of it.</param>
/// <param name="Claim">The claim: the id of the command, and the client.</param>
/// <param name="Access">What it is for; for a write, without the value.</param>
public sealed record ClaimNote(ClaimEvent Event, Timestamp Claim, Access Access) : IOutput
{
    private static readonly (ClaimEvent Event, string Words)[] Words =
    [
        (ClaimEvent.Waits, "waits"),
        (ClaimEvent.LetIn, "is let in"),
        (ClaimEvent.Released, "is given back"),
        (ClaimEvent.Expired, "has expired"),
        (ClaimEvent.Dropped, "is dropped"),
    ];

    /// <inheritdoc/>
    public Timestamp? Request => Claim;

    /// <summary>A sentence: <c>write lock 7.2 waits</c>.</summary>
    public string Detail => $"{Access} {Claim} {Array.Find(Words, words => words.Event == Event).Words}";

    /// <summary>Reads <see cref="Detail"/> back.</summary>
    /// <param name="claim">The claim; <see cref="IOutput.Request"/> of the note.</param>
    /// <param name="detail">The sentence.</param>
    /// <param name="note">The note.</param>
    /// <returns>Whether it is the sentence of a note about that claim.</returns>
    public static bool TryParse(Timestamp claim, string? detail, [NotNullWhen(true)] out ClaimNote? note)
    {
        note = null;
        var parts = detail?.Split($" {claim} ") ?? [];
        if (parts.Length != 2 || !Access.TryParse(parts[0], out var access))
            return false;
        foreach (var (what, words) in Words)
        {
            if (words == parts[1])
                note = new ClaimNote(what, claim, access);
        }
        return note is not null;
    }
}
