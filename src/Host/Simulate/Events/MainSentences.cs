using System.Globalization;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Host.Simulate.Events;

/// <summary>
/// The lines of what matters in a run: requests with their numbers, deferred replies, entries, exits and faults. The messages
/// that let a process in are one line.
/// </summary>
internal sealed class MainSentences : ISentences
{
    private readonly Answers _answers = new();
    private readonly Gathering _gathering;
    private readonly Deferrals _deferrals;
    private readonly LinePad _pad;
    private readonly Standings _standings;
    private bool _hasExplained;

    public MainSentences(LinePad pad, Standings standings)
    {
        (_pad, _standings, _gathering) = (pad, standings, new Gathering(pad));
        _deferrals = new Deferrals(pad, standings, _gathering);
    }

    private Words Words => _pad.Words;

    public void OnStep(TimeSpan at, in Step step)
    {
        _gathering.Pass(at);
        _deferrals.Take(at, step);
        if (step.Input is { IsReturned: false, Message: { } message })
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
            case Deed.Withdrew: OnWithdrew(at, step.Process); return;
            case Deed.Left or Deed.Lost: _deferrals.Forget(step.Process); break;
        }
        if (AllSentences.SentenceOf(Words, output) is { } sentence)
            Begin(at).Add(step.Process).Add(sentence).End();
    }

    public void OnFault(TimeSpan at, Fault fault)
    {
        if (fault is Fault.Restart { Recollection: not Recollection.Everything } restart)
            _deferrals.Forget(restart.Process);
        var message = (fault as Fault.Drop)?.Message ?? (fault as Fault.Duplicate)?.Message;
        if (message is null || !Words.Routine.Contains(message.Kind))
            Begin(at).Add(FaultText.Of(fault, Words)).End();
    }

    public void Complete() => _gathering.Write();

    private LinePad Begin(TimeSpan at)
    {
        _gathering.Write();
        return _pad.Begin(at);
    }

    private void OnAsked(TimeSpan at, ProcessId process, IOutput output)
    {
        _answers.Begin(process);
        var request = output.Request!.Value;
        var (stamp, number) = Words.HasTimestamps ? ("timestamp", "clock") : ("request", "number");
        Begin(at).Add(process).Add(AllSentences.Asked(_pad, output)).Add($", {stamp} {request}");
        if (!_hasExplained)
            _pad.Add(string.Create(CultureInfo.InvariantCulture, $": {number} {request.Clock} of ")).Add(process);
        _hasExplained = true;
        _pad.End();
    }

    private void OnWithdrew(TimeSpan at, ProcessId process)
    {
        _deferrals.Forget(process);
        _gathering.Add(at, process, new SharedSentence("withdrew", " withdrew its request", " withdrew their requests"));
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
        else if (request == _standings.Pending(process))
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
        var count = _answers.CountOf(step.Process, message.Kind);
        if (count < 2)
            Received(at, step.Process, from, message);
        else
            Begin(at).Add(step.Process).Add($" received {MessageNames.Several(count, message.Kind)}").End();
    }

    private void OnTimer(TimeSpan at, in Step step)
    {
        var again = new List<ProcessId>();
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Message is { } message && message.Kind == Words.Request && !IsDeferred(step.Process, effect.To, message))
                again.Add(effect.To);
        }
        if (again.Count > 0)
            Begin(at).Add(step.Process).Add(" sends its request again to ").Add(again).End();
    }

    private bool IsDeferred(ProcessId from, ProcessId to, IMessage message) =>
        message.About(from, to) is { } request && _deferrals.Has(to, request);

    private void Received(TimeSpan at, ProcessId process, ProcessId from, IMessage message) =>
        Begin(at).Add(process).Add($" received {MessageNames.One(message.Kind)} from ").Add(from).End();

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
