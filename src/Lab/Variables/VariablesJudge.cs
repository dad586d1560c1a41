using Coterie.Lab.Memory;
using Coterie.Lab.Quorum;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;

namespace Coterie.Lab.Variables;

/// <summary>
/// Judges a run of replicated variables: the votes as <see cref="QuorumJudge"/> does, what became of every value that was told,
/// and whether all operations together are linearizable.
/// </summary>
/// <param name="protocol">Whose promises the run must keep.</param>
/// <param name="workload">Who takes part.</param>
/// <param name="processes">N.</param>
internal sealed class VariablesJudge(Protocol protocol, QuorumWorkload workload, int processes)
    : QuorumJudge(protocol, workload, processes)
{
    private readonly OperationLog _operations = new();
    private readonly Dictionary<Timestamp, string> _words = []; // of each operation without an outcome
    private readonly PerProcess<ValueStamp> _stamps = new(processes); // what each voter has
    private readonly ProcessSet _remembering = new(processes); // voters that have said that they vote
    private readonly PerProcess<ValueStamp> _least = new(processes); // what each client must find, or a later one
    private readonly Dictionary<ValueStamp, ProcessSet> _takers = []; // the voters that have had exactly this
    private readonly PerProcess<(ValueStamp Stamp, string? Content)> _shown = new(processes); // by the watch of each client
    private readonly PerProcess<(ValueStamp Stamp, string? Content)> _unshown = new(processes); // what it has read since
    private readonly PerProcess<bool?> _isComplete = new(processes); // the watch of each client; null for none
    private ValueStamp _told; // the latest value that was told
    private ToldValue _latest = ToldValue.None; // the same, if the run is judged while it happens: a trace keeps no values
    private long _done;
    private long _unknown;

    /// <inheritdoc/>
    protected override void OnOutput(ProcessId process, ProcessBook book, IOutput output)
    {
        base.OnOutput(process, book, output);
        if (Workload.IsVoter(process))
        {
            if (ValueText.Taken(output.Detail) is { } taken)
                OnTaken(process, taken);
            else if (output is Voter.BegunToVote || output.Detail == Voter.BegunToVote.Again)
                OnBegunToVote(process);
            return;
        }
        switch (output.Deed)
        {
            case Deed.Entered: _least[process] = _told; break;
            case Deed.Used when ValueText.Told(output.Detail) is { } told:
                OnRead(process, told, ValueText.ContentOf(output.Detail!));
                OnTold(process, told, ToldValue.Of(output));
                break;
            case Deed.Used when ValueText.Shown(output.Detail) is { } shown:
                OnShown(process, shown, ValueText.ContentOf(output.Detail!), ToldValue.Of(output));
                break;
            case Deed.None when ValueText.TryStanding(output.Detail, out var isComplete):
                _isComplete[process] = isComplete;
                break;
            case Deed.None when output.Request is { } request: OnOperation(process, request, output.Detail); break;
        }
    }

    /// <inheritdoc/>
    protected override void OnFault(Fault fault)
    {
        // A durable voter says what it remembers as soon as it is back.
        var forgetting = fault switch
        {
            Fault.Crash crash when !Workload.IsDurable => crash.Process,
            Fault.Restart restart => restart.Process,
            _ => default,
        };
        if (forgetting != default && Workload.IsVoter(forgetting))
        {
            _stamps[forgetting] = default;
            _remembering.Remove(forgetting);
        }
        base.OnFault(fault);
        if (fault is not Fault.Crash { Process: var gone } || Workload.IsVoter(gone))
            return;
        (_shown[gone], _unshown[gone], _isComplete[gone]) = (default, default, null);
        _operations.GiveUpAll(gone);
        foreach (var request in _words.Keys.Where(request => request.Process == gone).ToList())
            _words.Remove(request);
    }

    /// <inheritdoc/>
    protected override void OnGroupForgot()
    {
        base.OnGroupForgot();
        JudgeOperations();
        (_told, _latest) = (default, ToldValue.None);
        _takers.Clear();
        foreach (ref var shown in _shown)
            shown = default;
        foreach (ref var unshown in _unshown)
            unshown = default;
        foreach (ref var least in _least)
            least = default;
    }

    /// <inheritdoc/>
    protected override void OnEnd(List<ProcessId> present, List<ProcessId> inside, long? counter, bool isCut)
    {
        base.OnEnd(present, inside, counter, isCut);
        var count = CountWith(_told);
        if (count < Majority)
        {
            Found.Add(
                VariablesProperties.Durability,
                null,
                $"The value at {_told} was told, and {count} of {Workload.Voters} voters have it.");
        }
        JudgeOperations();
    }

    /// <inheritdoc/>
    protected override void CheckProgress(ProcessId process)
    {
        base.CheckProgress(process);
        if (_isComplete[process] == false)
            Found.Add(QuorumProperties.Progress, process, $"The watch of {Name(process)} is not complete.");
        else if (_isComplete[process] == true && _unshown[process].Stamp != default)
        {
            Found.Add(
                QuorumProperties.Progress,
                process,
                $"The watch of {Name(process)} shows the value at {_shown[process].Stamp}, and never that at "
                + $"{_unshown[process].Stamp}.");
        }
        foreach (var request in _operations.Open.Where(request => request.Process == process))
            Found.Add(QuorumProperties.Progress, process, $"{Name(process)} got no outcome of its operation {request}.");
    }

    /// <inheritdoc/>
    protected override RunSummary Complete(RunSummary summary)
    {
        summary = base.Complete(summary);
        var doubt = _operations.Doubt is { } why ? $", {why}" : "";
        return summary with
        {
            Figures =
            [
                .. summary.Figures,
                new Figure("operations", RunLimits.Text($"{_done} with a known outcome, {_unknown} without")),
                new Figure("linearizable", RunLimits.Text($"{_operations.Judged} operations judged{doubt}")),
            ],
        };
    }

    private void OnBegunToVote(ProcessId voter)
    {
        OnVoterRemembers();
        _remembering.Add(voter);
    }

    private void OnTaken(ProcessId voter, ValueStamp taken)
    {
        _stamps[voter] = taken;
        if (!_takers.TryGetValue(taken, out var takers))
            _takers.Add(taken, takers = new ProcessSet(_shown.Count));
        takers.Add(voter);
    }

    // A read may have stored the value again that is shown already.
    private void OnRead(ProcessId client, ValueStamp read, string content)
    {
        if (read > _shown[client].Stamp && content != _shown[client].Content)
            _unshown[client] = (read, content);
    }

    // A watch may be late: others may have told later values.
    private void OnShown(ProcessId client, ValueStamp shown, string content, ToldValue? value)
    {
        CheckContinuity(client, value);
        var count = _takers.TryGetValue(shown, out var takers) ? takers.Count : 0;
        if (count < Majority)
        {
            Found.Add(
                VariablesProperties.Durability,
                client,
                $"{Name(client)} is shown the value at {shown}, which {count} of {Workload.Voters} voters have had.");
        }
        if (shown <= _shown[client].Stamp)
        {
            Found.Add(
                VariablesProperties.Stamps,
                client,
                $"{Name(client)} is shown the value at {shown} after that at {_shown[client].Stamp}.");
        }
        _shown[client] = (shown, content);
        if (shown >= _unshown[client].Stamp || content == _unshown[client].Content)
            _unshown[client] = default;
        if (shown > _told)
            _told = shown;
    }

    private void CheckContinuity(ProcessId client, ToldValue? value)
    {
        if (value?.BreachBeside(_latest, Name(client)) is { } breach)
            Found.Add(breach.Property, client, breach.Text);
        if (value?.Stamp > _latest.Stamp)
            _latest = value;
    }

    private void OnTold(ProcessId client, ValueStamp told, ToldValue? value)
    {
        CheckContinuity(client, value);
        if (CountWith(told) is var count && count < Majority)
        {
            Found.Add(
                VariablesProperties.Durability,
                client,
                $"{Name(client)} tells the value at {told}, which {count} of {Workload.Voters} voters have.");
        }
        if (told < _least[client])
        {
            Found.Add(
                VariablesProperties.Stamps, client, $"{Name(client)} tells the value at {told} after that at {_least[client]}.");
        }
        if (told > _told)
            _told = told;
    }

    private void OnOperation(ProcessId client, Timestamp request, string? detail)
    {
        if (ValueText.Begun(detail) is { } words)
        {
            _words[request] = words;
            _operations.Begin(request, ValueText.EffectOf(words));
            _least[client] = _told;
        }
        else if (ValueText.Ended(detail) is { } outcome)
        {
            OnEnded(client, request, outcome);
        }
    }

    private void OnEnded(ProcessId client, Timestamp request, string outcome)
    {
        if (!_words.Remove(request, out var words))
        {
            if (Silent.Contains(client))
                return;
            var text = $"{Name(client)} got an outcome of {request}, which had one before.";
            Found.Add(VariablesProperties.Outcomes, client, text);
        }
        else if (ValueText.TryDid(words, outcome, out var did))
        {
            _done++;
            _operations.Return(request, did);
            if (did is null)
                _isComplete[client] = null; // it was given up: the client may be about to end
        }
        else
        {
            _unknown++;
            _operations.GiveUp(request);
        }
    }

    private void JudgeOperations()
    {
        if (_operations.End() is { } text)
            Found.Add(VariablesProperties.Linearizability, null, text);
    }

    // A voter without memory gets the value before it votes.
    private int CountWith(ValueStamp stamp)
    {
        var count = 0;
        for (var id = 1; id <= Workload.Voters; id++)
        {
            var voter = new ProcessId(id);
            var hasMemory = HasMemory(voter) || _remembering.Contains(voter);
            count += !hasMemory || _stamps[voter] >= stamp ? 1 : 0;
        }
        return count;
    }
}
