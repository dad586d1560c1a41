using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>
/// Runs N processes in virtual time, in one thread: the same machines as in the actors, under a clock that jumps from event to
/// event. The same settings give the same run, step for step, on any machine.
/// </summary>
public static class VirtualSimulation
{
    /// <summary>Runs to the end and sums the run up.</summary>
    /// <param name="settings">What to run.</param>
    /// <param name="listeners">They get every step and fault, before the judge does. Default: none.</param>
    /// <param name="judge">Judges the run; its figures may be read while the run goes on. Default: a new one.</param>
    /// <param name="close">Ends the run early, as if the time were over.</param>
    /// <exception cref="ArgumentException">The settings break a rule; the message says which.</exception>
    /// <exception cref="SimulationFailedException">
    /// The machine of a process reported a broken rule, and the run could not be finished. If the settings let the run break what
    /// the protocol assumes, this is an outcome instead: <see cref="RunSummary.Stopped"/>.
    /// </exception>
    public static RunSummary Run(
        VirtualSettings settings,
        IReadOnlyList<IRunListener>? listeners = null,
        RunJudge? judge = null,
        CancellationToken close = default)
    {
        if (SettingsCheck.Find(settings) is { } problem)
            throw new ArgumentException(problem.ToString(), nameof(settings));
        judge ??= settings.Simulation.Protocol.MakeJudge(settings.Simulation.Processes);
        var run = new VirtualRun(settings, [.. listeners ?? [], judge], judge);
        try
        {
            run.Play(close);
        }
        catch (BrokenRuleException broken)
        {
            throw new SimulationFailedException($"a process stopped: {broken.Message}");
        }
        return judge.Finish(run.Counter, run.IsCut, run.Stopped);
    }
}
