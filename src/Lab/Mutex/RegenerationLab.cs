using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms.Regeneration;

namespace Coterie.Lab.Mutex;

/// <summary>Brings the token that is made again after a crash into the laboratory.</summary>
public static class RegenerationLab
{
    /// <summary>The name of the protocol.</summary>
    public const string Name = "token-regeneration";

    /// <summary>The protocol.</summary>
    public static Protocol Regenerated { get; } =
        Make(null, setup => new RegeneratedToken(setup.Self, setup.Processes, setup.Incarnation));

    /// <summary>The protocol with a rule broken on purpose.</summary>
    /// <param name="bug">The name of the bug.</param>
    /// <param name="create">Makes the broken machine.</param>
    internal static Protocol Make(string? bug, Func<MachineSetup, IMachine> create) =>
        Synchronous.Make(Name, create, RegeneratedToken.MostDelay, NameOf) with
        {
            Bug = bug,
            MayFire = MayFire,
            FiresLater = FiresLater,
        };

    // In an exploration a process that waits asks once at any time, and again only while nobody is inside. Otherwise it could ask
    // any number of times, each time in a new epoch.
    private static bool MayFire(IReadOnlyList<ProcessView> processes, ProcessId process, TimerId timer) =>
        timer != RegeneratedToken.SeekAgainDue || processes.All(any => any.IsDown || any.Standing != Standing.Inside);

    // Who asks again has waited longer than others wait for answers.
    private static bool FiresLater(ProcessId later, TimerId laterTimer, ProcessId earlier, TimerId earlierTimer) =>
        IsSeek(laterTimer) && !IsSeek(earlierTimer);

    private static bool IsSeek(TimerId timer) => timer.Kind == RegeneratedToken.SeekDue.Kind;

    private static string NameOf(TimerId timer) =>
        IsSeek(timer) ? "the token too long"
        : timer == RegeneratedToken.FoundDue ? "the answers of the others"
        : "old messages to arrive";
}
