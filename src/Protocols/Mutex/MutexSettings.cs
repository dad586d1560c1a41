namespace Coterie.Protocols.Mutex;

/// <summary>The settings of a process, section <c>coterie.mutex</c>.</summary>
/// <param name="ResendInterval">
/// How long a request is left unanswered, at least, before it is sent again; at most twice as long. Above zero; default 10 s.
/// </param>
public sealed record MutexSettings(TimeSpan ResendInterval)
{
    /// <summary>The defaults.</summary>
    public static MutexSettings Default { get; } = new(TimeSpan.FromSeconds(10));
}
