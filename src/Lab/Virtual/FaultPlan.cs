using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>Turns the planned faults of a run into a sequence of single faults.</summary>
internal static class FaultPlan
{
    /// <summary>
    /// The faults with their times, in order. At the same time, a fault that ends comes before one that begins.
    /// </summary>
    public static IReadOnlyList<(TimeSpan At, Fault Fault)> Of(
        IReadOnlyList<PlannedFault> faults, int processes, Recollection recollection) =>
        [.. faults.SelectMany(fault => Moments(fault, processes, recollection))
            .OrderBy(moment => moment.At).ThenBy(moment => Begins(moment.Fault))];

    /// <summary>The number of the group of each process, at the index of the process.</summary>
    public static int[] GroupNumbers(Fault.Partition partition, int processes)
    {
        var numbers = new int[processes + 1];
        for (var group = 0; group < partition.Groups.Count; group++)
        {
            foreach (var process in partition.Groups[group])
                numbers[process.Value] = group;
        }
        return numbers;
    }

    private static bool Begins(Fault fault) => fault is Fault.Pause or Fault.Partition or Fault.Crash;

    private static IEnumerable<(TimeSpan At, Fault Fault)> Moments(
        PlannedFault fault, int processes, Recollection recollection) => fault switch
        {
            PlannedFault.Pause pause =>
                [(pause.At, new Fault.Pause(pause.Process)), (pause.Until, new Fault.Resume(pause.Process))],
            PlannedFault.Partition parted =>
                [(parted.At, new Fault.Partition(AllGroups(parted, processes))), (parted.Until, new Fault.Heal())],
            PlannedFault.Crash crash => [(crash.At, new Fault.Crash(crash.Process))],
            PlannedFault.Restart restart =>
                [(restart.At, new Fault.Restart(restart.Process, restart.IsForgetful ? Recollection.Nothing : recollection))],
            PlannedFault.Jump jump => [(jump.At, new Fault.Jump(jump.Process, jump.By))],
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, $"fault must be of a known kind, was [{fault}]."),
        };

    private static IReadOnlyList<IReadOnlyList<ProcessId>> AllGroups(PlannedFault.Partition parted, int processes)
    {
        var others = Enumerable.Range(1, processes).Select(id => new ProcessId(id)).Except(parted.Named).ToList();
        return others.Count == 0 ? parted.Groups : [.. parted.Groups, others];
    }
}
