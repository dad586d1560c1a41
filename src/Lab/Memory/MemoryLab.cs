using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;

namespace Coterie.Lab.Memory;

/// <summary>
/// Brings the shared variable and its lock into the laboratory: process 1 is the variable, the others are its clients.
/// </summary>
public static class MemoryLab
{
    /// <summary>The name of the protocol.</summary>
    public const string Name = "memory";

    /// <summary>The protocol with the usual workload; see <see cref="MemoryWorkload.Of"/>.</summary>
    public static Protocol Memory { get; } = Make(new Rules(null, limits => new Variable(limits)));

    /// <summary>The protocol with a workload of one's own.</summary>
    public static Protocol Of(MemoryWorkload workload) => Memory.ChooseWorkload!(workload.ToString())!;

    /// <summary>The protocol with a rule of the lock broken on purpose.</summary>
    /// <param name="bug">The name of the bug.</param>
    /// <param name="rules">Makes the broken lock.</param>
    internal static Protocol Broken(string bug, Func<VariableLimits, WriterPriorityLock> rules) =>
        Broken(bug, limits => new Variable(limits, rules(limits)));

    /// <summary>The protocol with another memory.</summary>
    /// <param name="bug">The name of the bug.</param>
    /// <param name="memory">Makes the broken memory.</param>
    internal static Protocol Broken(string bug, Func<VariableLimits, IMachine> memory) => Make(new Rules(bug, memory));

    // Whoever takes the usual workload takes that of another number of processes, once there are more or fewer.
    private static Protocol Make(Rules rules, MemoryWorkload? workload = null, bool isUsual = true)
    {
        Func<ProcessId, string> name = workload is null ? process => $"Process {process}" : workload.Name;
        return new Protocol(Name, setup => Machine(setup, rules.Make))
        {
            Bug = rules.Bug,
            Workload = workload?.ToString(),
            ChooseWorkload = text => MemoryWorkload.TryParse(text) is { } chosen ? Make(rules, chosen, isUsual: false) : null,
            UsualWorkload = isUsual ? processes => Make(rules, MemoryWorkload.Of(processes)) : null,
            Needs = new NetworkNeeds(InOrder: false, Lossless: false),
            Recollection = Recollection.Stored,
            Client = setup => Client(setup, workload ?? MemoryWorkload.Of(setup.Processes)),
            Judge = (protocol, processes) => new MemoryJudge(protocol, processes),
            Promises =
            [
                MemoryProperties.Exclusion, MemoryProperties.Priority, MemoryProperties.Answers, MemoryProperties.Linearizability,
            ],
            Notes = process => process == MemoryWorkload.Memory ? ClaimBook.Empty : null,
            StateRules = new MemoryStateRules(name),
            IsLastResort = timer => timer.Kind == Variable.LeaseKind,
            Words = new Words
            {
                Rules = "protocol",
                Section = "the variable",
                Rulebook = MemoryRulebook.Rulebook,
                Lanes = MemoryLanes.Lanes,
                Name = name,
                Timer = NameOf,
            },
        };
    }

    private static string NameOf(TimerId timer) => timer.Kind switch
    {
        Variable.LeaseKind => "the end of a lease",
        SharedPosition.SeekKind => "the end of a seek",
        _ => "the resend interval",
    };

    private static IMachine Machine(MachineSetup setup, Func<VariableLimits, IMachine> memory) =>
        setup.Self == MemoryWorkload.Memory
            ? memory(new VariableLimits())
            : new VariableClient(setup.Self, setup.ResendInterval, MemoryWorkload.Memory);

    private static MemoryClient? Client(ClientSetup setup, MemoryWorkload workload) => setup.Self == MemoryWorkload.Memory
        ? null
        : new MemoryClient(setup.Self, setup.Processes, workload.IsReader(setup.Self), setup.Requests);

    private sealed record Rules(string? Bug, Func<VariableLimits, IMachine> Make);
}
