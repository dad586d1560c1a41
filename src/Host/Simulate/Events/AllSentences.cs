using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Host.Simulate.Events;

/// <summary>A line for each event and each message, in the sentences of the first version of the program.</summary>
internal sealed class AllSentences(LinePad pad) : ISentences
{
    public void OnStep(TimeSpan at, in Step step)
    {
        if (step.Input is { IsReturned: false, Message: { } message } && HasLine(message))
        {
            pad.Begin(at).Add(step.Process).Add($" received {MessageNames.WithArticle(message.Kind)} from ").Add(step.Input.From)
                .End();
        }
    }

    public void OnOutput(TimeSpan at, in Step step, IOutput output)
    {
        if (output.Deed == Deed.Asked)
            pad.Begin(at).Add(step.Process).Add(Asked(pad, output)).Add(" at time ").Add(pad.Seconds(at)).End();
        else if (SentenceOf(pad.Words, output) is { } sentence)
            pad.Begin(at).Add(step.Process).Add(sentence).End();
    }

    public void OnFault(TimeSpan at, Fault fault)
    {
        if (fault is not Fault.Drop { Message: var lost } || !pad.Words.Routine.Contains(lost.Kind))
            pad.Begin(at).Add(FaultText.Of(fault, pad.Words)).End();
    }

    public void Complete()
    {
    }

    /// <summary>That a process asked, without its name.</summary>
    public static string Asked(LinePad pad, IOutput output) => $" requested {pad.Words.Section}{For(output)}";

    /// <summary>
    /// What a process says, if it does not ask: a sentence without the name of the process; null if there is nothing to say.
    /// </summary>
    public static string? SentenceOf(Words words, IOutput output) => output.Deed switch
    {
        Deed.Entered => $" is in {words.Section}{For(output)}",
        Deed.Left => $" released {words.Section}",
        Deed.Withdrew => " withdrew its request",
        Deed.Lost => $" lost {words.Section}",
        Deed.Used => $" {output.Detail}",
        Deed.None when output.Detail is { } note => $": {note}",
        _ => null,
    };

    // A received request has no line: each request would have N-1 of them.
    private bool HasLine(IMessage message) =>
        message.Kind != pad.Words.Request && !pad.Words.Routine.Contains(message.Kind);

    private static string For(IOutput output) => output.Detail is { } detail ? $" ({detail})" : "";
}
