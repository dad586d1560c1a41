using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>
/// Runs N processes in virtual time, in one thread: the rules that run in the actors, under a clock that goes from event to event. The same settings
/// give the same run, step for step, on any machine.
/// </summary>
public static class VirtualSimulation
{
    /// <summary>Runs to the end and sums up.</summary>
    /// <param name="settings">What to run.</param>
    /// <param name="listeners">Are told of every step and fault, before the checker; default nobody.</param>
    /// <param name="checker">Judges the run; may be looked at meanwhile. Default: a new one.</param>
    /// <param name="close">Ends the run early, as if the time were over.</param>
    /// <exception cref="ArgumentException">The settings break a rule of <see cref="SettingsCheck"/>.</exception>
    /// <exception cref="SimulationFailedException">The rules of a process refused to go on, and the run could not be finished.</exception>
    public static RunSummary Run(
        VirtualSettings settings, IReadOnlyList<IRunListener>? listeners = null, RunJudge? checker = null, CancellationToken close = default)
    {
        if (SettingsCheck.Find(settings) is { } problem)
            throw new ArgumentException(problem.ToString(), nameof(settings));
        checker ??= settings.Simulation.Protocol.MakeJudge(settings.Simulation.Processes);
        var run = new VirtualRun(settings, [.. listeners ?? [], checker], checker);
        try
        {
            run.Play(close);
        }
        catch (BrokenRuleException broken)
        {
            throw new SimulationFailedException($"a process stopped: {broken.Message}");
        }
        return checker.Finish(run.Counter, run.IsCut, run.Stopped);
    }
}
