using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms.Election;

namespace Coterie.Lab.Mutex;

/// <summary>
/// Brings the central coordinator that may crash into the laboratory. It runs in virtual time alone, because its time-outs rely
/// on messages that are never late.
/// </summary>
public static class ElectionLab
{
    /// <summary>The name of the protocol.</summary>
    public const string Name = "central-bully";

    private const int MostDrift = 50_000; // 5 %: what the reserve of the time-out makes up for

    /// <summary>The protocol.</summary>
    public static Protocol Elected { get; } =
        Make(null, setup => new ElectedCentral(setup.Self, setup.Processes, setup.Incarnation));

    /// <summary>The protocol with a rule broken on purpose.</summary>
    /// <param name="bug">The name of the bug.</param>
    /// <param name="create">Makes the broken rules.</param>
    internal static Protocol Make(string? bug, Func<MachineSetup, IMachine> create)
    {
        // The messages of an entry are as many as those of "central", and some more while a process waits or after a crash.
        var promises = new MutexPromises(
            EntersInTimestampOrder: false,
            NeedsEveryReply: false,
            new MessageCost("3, and those of questions and elections", _ => 0, _ => double.PositiveInfinity));
        var needs = new NetworkNeeds(InOrder: false, Lossless: true);
        var protocol = MutexLab.Make(Name, create, promises, needs);
        return protocol with
        {
            Bug = bug,
            Recollection = Recollection.Nothing,
            HasIncarnations = true,
            BearsCrashes = true,
            MostDelay = ElectedCentral.MostDelay,
            MostDrift = MostDrift,
            MayJump = _ => false,
            NeedsVirtualTime = true,
            Words = protocol.Words with { Routine = ["probe", "here"], Timer = NameOf },
        };
    }

    private static string NameOf(TimerId timer) =>
        timer == ElectedCentral.ProbeDue ? "one time-out"
        : timer == ElectedCentral.AnswerDue ? "an answer in vain"
        : "the answers of the others";
}
