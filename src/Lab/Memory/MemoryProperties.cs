using Coterie.Lab.Runs;

namespace Coterie.Lab.Memory;

/// <summary>What a shared variable and its lock promise.</summary>
public static class MemoryProperties
{
    /// <summary>
    /// Readers share; a writer is alone. What counts is whom the memory lets in: a client may not know yet that its lock is lost.
    /// </summary>
    public static Property Exclusion { get; } = new("Exclusion", 1, "never a reader beside a writer, never two writers");

    /// <summary>The rules take every command of a client that keeps to them.</summary>
    public static Property Refusal { get; } = new("Refusal", 2, "no command is refused");

    /// <summary>Every command has one answer.</summary>
    public static Property Answers { get; } = new("Answers", 3, "every command is answered once");

    /// <summary>A lock ends when its holder gives it back or is gone.</summary>
    public static Property Release { get; } = new("Release", 5, "a lock ends with its holder");

    /// <summary>
    /// No reader is let in while a writer waits at the memory, and no writer before one that has waited there for longer.
    /// </summary>
    public static Property Priority { get; } = new("Priority", 6, "writers first");

    /// <summary>
    /// Some order of all reads and writes explains what was read, and has each between its call and its answer (Herlihy and Wing,
    /// TOPLAS 12(3), 1990).
    /// </summary>
    public static Property Linearizability { get; } = new("Linearizability", 7, "linearizable")
    {
        Concern = Concern.Everybody,
    };

    /// <summary>Every request is granted, given up or refused, and every lock is given back.</summary>
    public static Property Progress { get; } = new("Progress", 9, "nobody waits for ever") { Concern = Concern.Everybody };
}
