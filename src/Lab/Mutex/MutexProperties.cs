using Coterie.Lab.Runs;

namespace Coterie.Lab.Mutex;

/// <summary>What mutual exclusion promises.</summary>
public static class MutexProperties
{
    /// <summary>Never two inside.</summary>
    public static Property Exclusion { get; } = new("Exclusion", 1, "never two inside") { Concern = Concern.Inside };

    /// <summary>The rules take every command of a client that keeps to them.</summary>
    public static Property Refusal { get; } = new("Refusal", 2, "no command is refused");

    /// <summary>A process enters with the consent of every other, each given to this very request.</summary>
    public static Property Consent { get; } = new("Consent", 3, "every consent is there");

    /// <summary>No process enters before one whose request has the smaller timestamp.</summary>
    public static Property Order { get; } = new("Order", 6, "in the order of requests");

    /// <summary>Every entry left its mark on the shared counter.</summary>
    public static Property Counter { get; } = new("Counter", 7, "the counter equals the entries");

    /// <summary>Every request is granted or withdrawn.</summary>
    public static Property Progress { get; } = new("Progress", 9, "every request is granted or withdrawn")
    {
        Concern = Concern.Everybody,
    };

    /// <summary>An entry costs the messages of theory, not counting what was sent again.</summary>
    public static Property MessageCount { get; } = new("MessageCount", 10, "an entry costs the messages of theory");
}
