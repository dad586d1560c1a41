using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Tests.Virtual;

/// <summary>Writes down a run of mutual exclusion with a line per step and fault, so that two runs can be compared.</summary>
internal sealed class StepText : IRunListener
{
    private readonly Dictionary<ProcessId, Timestamp?> _requests = [];

    public List<string> Lines { get; } = [];

    public List<Fault> Faults { get; } = [];

    public void On(TimeSpan at, in Step step)
    {
        if (step.Input.Kind is InputKind.Start or InputKind.Restart)
            return;
        var before = _requests.GetValueOrDefault(step.Process);
        var effects = "";
        foreach (var effect in step.Effects)
        {
            if (effect.Message is { } sent)
                effects += $" {sent.Kind} to {effect.To}";
            else if (effect.Output is { } output)
                effects += Take(step.Process, output);
        }
        var message = (MutexProtocol.IWireMessage?)step.Input.Message;
        var request = before ?? _requests.GetValueOrDefault(step.Process);
        Lines.Add(
            $"{at.Ticks} p{step.Process} {Name(step.Input)} {message?.Kind} {message?.From} {message?.Concerning} {request} "
            + $"->{effects}");
    }

    public void On(TimeSpan at, Fault fault)
    {
        Faults.Add(fault);
        var drop = fault as Fault.Drop;
        Lines.Add($"{at.Ticks} {fault.GetType().Name} {drop?.To} {drop?.Message.Kind} {drop?.Reason}");
    }

    /// <summary>The lines with all of these words.</summary>
    public IEnumerable<string> With(params string[] words) =>
        Lines.Where(line => Array.TrueForAll(words, word => line.Contains(word, StringComparison.Ordinal)));

    private string Take(ProcessId process, IOutput output)
    {
        switch (output.Deed)
        {
            case Deed.Asked: _requests[process] = output.Request; break;
            case Deed.Left or Deed.Withdrew: _requests[process] = null; break;
            case Deed.Entered: return $" in with {output.Request}";
        }
        return "";
    }

    private static string Name(in Input input) => input.Kind switch
    {
        InputKind.Message => "Receive",
        InputKind.Timer => "ResendDue",
        _ => input.Command!.GetType().Name,
    };
}
