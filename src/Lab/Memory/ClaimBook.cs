using System.Collections.Immutable;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;

namespace Coterie.Lab.Memory;

/// <summary>
/// Who waits for the variable's lock and who holds it, by what the memory says of each claim. Immutable.
/// </summary>
internal sealed class ClaimBook : INotes
{
    private ClaimBook(ImmutableArray<ClaimNote> waiting, ImmutableArray<ClaimNote> holding) =>
        (Waiting, Holding) = (waiting, holding);

    /// <summary>Nobody waits or holds.</summary>
    public static ClaimBook Empty { get; } = new([], []);

    /// <summary>The claims that wait, oldest first.</summary>
    public ImmutableArray<ClaimNote> Waiting { get; }

    /// <summary>The locks that are held, oldest first.</summary>
    public ImmutableArray<ClaimNote> Holding { get; }

    /// <summary>All claims.</summary>
    public IEnumerable<ClaimNote> All => Holding.Concat(Waiting);

    /// <summary>What an output of the memory says of a claim; null if it says nothing. It may come from a record.</summary>
    public static ClaimNote? Read(IOutput output) => output as ClaimNote
        ?? (output is { Deed: Deed.None, Request: { } claim } && ClaimNote.TryParse(claim, output.Detail, out var note)
            ? note
            : null);

    /// <summary>The book after one more note.</summary>
    public ClaimBook After(ClaimNote note) => note switch
    {
        { Event: ClaimEvent.Waits } => new ClaimBook(Waiting.Add(note), Holding),
        { Event: ClaimEvent.LetIn, Access.IsLock: true } => new ClaimBook(Without(Waiting, note), Holding.Add(note)),
        _ => new ClaimBook(Without(Waiting, note), Without(Holding, note)),
    };

    /// <summary>The book after a restart of a memory that keeps its locks: whatever waited is forgotten.</summary>
    public ClaimBook WithoutWaiting() => new([], Holding);

    /// <inheritdoc/>
    INotes INotes.After(IOutput output) => Read(output) is { } note ? After(note) : this;

    /// <inheritdoc/>
    void INotes.Write(StateCodec codec)
    {
        foreach (var claims in (ImmutableArray<ClaimNote>[])[Waiting, Holding])
        {
            codec.Number(claims.Length);
            foreach (var note in claims)
            {
                codec.Timestamp(note.Claim);
                codec.Number((long)note.Access.Mode);
                codec.Flag(note.Access.IsLock);
            }
        }
    }

    /// <summary>Whether this lock is held, to read or to write at least as <paramref name="mode"/> asks.</summary>
    public bool IsHeld(Timestamp claim, LockMode mode) =>
        Holding.Any(held => held.Claim == claim && (held.Access.Mode == LockMode.Write || mode == LockMode.Read));

    /// <summary>What is wrong if the memory lets a claim in, or carries out a read or a write, at this moment.</summary>
    /// <param name="claim">Whose.</param>
    /// <param name="access">What for.</param>
    /// <param name="name">What a process is called.</param>
    /// <returns>What is broken; null for nothing.</returns>
    public Breach? JudgeEntry(Timestamp claim, Access access, Func<ProcessId, string> name)
    {
        var isWriter = access.Mode == LockMode.Write;
        var what = $"{name(claim.Process)} is let in with {access} {claim}";
        if (Holding.FirstOrDefault(held => isWriter || held.Access.Mode == LockMode.Write) is { } holder)
            return new Breach(MemoryProperties.Exclusion, $"{what} while {Named(holder)} holds the {holder.Access}.");
        if (Waiting.FirstOrDefault(waits => waits.Access.Mode == LockMode.Write) is not { } first || first.Claim == claim)
            return null;
        return new Breach(MemoryProperties.Priority, $"{what} while {Named(first)} waits with {first.Access} {first.Claim}.");

        string Named(ClaimNote note) => name(note.Claim.Process);
    }

    private static ImmutableArray<ClaimNote> Without(ImmutableArray<ClaimNote> claims, ClaimNote note) =>
        claims.RemoveAll(known => known.Claim == note.Claim);
}
