using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Checking;

/// <summary>Says a step in a sentence, without the stop: <c>Process 2 receives request 1.1 from Process 1, and sends reply 1.1 to Process 1</c>.</summary>
public static class StepSentence
{
    /// <summary>The sentence of what happened.</summary>
    /// <exception cref="ArgumentException">Nothing happened.</exception>
    public static string Of(Happening happening) => happening switch
    {
        { Step: null, Fault: { } fault } => Of(fault),
        { Step: { } step, Fault: null } => Of(step.ToStep()),
        { Step: { } step } => $"{Input(step.ToStep())}, of which a copy is still on the way{Results(step.ToStep())}",
        _ => throw new ArgumentException($"happening must have a step or a fault, was [{happening}].", nameof(happening)),
    };

    /// <summary>The sentence of a step of a process.</summary>
    public static string Of(in Step step) => Input(step) + Results(step);

    /// <summary>The sentence of a fault.</summary>
    public static string Of(Fault fault) => fault switch
    {
        Fault.Drop drop => $"The {Name(drop.Message)} from Process {drop.From} to Process {drop.To} is lost",
        Fault.Duplicate copy => $"The {Name(copy.Message)} from Process {copy.From} to Process {copy.To} is doubled",
        Fault.Crash crash => $"Process {crash.Process} crashes",
        Fault.Restart restart => $"Process {restart.Process} comes back",
        Fault.Pause pause => $"Process {pause.Process} pauses",
        Fault.Resume resume => $"Process {resume.Process} goes on",
        Fault.Partition partition => $"The network falls apart into {string.Join(" and ", partition.Groups.Select(group => $"{{{string.Join(", ", group)}}}"))}",
        _ => "The network is whole again",
    };

    private static string Input(in Step step) => step.Kind switch
    {
        StepKind.Enter => $"Process {step.Process} asks for the critical section with {step.Request}",
        StepKind.Exit => $"Process {step.Process} leaves the critical section",
        StepKind.Withdraw => $"Process {step.Process} withdraws its request {step.Request}",
        StepKind.Receive => $"Process {step.Process} receives {Name(step.Message!)} from Process {step.Message!.From}",
        _ => $"Process {step.Process} has waited for the resend interval",
    };

    private static string Results(in Step step)
    {
        var results = new List<string>();
        var effects = step.Effects;
        var enters = false;
        for (var i = 0; i < effects.Length; i++)
        {
            if (effects[i].Message is not { } message)
            {
                enters = true;
                continue;
            }
            var to = $"Process {effects[i].To}";
            while (i + 1 < effects.Length && message.Equals(effects[i + 1].Message))
                to += $" and Process {effects[++i].To}";
            results.Add($"sends {Name(message)} to {to}");
        }
        if (enters)
            results.Add("enters the critical section");
        return string.Concat(results.Select(result => $", and {result}"));
    }

    private static string Name(MutexProtocol.IWireMessage message) => message.Concerning is { } request ? $"{message.Name} {request}" : message.Name;
}
