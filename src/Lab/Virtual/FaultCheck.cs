using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>The rules that the planned faults of a run must keep together.</summary>
internal static class FaultCheck
{
    /// <summary>The first rule that they break; null if they break none.</summary>
    public static SettingsProblem? Find(IReadOnlyList<PlannedFault> faults, SimulationSettings simulation)
    {
        foreach (var fault in faults)
        {
            if (fault.Named.Any(process => process.Value > simulation.Processes))
                return Problem(fault, $"of processes from 1 to {simulation.Processes}");
            if (fault.End > simulation.Duration)
                return Problem(fault, $"over by the end of the run, {DurationRange.Text(simulation.Duration)}");
            if (fault is PlannedFault.Partition partition && !Divides(partition, simulation.Processes))
                return Problem(fault, "of two groups at least (those not named are one more), each process in one of them");
        }
        return OfPartitions([.. faults.OfType<PlannedFault.Partition>()]) ?? OfProcesses(faults);
    }

    private static SettingsProblem Problem(PlannedFault fault, string rule) => new(fault.Name, rule, fault.ToString());

    private static bool Divides(PlannedFault.Partition partition, int processes)
    {
        var named = new HashSet<ProcessId>();
        return partition.Named.All(named.Add) && partition.Groups.Count + (named.Count < processes ? 1 : 0) > 1;
    }

    private static SettingsProblem? OfPartitions(PlannedFault.Partition[] partitions)
    {
        var until = TimeSpan.Zero;
        foreach (var partition in partitions.OrderBy(partition => partition.At))
        {
            if (partition.At < until)
                return Problem(partition, "over before the next one begins");
            until = partition.End;
        }
        return null;
    }

    private static SettingsProblem? OfProcesses(IReadOnlyList<PlannedFault> faults)
    {
        var ofOne = faults.Where(fault => fault is not (PlannedFault.Partition or PlannedFault.Jump));
        foreach (var ofProcess in ofOne.GroupBy(fault => fault.Named.Single()))
        {
            var (crashed, until) = (false, TimeSpan.Zero);
            foreach (var fault in ofProcess.OrderBy(fault => fault.At))
            {
                var isRestart = fault is PlannedFault.Restart;
                if (isRestart != crashed)
                    return Problem(
                        fault, isRestart ? "after a crash of the process" : "of a process that has not crashed before");
                if (fault.At < until || (isRestart && fault.At == until))
                    return Problem(fault, "after what happens to the process before is over");
                crashed = fault is PlannedFault.Crash;
                until = fault.End;
            }
        }
        return null;
    }
}
