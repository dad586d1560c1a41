using Coterie.Protocols.Kernel;

namespace Coterie.Host.Simulate.Events;

/// <summary>
/// Finds deferred replies: a process gets a request and sends no reply in the same step, although it owes one. Those that defer
/// their replies to the same request for the same reason, one after the other, are one line.
/// </summary>
internal sealed class Deferrals(LinePad pad, Standings standings)
{
    private readonly Dictionary<ProcessId, HashSet<Timestamp>> _deferred = [];
    private readonly List<ProcessId> _together = [];
    private TimeSpan _at;
    private Timestamp _request;
    private bool _areInside;

    /// <summary>Takes a step if a reply is deferred in it. Returns whether it is.</summary>
    public bool Take(TimeSpan at, in Step step)
    {
        if (_together.Count > 0 && at - _at > Together)
            Write();
        var process = step.Process;
        if (!OwesReply(step, out var request) || !standings.IsLatest(request))
            return false;
        var isInside = standings.IsInside(process);
        if ((!isInside && standings.Pending(process) is null) || !Add(process, request))
            return false;
        if (_together.Count > 0 && (request, isInside) != (_request, _areInside))
            Write();
        if (_together.Count == 0)
            (_at, _request, _areInside) = (at, request, isInside);
        _together.Add(process);
        return true;
    }

    /// <summary>The process is outside again: it defers no reply any more.</summary>
    public void Forget(ProcessId process) => _deferred.Remove(process);

    /// <summary>Writes the line that is held back.</summary>
    public void Write()
    {
        if (_together.Count == 0)
            return;
        var first = _together[0];
        pad.Begin(_at);
        if (_together.Count == 1)
            pad.Add(first).Add(" defers its reply to ").Add(_request.Process).Add(": ").Add(ReasonOf(first));
        else
        {
            pad.Add($"{pad.Words.List(_together)} defer their replies to ").Add(_request.Process)
                .Add(_areInside ? ": they are inside" : $": their own requests come before {_request}");
        }
        pad.End();
        _together.Clear();
    }

    // Messages that were sent together arrive one shortly after the other.
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(2);

    private string ReasonOf(ProcessId process)
    {
        if (_areInside)
            return "it is inside";
        var own = standings.Pending(process);
        return $"its own request {own} comes {(own < _request ? "before" : "after")} {_request}";
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
        if (!_deferred.TryGetValue(process, out var requests))
            _deferred[process] = requests = [];
        return requests.Add(request);
    }
}
