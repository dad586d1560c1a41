using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;

namespace Coterie.Lab.Quorum;

/// <summary>
/// To whom the vote of each voter is out, as its messages show it; which voters do not vote yet (rule 12); and which clients keep
/// votes that they do not use (rules 22 and 23).
/// </summary>
/// <param name="workload">Who takes part.</param>
/// <param name="processes">N.</param>
internal class QuorumLanes(QuorumWorkload workload, int processes) : StretchBook
{
    private readonly HashSet<Timestamp> _shared = []; // requests that share
    private readonly PerProcess<Timestamp?> _ballots = new(processes); // for which each client has got votes last

    /// <summary>What pictures show of a run.</summary>
    public static Lanes Of(QuorumWorkload workload) => new(processes => new QuorumLanes(workload.Resized(processes), processes))
    {
        Given = "vote out to a client",
        Gift = "vote",
        Unready = "does not vote yet",
        Lapse = "its session is over",
        IsShared = detail => detail.StartsWith(EntryText.SharedWords, StringComparison.Ordinal),
        CanServe = group => group.Count(workload.IsVoter) >= new QuorumTerms(workload.Voters).Majority,
        Lack = "a majority of the voters",
    };

    /// <inheritdoc/>
    public override void On(TimeSpan at, in Step step)
    {
        if (workload.IsVoter(step.Process))
            OnVoter(at, step);
        else
            OnClient(at, step);
    }

    /// <inheritdoc/>
    public override void On(TimeSpan at, Fault fault)
    {
        switch (fault)
        {
            case Fault.Crash crash:
                End(at, StretchEnd.Crashed, stretch => stretch.Process == crash.Process);
                _ballots[crash.Process] = null;
                break;
            case Fault.Restart restart when workload.IsVoter(restart.Process): OnRestart(at, restart); break;
        }
    }

    private void OnRestart(TimeSpan at, Fault.Restart restart)
    {
        var hasForgotten = restart.Recollection == Recollection.Nothing;
        if (hasForgotten)
            Remark("has forgotten everything");
        Remark("does not vote yet");
        Begin(new Stretch(restart.Process, StretchKind.Unready, at) { HasForgotten = hasForgotten });
    }

    private void OnVoter(TimeSpan at, in Step step)
    {
        var voter = step.Process;
        if (step.Input is { IsReturned: false, Message: { } message, From: var client }
            && message.About(client, voter) is { } about)
        {
            OnReceived(at, step, message.Kind, about);
        }
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Output is { } output)
                OnNote(at, voter, output);
            else if (effect.Message is { } sent)
                OnSent(at, voter, effect.To, sent);
        }
    }

    private void OnReceived(TimeSpan at, in Step step, string kind, Timestamp about)
    {
        var voter = step.Process;
        if (kind is "release" or QuorumProtocol.Store.ReleasingKind)
            End(at, StretchEnd.Returned, stretch => IsVote(stretch, voter, about));
        else if (kind == "yield" && !IsLate(step))
            End(at, StretchEnd.Yielded, stretch => IsVote(stretch, voter, about));
    }

    // After a yield the voter gives its vote to the first of the queue, unless it is still out to others that share. A late copy
    // changes nothing.
    private bool IsLate(in Step step)
    {
        var voter = step.Process;
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Message is not null)
                return false;
        }
        return !IsOpen(stretch => stretch is { Kind: StretchKind.Given, IsShared: true } && stretch.Process == voter);
    }

    private void OnNote(TimeSpan at, ProcessId voter, IOutput output)
    {
        if (output.Detail == Voter.BegunToVote.Again)
            End(at, StretchEnd.Returned, stretch => stretch.Kind == StretchKind.Unready && stretch.Process == voter);
        if (SessionText.TryParse(output.Detail) is not { } session)
            return;
        var ended = Explain(at, StretchEnd.Lapsed, IsOfSession).Concat(End(at, StretchEnd.Lapsed, IsOfSession));
        foreach (var stretch in ended)
            Remark($"its vote for request {stretch.Request} lapses");

        bool IsOfSession(Stretch stretch) => stretch is { Kind: StretchKind.Given, Request: { } request }
            && stretch.Process == voter && QuorumLab.IsOf(session, request);
    }

    private void OnSent(TimeSpan at, ProcessId voter, ProcessId to, IMessage message)
    {
        // A trace of an earlier version does not say when a voter votes again.
        if (VoterBook.ShowsMemory(message.Kind))
            End(at, StretchEnd.Returned, stretch => stretch.Kind == StretchKind.Unready && stretch.Process == voter);
        if (message.About(voter, to) is not { } request)
            return;
        if (message.Kind == "over")
            End(at, StretchEnd.Unknown, stretch => IsVote(stretch, voter, request));
        if (message.Kind != "grant" || IsOpen(stretch => IsVote(stretch, voter, request)))
            return;
        var isShared = _shared.Contains(request);
        End(at, StretchEnd.Unknown, stretch => IsVote(stretch, voter) && !(stretch.IsShared && isShared));
        Begin(new Stretch(voter, StretchKind.Given, at) { Receiver = to, Request = request, IsShared = isShared });
    }

    private void OnClient(TimeSpan at, in Step step)
    {
        var client = step.Process;
        if (step.Input is { IsReturned: false, Message: { Kind: "grant" } grant, From: var voter })
            _ballots[client] = grant.About(voter, client);
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Message is { Kind: "release" or QuorumProtocol.Store.ReleasingKind } sent
                && sent.About(client, effect.To) == _ballots[client])
            {
                _ballots[client] = null;
                EndKept(at, client);
            }
        }
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Output is { } output)
                OnOutput(at, client, output);
        }
    }

    /// <summary>A client says something.</summary>
    protected virtual void OnOutput(TimeSpan at, ProcessId client, IOutput output)
    {
        switch (output.Deed)
        {
            case Deed.Asked when output.Request is { } request && EntryText.Of(output).IsShared:
                _shared.Add(request);
                break;
            case Deed.Entered:
                EndKept(at, client);
                break;
            case Deed.Left when _ballots[client] is { } request:
                Remark("keeps its votes");
                Begin(new Stretch(client, StretchKind.Kept, at) { Request = request });
                break;
            case Deed.Lost:
                _ballots[client] = null;
                EndKept(at, client);
                break;
        }
    }

    private void EndKept(TimeSpan at, ProcessId client) =>
        End(at, StretchEnd.Returned, stretch => stretch.Kind == StretchKind.Kept && stretch.Process == client);

    private static bool IsVote(Stretch stretch, ProcessId voter, Timestamp? request = null) =>
        stretch.Kind == StretchKind.Given && stretch.Process == voter && (request is null || stretch.Request == request);
}
