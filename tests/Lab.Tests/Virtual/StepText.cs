using Coterie.Lab.Runs;
using Coterie.Protocols.Mutex;

namespace Coterie.Tests.Virtual;

/// <summary>Writes a run down, a line per step and fault, so that two runs can be compared.</summary>
internal sealed class StepText : IRunListener
{
    public List<string> Lines { get; } = [];

    public List<Fault> Faults { get; } = [];

    public void On(TimeSpan at, in Step step)
    {
        var line = $"{at.Ticks} p{step.Process} {step.Kind} {step.Message?.Name} {step.Message?.From} {step.Message?.Concerning} {step.Request} ->";
        foreach (var effect in step.Effects)
            line += effect.Message is { } message ? $" {message.Name} to {effect.To}" : $" in with {effect.Entered}";
        Lines.Add(line);
    }

    public void On(TimeSpan at, Fault fault)
    {
        Faults.Add(fault);
        Lines.Add($"{at.Ticks} {fault.GetType().Name} {(fault as Fault.Drop)?.To} {(fault as Fault.Drop)?.Message.Name} {(fault as Fault.Drop)?.Reason}");
    }

    /// <summary>The lines with all of these words.</summary>
    public IEnumerable<string> With(params string[] words) => Lines.Where(line => Array.TrueForAll(words, word => line.Contains(word, StringComparison.Ordinal)));
}
