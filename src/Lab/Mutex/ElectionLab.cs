using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms.Election;

namespace Coterie.Lab.Mutex;

/// <summary>Brings the central coordinator that may crash into the laboratory.</summary>
public static class ElectionLab
{
    /// <summary>The name of the protocol.</summary>
    public const string Name = "central-bully";

    /// <summary>The protocol.</summary>
    public static Protocol Elected { get; } =
        Make(null, setup => new ElectedCentral(setup.Self, setup.Processes, setup.Incarnation));

    /// <summary>The protocol with a rule broken on purpose.</summary>
    /// <param name="bug">The name of the bug.</param>
    /// <param name="create">Makes the broken rules.</param>
    internal static Protocol Make(string? bug, Func<MachineSetup, IMachine> create)
    {
        var protocol = Synchronous.Make(Name, create, ElectedCentral.MostDelay, NameOf);
        return protocol with { Bug = bug, Words = protocol.Words with { Routine = ["probe", "here"] } };
    }

    private static string NameOf(TimerId timer) =>
        timer == ElectedCentral.ProbeDue ? "one time-out"
        : timer == ElectedCentral.AnswerDue ? "an answer in vain"
        : "the answers of the others";
}
