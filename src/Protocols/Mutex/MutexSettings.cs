namespace Coterie.Protocols.Mutex;

/// <summary>The settings of a process, section <c>coterie.mutex</c>.</summary>
/// <param name="ResendInterval">
/// The shortest time after which an unanswered request is sent again; the longest is twice that. Above zero; default 10 s.
/// </param>
public sealed record MutexSettings(TimeSpan ResendInterval)
{
    /// <summary>The defaults.</summary>
    public static MutexSettings Default { get; } = new(TimeSpan.FromSeconds(10));

    /// <summary>The tree, for an algorithm that has one. Default <see cref="Tree.Balanced"/>.</summary>
    public Tree Tree { get; init; } = Tree.Balanced;

    /// <summary>The logical clock of the process at first: its first request has a larger number. Default 0.</summary>
    public long Clock { get; init; }

    /// <summary>Whether the process notes its state for observers, whenever a step has changed it. Default no.</summary>
    public bool NotesState { get; init; }
}
