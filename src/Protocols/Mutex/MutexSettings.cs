namespace Coterie.Protocols.Mutex;

/// <summary>The settings of a process, section <c>coterie.mutex</c>.</summary>
/// <param name="ResendInterval">
/// The shortest time after which an unanswered request is sent again; the longest is twice that. Above zero; default 10 s.
/// </param>
public sealed record MutexSettings(TimeSpan ResendInterval)
{
    /// <summary>The defaults.</summary>
    public static MutexSettings Default { get; } = new(TimeSpan.FromSeconds(10));
}
