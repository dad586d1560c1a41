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
    public static Story? Of(VirtualSettings settings)
    {
        try
        {
            return VirtualSimulation.Run(settings).IsGood ? null : Tell(settings);
        }
        catch (SimulationFailedException)
        {
            return null;
        }
    }

    private static Story Tell(VirtualSettings settings)
    {
        var recorder = new StoryRecorder(settings.Simulation.Processes, settings.Simulation.Protocol);
        var violations = VirtualSimulation.Run(settings, [recorder]).Violations;
        return recorder.Tell(violations.MinBy(violation => violation.Property.Gravity)!);
    }
}
