using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;

namespace Coterie.Lab.Quorum;

/// <summary>
/// Judges a run of the quorum protocol by what the processes say and send. A client that is down, or does not run at the moment,
/// takes no part in exclusion: it cannot do anything with the lock.
/// </summary>
/// <remarks>
/// If every voter is without memory at the same moment, the group and its tokens start again as soon as the first one votes: by
/// then all earlier votes are over. Progress is judged only if never more voters than a minority were without memory, and the
/// network is whole at the end. Durable voters always have their memory, unless a restart is forgetful.
/// </remarks>
internal class QuorumJudge : RunJudge
{
    private readonly QuorumWorkload _workload;
    private readonly KindCounts _kinds = new();
    private readonly PerProcess<VoterBook> _voters;
    private readonly PerProcess<BallotBook> _ballots;
    private readonly HolderBook _holders;
    private readonly HashSet<Timestamp> _shared = []; // open requests that share
    private readonly ProcessSet _haveLost; // clients whose latest claim was lost
    private TokenBook _tokens = TokenBook.Empty;
    private bool _isAgain; // whether the step only repeats what was sent, or answers what was repeated
    private (ProcessId Client, ProcessId Overtaker)? _goesOn; // the last step was of a client that should have lost the lock
    private long _resent;
    private long _forEntries;
    private long _lostLocks;
    private bool _isParted;
    private bool _wasWithoutMajority;
    private bool _hasForgotten; // all voters were without memory, and still are

    /// <summary>Judges a run of the processes 1 to <paramref name="processes"/>, none of which has taken a step.</summary>
    public QuorumJudge(Protocol protocol, QuorumWorkload workload, int processes)
        : base(protocol, processes)
    {
        _workload = workload;
        _voters = new PerProcess<VoterBook>(processes, _ => new VoterBook());
        _ballots = new PerProcess<BallotBook>(processes, _ => new BallotBook());
        _holders = new HolderBook(processes);
        _haveLost = new ProcessSet(processes);
    }

    /// <inheritdoc/>
    protected override MessageCounts Messages => new(_kinds.ToArray(), _resent, _forEntries);

    /// <summary>Who takes part.</summary>
    protected QuorumWorkload Workload => _workload;

    /// <summary>What a process is called.</summary>
    protected Func<ProcessId, string> Name => _workload.Name;

    /// <summary>How many voters make a majority.</summary>
    protected int Majority => new QuorumTerms(_workload.Voters).Majority;

    /// <inheritdoc/>
    protected override void BeginStep(in Step step)
    {
        _isAgain = step.Input is { Kind: InputKind.Timer, Timer: var timer } && timer == TimerId.Resend || IsRepeated(step);
        var isLost = step.Find(Deed.Lost) is not null;
        // A trace tells of a step that loses the lock in two events: first what came in, then the loss.
        if (_goesOn?.Client != step.Process || !isLost)
            JudgeGoingOn();
        _goesOn = _holders.TakeOvertaker(step.Process) is { } overtaker && !isLost ? (step.Process, overtaker) : null;
    }

    /// <inheritdoc/>
    protected override void OnReceived(ProcessId process, ProcessId from, IMessage message)
    {
        if (_workload.IsVoter(process))
        {
            _voters[process].Received(message.Kind, message.About(from, process));
            return;
        }
        _ballots[process].ForgetReleased();
        if (message.Kind == "grant" && _workload.IsVoter(from) && message.About(from, process) is { } request)
            _ballots[process].Got(request, from);
    }

    /// <inheritdoc/>
    protected override void OnSent(ProcessId from, ProcessId to, IMessage message)
    {
        var about = message.About(from, to);
        Count(message.Kind, about);
        if (_workload.IsVoter(from))
            OnSentByVoter(from, message.Kind, about);
        else if (message.Kind is "release" or QuorumProtocol.Store.ReleasingKind && about is { } request)
            _ballots[from].Release(request);
    }

    /// <inheritdoc/>
    protected override void OnOutput(ProcessId process, ProcessBook book, IOutput output)
    {
        // A client may leave while the news that it has lost the lock is on its way to it.
        if (output is IRefusal && !_haveLost.Remove(process))
            Found.Add(QuorumProperties.Refusal, process, $"{Name(process)} refuses a command: {output}.");
        if (_workload.IsVoter(process))
        {
            if (SessionText.TryParse(output.Detail) is { } session)
                _voters[process].EndAll(session);
            return;
        }
        switch (output.Deed)
        {
            case Deed.Asked: OnAsked(process, output); break;
            case Deed.Entered: OnEntered(process, book, output); break;
            case Deed.Left or Deed.Withdrew or Deed.Lost: OnOutside(process, book, output); break;
        }
    }

    /// <inheritdoc/>
    protected override void OnFault(Fault fault)
    {
        switch (fault)
        {
            case Fault.Pause pause: _holders.Pause(pause.Process); break;
            case Fault.Resume resume: _holders.Resume(resume.Process); break;
            case Fault.Partition: _isParted = true; break;
            case Fault.Heal: _isParted = false; break;
            case Fault.Crash crash when _workload.IsVoter(crash.Process): OnVoterCrash(crash.Process); break;
            case Fault.Restart restart when _workload.IsVoter(restart.Process): OnVoterRestart(restart); break;
            case Fault.Crash crash:
                _holders.Leave(crash.Process);
                _ballots[crash.Process].Forget();
                _shared.RemoveWhere(request => request.Process == crash.Process);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd(List<ProcessId> present, List<ProcessId> inside, long? counter, bool isCut)
    {
        JudgeGoingOn();
        var lostVoters = Members(Lost).Count(_workload.IsVoter);
        if (!isCut && !_isParted && !_wasWithoutMajority && lostVoters <= MostAbsent)
            present.ForEach(CheckProgress);
    }

    /// <inheritdoc/>
    protected override RunSummary Complete(RunSummary summary) => summary with
    {
        Figures = [new Figure("lost locks", RunLimits.Text($"{_lostLocks}")), .. VotersLeft(CrashedVoters(summary))],
        Tolerance = _wasWithoutMajority || _isParted || summary.Crashed.Count == 0 ? null : Tolerance(CrashedVoters(summary)),
    };

    /// <summary>Whether a voter has its memory, as far as its messages show.</summary>
    protected bool HasMemory(ProcessId voter) => _voters[voter].HasMemory;

    /// <summary>All voters were without memory at the same moment: the group begins again.</summary>
    protected virtual void OnGroupForgot() => _tokens = TokenBook.Empty;

    /// <summary>A voter has its memory: if all were without memory before, the group begins again.</summary>
    protected void OnVoterRemembers()
    {
        if (!_hasForgotten)
            return;
        _hasForgotten = false;
        OnGroupForgot();
    }

    /// <summary>Judges a process that is there at the end of a run in which everybody could go on.</summary>
    protected virtual void CheckProgress(ProcessId process)
    {
        var book = Book(process);
        if (book.Pending is { } request)
            Found.Add(
                QuorumProperties.Progress,
                process,
                $"{Name(process)} is starved: its claim {request} for a {book.Detail ?? "lock"} was neither granted nor given "
                + "up.");
        if (book.IsInside)
            Found.Add(QuorumProperties.Progress, process, $"{Name(process)} never gave the lock back.");
    }

    private void JudgeGoingOn()
    {
        if (_goesOn is { } other)
        {
            Found.Add(
                QuorumProperties.Exclusion,
                other.Client,
                $"{Name(other.Client)} goes on inside, although {Name(other.Overtaker)} entered while it did not run.");
        }
        _goesOn = null;
    }

    private int MostAbsent => _workload.Voters - Majority;

    private int CrashedVoters(RunSummary summary) => summary.Crashed.Count(_workload.IsVoter);

    private Figure[] VotersLeft(int crashed)
    {
        if (crashed <= MostAbsent)
            return [];
        var left = RunLimits.Text($"{_workload.Voters - crashed} of {_workload.Voters}");
        return [new Figure("voters left", $"{left}: no majority, so nobody enters")];
    }

    private string Tolerance(int crashed) => crashed == 0
        ? "nobody waits for a client that is gone"
        : RunLimits.Text($"the {_workload.Voters - crashed} voters that are left are a majority of {_workload.Voters}");

    private void Count(string kind, Timestamp? about)
    {
        if (_isAgain && about is not null)
        {
            _resent++;
            return;
        }
        _kinds.Add(kind);
        if (about is not null)
            _forEntries++;
    }

    private bool IsRepeated(in Step step) =>
        _workload.IsVoter(step.Process) && step.Input is { Message: { Kind: "request" } request, From: var client }
        && request.About(client, step.Process) is { } about && _voters[step.Process].Has(about);

    private void OnSentByVoter(ProcessId voter, string kind, Timestamp? about)
    {
        var isNewVote = _voters[voter].Sent(kind, about);
        if (_voters[voter].HasMemory)
            OnVoterRemembers();
        if (isNewVote)
            JudgeVote(voter, about!.Value);
    }

    // Rule 8: those that are inside, then writers before readers.
    private void JudgeVote(ProcessId voter, Timestamp request)
    {
        if (!_shared.Contains(request) || Book(request.Process).Granted == request)
            return;
        foreach (var other in _voters[voter].Queued)
        {
            if (_shared.Contains(other) || Book(other.Process).Pending != other || Crashed.Contains(other.Process))
                continue;
            Found.Add(
                QuorumProperties.Priority,
                voter,
                $"{Name(voter)} gives its vote to {Name(request.Process)}, which shares, while {Name(other.Process)} waits there "
                + $"with request {other}.");
            return;
        }
    }

    private void OnAsked(ProcessId process, IOutput output)
    {
        _haveLost.Remove(process);
        if (EntryText.Of(output).IsShared)
            _shared.Add(output.Request!.Value);
    }

    private void OnEntered(ProcessId process, ProcessBook book, IOutput output)
    {
        if (output.Request is not { } request)
            return;
        var entry = EntryText.Of(output);
        if (!Silent.Contains(process) && book.Pending != request)
            Found.Add(
                QuorumProperties.Answers,
                process,
                $"{Name(process)} entered with request {request}, with which it does not wait.");
        if (_ballots[process].Enter(request, entry) is { } votes && votes < Majority && !Silent.Contains(process))
        {
            Found.Add(
                QuorumProperties.Majority,
                process,
                $"{Name(process)} entered with the votes of {votes} of {_workload.Voters} voters.");
        }
        if (_holders.Enter(process, entry.IsShared) is { } other && !Silent.Contains(other))
        {
            Found.Add(
                QuorumProperties.Exclusion, process, $"{Name(process)} entered while {Name(other)} was inside.");
        }
        if (_tokens.Judge(entry, $"{Name(process)}, with request {request},") is { } breach)
            Found.Add(breach.Property, process, breach.Text);
        _tokens = _tokens.After(entry);
    }

    private void OnOutside(ProcessId process, ProcessBook book, IOutput output)
    {
        if (output.Deed == Deed.Left && !book.IsInside && !Silent.Contains(process))
            Found.Add(QuorumProperties.Answers, process, $"{Name(process)} left without being inside.");
        if (output.Deed == Deed.Lost)
        {
            _lostLocks++;
            _haveLost.Add(process);
        }
        _holders.Leave(process);
        _shared.RemoveWhere(request => request.Process == process);
    }

    private void OnVoterCrash(ProcessId voter)
    {
        _voters[voter].Forget(keepsMemory: _workload.IsDurable);
        LookWhoIsAbsent();
    }

    private void OnVoterRestart(Fault.Restart restart)
    {
        if (!_workload.IsDurable || restart.Recollection != Recollection.Nothing)
            return;
        _voters[restart.Process].Forget();
        LookWhoIsAbsent();
    }

    private void LookWhoIsAbsent()
    {
        var absent = Enumerable.Range(1, _workload.Voters).Count(id => !_voters[new ProcessId(id)].HasMemory);
        _wasWithoutMajority |= absent > MostAbsent;
        if (absent == _workload.Voters)
            _hasForgotten = true;
    }
}
