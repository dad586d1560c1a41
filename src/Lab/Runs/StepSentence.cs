using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>
/// Describes a step in a sentence without the full stop: <c>Process 2 receives request 1.1 from Process 1, and sends reply 1.1 to
/// Process 1</c>.
/// </summary>
public static class StepSentence
{
    /// <summary>The sentence of what happened.</summary>
    /// <exception cref="ArgumentException">Nothing happened.</exception>
    public static string Of(Words words, Happening happening) => happening switch
    {
        { Step: null, Fault: { } fault } => Of(words, fault),
        { Step: { } step, Fault: null } => Of(words, step.ToStep()),
        { Step: { } step, Fault: Fault.Duplicate } =>
            $"{Input(words, step.ToStep())}, of which a copy is still on the way{Results(words, step.ToStep())}",
        { Step: { } step, Fault: { } fault } => $"{Of(words, fault)}{Results(words, step.ToStep())}",
        _ => throw new ArgumentException($"happening must have a step or a fault, was [{happening}].", nameof(happening)),
    };

    /// <summary>The sentence of a step of a process.</summary>
    public static string Of(Words words, in Step step) => Input(words, step) + Results(words, step);

    /// <summary>The sentence of a fault.</summary>
    public static string Of(Words words, Fault fault) => fault switch
    {
        Fault.Drop drop =>
            $"The {Name(drop.From, drop.To, drop.Message)} from {words.Name(drop.From)} to {words.Name(drop.To)} is lost",
        Fault.Duplicate copy =>
            $"The {Name(copy.From, copy.To, copy.Message)} from {words.Name(copy.From)} to {words.Name(copy.To)} is doubled",
        Fault.Crash crash => $"{words.Name(crash.Process)} crashes",
        Fault.Restart { Recollection: Recollection.Nothing } restart =>
            $"{words.Name(restart.Process)} comes back and knows nothing",
        Fault.Restart restart => $"{words.Name(restart.Process)} comes back",
        Fault.Pause pause => $"{words.Name(pause.Process)} pauses",
        Fault.Resume resume => $"{words.Name(resume.Process)} goes on",
        Fault.Jump jump => $"The clock of {words.Name(jump.Process)} jumps ahead",
        Fault.Partition partition =>
            "The network falls apart into "
            + string.Join(" and ", partition.Groups.Select(group => $"{{{string.Join(", ", group)}}}")),
        _ => "The network is whole again",
    };

    private static string Input(Words words, in Step step)
    {
        var who = words.Name(step.Process);
        if (FirstDeed(step) is { } first)
            return $"{who} {Result(words, first)}";
        return step.Input.Kind switch
        {
            InputKind.Message when step.Input.IsReturned =>
                $"{who} goes on with {Name(step.Input.From, step.Process, step.Input.Message!)} of {words.Name(step.Input.From)}",
            InputKind.Message =>
                $"{who} receives {Name(step.Input.From, step.Process, step.Input.Message!)} from {words.Name(step.Input.From)}",
            InputKind.Timer => $"{who} has waited for {words.Timer(step.Input.Timer)}",
            InputKind.Gone => $"{who} learns that {words.Name(step.Input.From)} is gone",
            InputKind.Start => $"{who} begins",
            InputKind.Restart => $"{who} comes back",
            InputKind.Command => $"{who} is asked by its client",
            _ => $"{who} takes a step",
        };
    }

    // If it is what the process did of its own accord, this says why it took the step.
    private static IOutput? FirstDeed(in Step step)
    {
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Output is { Deed: not Deed.None } output)
                return output.Deed is Deed.Asked or Deed.Left or Deed.Withdrew ? output : null;
        }
        return null;
    }

    private static string For(IOutput asked) => asked.Detail is { } detail ? $" ({detail})" : "";

    private static string Results(Words words, in Step step)
    {
        var results = new List<string>();
        var last = new List<string>();
        var effects = step.Effects;
        var first = FirstDeed(step);
        for (var i = 0; i < effects.Length; i++)
        {
            if (effects[i].Message is not { } message)
            {
                if (effects[i].Output is { } output && !ReferenceEquals(output, first) && Result(words, output) is { } result)
                    last.Add(result);
                continue;
            }
            var name = Name(step.Process, effects[i].To, message);
            var to = words.Name(effects[i].To);
            while (i + 1 < effects.Length && message.Equals(effects[i + 1].Message))
                to += $" and {words.Name(effects[++i].To)}";
            results.Add($"sends {name} to {to}");
        }
        return string.Concat(results.Concat(last).Select(result => $", and {result}"));
    }

    private static string? Result(Words words, IOutput output) => output.Deed switch
    {
        Deed.Asked => $"asks for {words.Section} with request {output.Request}{For(output)}",
        Deed.Entered => $"enters {words.Section}{For(output)}",
        Deed.Left => $"leaves {words.Section}",
        Deed.Withdrew => $"withdraws its request {output.Request}",
        Deed.Lost => $"loses {words.Section}",
        _ => output.Detail,
    };

    private static string Name(ProcessId from, ProcessId to, IMessage message) =>
        message.About(from, to) is { } request ? $"{message.Kind} {request}" : message.Kind;
}
