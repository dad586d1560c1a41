using System.Globalization;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>The rules that the settings of a virtual run must keep together.</summary>
internal static class SettingsCheck
{
    /// <summary>The first rule that the settings break; null if they break none.</summary>
    public static SettingsProblem? Find(VirtualSettings settings) =>
        OfTimes(settings) ?? OfPlan(settings) ?? OfClocks(settings)
        ?? (settings.Anyway ? null : OfNeeds(settings) ?? OfDelay(settings))
        ?? OfWithdrawals(settings)
        ?? FaultCheck.Find(settings.Faults, settings.Simulation);

    private static SettingsProblem? OfTimes(VirtualSettings settings)
    {
        var simulation = settings.Simulation;
        if (simulation.Processes is < 1 or > VirtualSettings.MostProcesses)
            return new("processes", $"from 1 to {VirtualSettings.MostProcesses}", $"{simulation.Processes}");
        if (settings.Plan is null && simulation.Think.Longest == TimeSpan.Zero && simulation.Hold.Longest == TimeSpan.Zero)
            return new("hold", "above 0 in virtual time, where think is 0: no time would go by", simulation.Hold.ToString());
        if (settings.Network.Reorder && settings.Network.IsConstant)
            return new(
                "latency",
                "a range or exp:MEAN with reorder, as messages that all take the same time do not overtake",
                settings.Network.Latency.ToString());
        return null;
    }

    private static SettingsProblem? OfPlan(VirtualSettings settings)
    {
        var (simulation, protocol) = (settings.Simulation, settings.Simulation.Protocol);
        var range = $"from 1 to {simulation.Processes}";
        foreach (var request in settings.Plan ?? [])
        {
            if (!IsInside(request.Process))
                return new("process", range, $"{request.Process}");
            if (request.At >= simulation.Duration)
            {
                var end = DurationRange.Text(simulation.Duration);
                return new("at", $"before the end of the run, {end}", DurationRange.Text(request.At));
            }
        }
        foreach (var (from, to) in settings.Network.Pairs.Keys)
        {
            if (!IsInside(from) || !IsInside(to))
                return new("latency", $"between processes {range}", $"{from} and {to}");
        }
        if (!protocol.HasClocks && settings.Clocks.Count > 0)
            return new("clocks", $"left out with {protocol}, which has no logical clocks", "given");
        if (!protocol.HasClocks && settings.NotesStates)
            return new("states", $"left out with {protocol}, which cannot note its states", "on");
        return settings.Clocks.Keys.FirstOrDefault(process => !IsInside(process)) is { Value: > 0 } stranger
            ? new("clocks", $"of processes {range}", $"{stranger}")
            : null;

        bool IsInside(ProcessId process) => process.IsOneOf(simulation.Processes);
    }

    private static SettingsProblem? OfClocks(VirtualSettings settings)
    {
        var protocol = settings.Simulation.Protocol;
        foreach (var (process, drift) in settings.Drifts)
        {
            if (!process.IsOneOf(settings.Simulation.Processes))
                return new(
                    "clock", $"of processes from 1 to {settings.Simulation.Processes}", FaultNotation.Text(process, drift));
            if (!settings.Anyway && protocol.MostDrift is { } most && Math.Abs(drift) > most)
                return new("clock", DriftRule(protocol, most), FaultNotation.Text(process, drift));
        }
        foreach (var jump in settings.Faults.OfType<PlannedFault.Jump>())
        {
            if (!settings.Anyway && jump.Process.IsOneOf(settings.Simulation.Processes) && !protocol.MayJump(jump.Process))
                return new("clock", JumpRule(protocol, jump.Process), jump.ToString());
        }
        return null;
    }

    private static string DriftRule(Protocol protocol, int most) => string.Create(
        CultureInfo.InvariantCulture,
        $"from -{most / 10_000m:0.####}% to +{most / 10_000m:0.####}% with {protocol}, which needs clocks of about "
        + $"the same rate");

    private static string JumpRule(Protocol protocol, ProcessId process) =>
        $"without a jump of {protocol.Words.Name(process)} with {protocol}, which would end there too early what it "
        + "has to wait for";

    private static SettingsProblem? OfWithdrawals(VirtualSettings settings)
    {
        var simulation = settings.Simulation;
        foreach (var withdrawal in settings.Withdrawals)
        {
            if (!withdrawal.Process.IsOneOf(simulation.Processes))
                return new("withdraw", $"of processes from 1 to {simulation.Processes}", withdrawal.ToString());
            if (!simulation.MakesRequests(withdrawal.Process))
                return new(
                    "withdraw",
                    $"of a process that makes requests; {simulation.Protocol.Words.Name(withdrawal.Process)} makes none",
                    withdrawal.ToString());
            if (withdrawal.At > simulation.Duration)
                return new(
                    "withdraw", $"by the end of the run, {DurationRange.Text(simulation.Duration)}", withdrawal.ToString());
        }
        return null;
    }

    private static SettingsProblem? OfNeeds(VirtualSettings settings)
    {
        var (protocol, network) = (settings.Simulation.Protocol, settings.Network);
        if (protocol.Needs.InOrder && network.Reorder)
            return new(
                "reorder",
                $"left out with {protocol}, which needs messages to arrive in the order in which they were sent",
                "on");
        if (!protocol.Needs.Lossless)
            return null;
        var rule = $"left out with {protocol}, which needs every message to arrive, and once";
        if (network.Loss.IsPossible)
            return new("loss", rule, network.Loss.ToString());
        if (network.Duplicate.IsPossible)
            return new("duplicate", rule, network.Duplicate.ToString());
        return settings.Faults.FirstOrDefault(Loses) is { } loses
            ? new(loses.Name, $"{rule} (what is lost meanwhile does not come again)", loses.ToString())
            : null;

        bool Loses(PlannedFault fault) =>
            fault is PlannedFault.Partition || (fault is PlannedFault.Restart && !protocol.BearsCrashes);
    }

    private static SettingsProblem? OfDelay(VirtualSettings settings)
    {
        var protocol = settings.Simulation.Protocol;
        if (protocol.MostDelay is not { } most)
            return null;
        if (settings.Network.Longest > most)
            return new(
                "latency",
                $"at most {DurationRange.Text(most)} with {protocol}, whose time-outs rely on that",
                DurationRange.Text(settings.Network.Longest));
        return settings.Faults.OfType<PlannedFault.Pause>().FirstOrDefault() is { } pause
            ? new("pause", $"left out with {protocol}, which takes a process that does not answer for crashed", pause.ToString())
            : null;
    }
}
