using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Judging;

/// <summary>
/// Every reply belongs to a request. A process that has received the request sends it to the process that made it, once: at the
/// receipt or, if the receipt deferred it, later. A reply that is sent again is not checked. A reply of a lost node that only its
/// receiver shows is recorded as sent again, so it is not checked either.
/// </summary>
internal sealed class ReplyRule : ITraceRule
{
    /// <summary>The name of the rule.</summary>
    public const string RuleName = "Replies";

    private readonly Dictionary<(ProcessId Receiver, ProcessId Owner), (Timestamp Request, bool IsOwed)> _received = [];

    /// <inheritdoc/>
    public string Name => RuleName;

    /// <inheritdoc/>
    public bool IsAboutRecord => false;

    /// <inheritdoc/>
    public string? Broken(TraceEvent happened, TraceMessage? ended)
    {
        if (happened.Process is not { } process)
            return null;
        if (happened is { Kind: TraceEventKind.Receive, From: { } from, Request: { } request } && request.Process == from)
            Take(process, request, happened.Reply);
        string? problem = null;
        foreach (var send in SendsToAll.Listed(happened))
        {
            if (send.Message == Names.Reply && happened.Kind != TraceEventKind.Resend)
                problem ??= Broken(happened, process, send);
        }
        return problem;
    }

    private void Take(ProcessId receiver, Timestamp request, ReplyTime? reply)
    {
        var key = (receiver, request.Process);
        if (!_received.TryGetValue(key, out var latest) || latest.Request < request)
            _received[key] = (request, reply != ReplyTime.Now);
    }

    private string? Broken(TraceEvent happened, ProcessId from, TraceSend reply)
    {
        if (reply.Request is not { } request || request.Process != reply.To)
            return $"Process {from} replied to Process {reply.To}, of which it had received no request.";
        if (!_received.TryGetValue((from, reply.To), out var latest) || latest.Request < request)
            return $"Process {from} replied to request {request}, which it had not received.";
        var isAtReceipt = happened.Kind == TraceEventKind.Receive && happened.Request == request;
        if (latest.Request == request)
        {
            _received[(from, reply.To)] = (request, false);
            if (!latest.IsOwed && !isAtReceipt)
                return $"Process {from} replied to request {request}, to which it had replied before.";
        }
        return null;
    }
}
