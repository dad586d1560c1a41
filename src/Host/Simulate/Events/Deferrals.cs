using Coterie.Protocols.Kernel;

namespace Coterie.Host.Simulate.Events;

/// <summary>
/// Finds deferred replies: a process gets a request and sends no reply in the same step, although it owes one.
/// </summary>
internal sealed class Deferrals(LinePad pad, Standings standings, Gathering gathering)
{
    // For each process, its latest request that others have deferred, and who they are.
    private readonly Dictionary<ProcessId, (Timestamp Request, ProcessBits By)> _deferred = [];

    /// <summary>Takes a step. If a reply is deferred in it for the first time, that is written.</summary>
    public void Take(TimeSpan at, in Step step)
    {
        if (!OwesReply(step, out var request) || !standings.IsLatest(request))
            return;
        var (process, own) = (step.Process, standings.Pending(step.Process));
        var isInside = standings.IsInside(process);
        if ((isInside || own is not null) && Add(process, request))
            gathering.Add(at, process, Sentence(request, isInside ? null : own));
    }

    /// <summary>Whether a process is known to have deferred its reply to a request.</summary>
    public bool Has(ProcessId process, Timestamp request) =>
        _deferred.TryGetValue(request.Process, out var known) && known.Request == request && known.By.Contains(process);

    /// <summary>The process is outside again: it defers no reply any more.</summary>
    public void Forget(ProcessId process)
    {
        foreach (var (_, by) in _deferred.Values)
            by.Remove(process);
    }

    private static SharedSentence Sentence(Timestamp request, Timestamp? own)
    {
        var order = own < request ? "before" : "after";
        return new SharedSentence(
            $"request {request}",
            " defers its reply to ",
            " defer their replies to ",
            request.Process,
            own is null ? ": it is inside" : $": its own request {own} comes {order} {request}",
            own is null ? ": they are inside" : $": their own requests come {order} {request}");
    }

    private bool OwesReply(in Step step, out Timestamp request)
    {
        request = default;
        var words = pad.Words;
        if (!words.OwesConsent || step.Input is not { IsReturned: false, Message: { } message } || message.Kind != words.Request
            || message.About(step.Input.From, step.Process) is not { } asked)
            return false;
        request = asked;
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Message?.Kind == words.Consent && effect.To == step.Input.From)
                return false;
        }
        return true;
    }

    private bool Add(ProcessId process, Timestamp request)
    {
        if (!_deferred.TryGetValue(request.Process, out var known) || known.Request != request)
            _deferred[request.Process] = known = (request, new ProcessBits());
        return known.By.Add(process);
    }
}
