using System.Globalization;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Host.Simulate.Events;

/// <summary>
/// The lines of what matters in a run: requests with their numbers, deferred replies, entries, exits and faults. The messages that
/// let a process in are one line.
/// </summary>
internal sealed class MainSentences(LinePad pad, Standings standings) : ISentences
{
    private readonly Answers _answers = new();
    private readonly Deferrals _deferrals = new(pad, standings);
    private bool _hasExplained;

    private Words Words => pad.Words;

    public void OnStep(TimeSpan at, in Step step)
    {
        if (!_deferrals.Take(at, step) && step.Input is { IsReturned: false, Message: { } message })
            OnReceived(at, step, message);
        else if (step.Input.Kind == InputKind.Timer)
            OnTimer(at, step);
    }

    public void OnOutput(TimeSpan at, in Step step, IOutput output)
    {
        switch (output.Deed)
        {
            case Deed.Asked: OnAsked(at, step.Process, output); return;
            case Deed.Entered: OnEntering(at, step); break;
            case Deed.Left or Deed.Lost or Deed.Withdrew: _deferrals.Forget(step.Process); break;
        }
        if (AllSentences.SentenceOf(Words, output) is { } sentence)
            Begin(at).Add(step.Process).Add(sentence).End();
    }

    public void OnFault(TimeSpan at, Fault fault)
    {
        var message = (fault as Fault.Drop)?.Message ?? (fault as Fault.Duplicate)?.Message;
        if (message is null || !Words.Routine.Contains(message.Kind))
            Begin(at).Add(FaultText.Of(fault, Words)).End();
    }

    public void Complete() => _deferrals.Write();

    private LinePad Begin(TimeSpan at)
    {
        _deferrals.Write();
        return pad.Begin(at);
    }

    private void OnAsked(TimeSpan at, ProcessId process, IOutput output)
    {
        _answers.Begin(process);
        var request = output.Request!.Value;
        var (stamp, number) = Words.HasTimestamps ? ("timestamp", "clock") : ("request", "number");
        Begin(at).Add(process).Add(AllSentences.Asked(pad, output)).Add($", {stamp} {request}");
        if (!_hasExplained)
            pad.Add(string.Create(CultureInfo.InvariantCulture, $": {number} {request.Clock} of ")).Add(process);
        _hasExplained = true;
        pad.End();
    }

    private void OnReceived(TimeSpan at, in Step step, IMessage message)
    {
        if (message.Kind == Words.Request || Words.Routine.Contains(message.Kind))
            return;
        var (process, from) = (step.Process, step.Input.From);
        if (message.About(from, process) is not { } request)
        {
            if (!Enters(step))
                Received(at, process, from, message);
        }
        else if (request == standings.Pending(process))
        {
            OnAnswer(at, process, from, message);
        }
    }

    private void OnAnswer(TimeSpan at, ProcessId process, ProcessId from, IMessage message)
    {
        if (!Words.Delays.TryGetValue(message.Kind, out var meaning))
            _answers.Add(process, from, message.Kind);
        else if (meaning is not null && _answers.Add(process, from, message.Kind) == 1)
            Begin(at).Add(process).Add(" must wait: ").Add(from).Add($" {meaning}").End();
    }

    private void OnEntering(TimeSpan at, in Step step)
    {
        if (step.Input is not { Message: { } message, From: var from })
            return;
        if (message.Kind == Words.Request || _answers.CountOf(step.Process, message.Kind) < 2)
            Received(at, step.Process, from, message);
        else
        {
            Begin(at).Add(step.Process).Add(" received ")
                .Add(FaultText.Several(_answers.CountOf(step.Process, message.Kind), message.Kind)).End();
        }
    }

    private void OnTimer(TimeSpan at, in Step step)
    {
        var again = new List<ProcessId>();
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Message is { } message && message.Kind == Words.Request)
                again.Add(effect.To);
        }
        if (again.Count > 0)
            Begin(at).Add(step.Process).Add($" sends its request again to {Words.List(again)}").End();
    }

    private void Received(TimeSpan at, ProcessId process, ProcessId from, IMessage message)
    {
        _deferrals.Write();
        AllSentences.Received(pad, at, process, from, message);
    }

    private static bool Enters(in Step step)
    {
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Output?.Deed == Deed.Entered)
                return true;
        }
        return false;
    }
}
