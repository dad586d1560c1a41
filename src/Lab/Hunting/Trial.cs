using Coterie.Lab.Running;
using Coterie.Lab.Virtual;

namespace Coterie.Lab.Hunting;

/// <summary>Plays a run, and tells its story if it breaks a property.</summary>
internal static class Trial
{
    /// <summary>
    /// The story of the gravest violation of the run; null if it is good, or if a machine stopped it because its own rules were
    /// broken.
    /// </summary>
    /// <param name="settings">The run.</param>
    /// <param name="prunes">Whether the story leaves out what its machines do not need, too; that takes long. Default no.</param>
    /// <param name="stop">Ends the search for what they do not need.</param>
    public static Story? Of(VirtualSettings settings, bool prunes = false, CancellationToken stop = default)
    {
        try
        {
            return VirtualSimulation.Run(settings, close: CancellationToken.None).IsGood ? null : Tell(settings, prunes, stop);
        }
        catch (SimulationFailedException)
        {
            return null;
        }
    }

    private static Story Tell(VirtualSettings settings, bool prunes, CancellationToken stop)
    {
        var recorder = new StoryRecorder(
            settings.Simulation.Processes, settings.Simulation.Protocol, settings.Simulation.ResendInterval);
        var violations = VirtualSimulation.Run(settings, [recorder], close: CancellationToken.None).Violations;
        return recorder.Tell(violations.MinBy(violation => violation.Property.Gravity)!, prunes, stop);
    }
}
