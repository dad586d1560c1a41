using Coterie.Lab.Runs;

namespace Coterie.Lab.Mutex;

/// <summary>What mutual exclusion promises.</summary>
public static class MutexProperties
{
    /// <summary>Never two inside.</summary>
    public static Property Exclusion { get; } = new("Exclusion", 1, "never two inside") { Concern = Concern.Inside };

    /// <summary>No command of a client that keeps to the rules is refused.</summary>
    public static Property Refusal { get; } = new("Refusal", 2, "no command is refused");

    /// <summary>A process enters only with the consent of every other process, each given to this request.</summary>
    public static Property Consent { get; } = new("Consent", 3, "every consent is there");

    /// <summary>No process enters before a process whose request has a smaller timestamp.</summary>
    public static Property Order { get; } = new("Order", 6, "in the order of requests");

    /// <summary>The shared counter equals the number of entries.</summary>
    public static Property Counter { get; } = new("Counter", 7, "the counter equals the entries");

    /// <summary>
    /// No process passes a waiting request more often than <see cref="Protocols.Mutex.MutexPromises.MostOvertaking"/> says. If
    /// it does, the request may wait for ever: it is starved.
    /// </summary>
    public static Property Overtaking { get; } = new("Overtaking", 8, "nobody is passed again and again");

    /// <summary>Every request is granted or withdrawn.</summary>
    public static Property Progress { get; } = new("Progress", 9, "every request is granted or withdrawn")
    {
        Concern = Concern.Everybody,
    };

    /// <summary>An entry costs as many messages as theory says. Messages that were sent again do not count.</summary>
    public static Property MessageCount { get; } = new("MessageCount", 10, "an entry costs the messages of theory");
}
