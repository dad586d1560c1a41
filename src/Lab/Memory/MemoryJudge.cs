using Coterie.Lab.Memory.Linearizability;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;

namespace Coterie.Lab.Memory;

/// <summary>
/// Judges a run of a shared variable. Whom the memory lets in is judged by what the memory says, and not by what its clients
/// know: a client whose lock ran out learns it later. A restart of the memory loses the value and all locks, as its clients must
/// expect: what was before it is judged apart from what comes after.
/// </summary>
/// <param name="protocol">Whose promises the run must keep.</param>
/// <param name="processes">N.</param>
internal sealed class MemoryJudge(Protocol protocol, int processes) : RunJudge(protocol, processes)
{
    // As a trace has them, too, which keeps nothing of a message but its kind.
    private const string Read = "read";
    private const string Write = "write";
    private const string Release = "release";
    private const string Current = "current";
    private const string Written = "written";
    private const string Released = "released";
    private const string Granted = "granted";

    private readonly KindCounts _kinds = new();
    private readonly OperationLog _operations = new();
    private readonly AccessCounts _counts = new();
    private readonly RecentUses _uses = new();
    private readonly Dictionary<Timestamp, Timestamp> _farewells = []; // the lock that each release gives back
    private readonly List<(Timestamp Claim, string Why)> _ended = []; // must be out of the book after the current step
    private ClaimBook _book = ClaimBook.Empty;
    private InputKind _cause;
    private Timestamp? _arrived; // the current read or write, once it has arrived
    private bool _isWrite;
    private Timestamp? _leaving; // the lock that the current client gives back
    private long _resent;
    private long _firstSent;
    private int _lostValues;
    private bool _hasLostMessages;

    /// <inheritdoc/>
    protected override MessageCounts Messages => new(_kinds.ToArray(), _resent, _firstSent);

    private Func<ProcessId, string> Name => Protocol.Words.Name;

    /// <inheritdoc/>
    protected override void BeginStep(in Step step)
    {
        _cause = step.Input.Kind;
        _arrived = null;
        _leaving = null;
        if (step.Process != MemoryWorkload.Memory)
        {
            _leaving = (step.Find(Deed.Left) ?? step.Find(Deed.Withdrew))?.Request ?? UnwantedGrant(step);
            return;
        }
        // A record may tell the second half of a step by itself.
        if (_cause != InputKind.Unknown)
            CheckEnded();
        if (_cause == InputKind.Gone)
            MustEnd(step.Input.From);
    }

    /// <inheritdoc/>
    protected override void OnReceived(ProcessId process, ProcessId from, IMessage message)
    {
        if (process != MemoryWorkload.Memory || message.Kind is not (Read or Write))
            return;
        (_arrived, _isWrite) = (message.About(from, process), message.Kind == Write);
    }

    /// <inheritdoc/>
    protected override void OnSent(ProcessId from, ProcessId to, IMessage message)
    {
        var about = message.About(from, to);
        Count(message.Kind);
        if (from == MemoryWorkload.Memory)
            OnAnswer(to, message.Kind, about);
        else if (about is { } request)
            OnCommand(message.Kind, request);
    }

    /// <inheritdoc/>
    protected override void OnOutput(ProcessId process, ProcessBook book, IOutput output)
    {
        if (process == MemoryWorkload.Memory)
            OnNote(output);
        else if (output.Request is { } request)
            OnClient(process, book, output, request);
    }

    /// <inheritdoc/>
    protected override void OnFault(Fault fault)
    {
        switch (fault)
        {
            case Fault.Duplicate { Message: { Kind: Write } message } copy when message.About(copy.From, copy.To) is { } request:
                _operations.Copy(request);
                break;
            case Fault.Drop { Reason: not "crash" }: _hasLostMessages = true; break;
            case Fault.Restart restart when restart.Process == MemoryWorkload.Memory:
                OnMemoryRestart(restart.Recollection);
                break;
            case Fault.Restart { Recollection: not Recollection.Everything } restart:
                _operations.GiveUpAll(restart.Process);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd(List<ProcessId> present, List<ProcessId> inside, long? counter, bool isCut)
    {
        CheckEnded();
        if (!isCut && !AwaitsLease())
            present.ForEach(CheckProgress);
        CheckOperations();
    }

    /// <inheritdoc/>
    protected override RunSummary Complete(RunSummary summary)
    {
        List<Figure> figures = [.. _counts.Figures];
        if (_operations.Judged > 0)
        {
            var doubt = _operations.Doubt is { } why ? $", {why}" : "";
            figures.Add(new Figure("linearizable", RunLimits.Text($"{_operations.Judged} reads and writes judged{doubt}")));
        }
        if (_lostValues > 0)
        {
            var times = RunLimits.Text($"{_lostValues} {(_lostValues == 1 ? "time" : "times")}");
            figures.Add(new Figure("memory restarted", $"{times}, at 0 again"));
        }
        return summary with { Figures = figures };
    }

    private static Timestamp? UnwantedGrant(in Step step) =>
        step.Input is { IsReturned: false, Message: { Kind: Granted } granted }
            ? granted.About(step.Input.From, step.Process)
            : null;

    private void Count(string kind)
    {
        if (_cause is InputKind.Timer or InputKind.Restart)
        {
            _resent++;
            return;
        }
        _firstSent++;
        _kinds.Add(kind);
    }

    private void OnCommand(string kind, Timestamp request)
    {
        if (kind == Release && _leaving is { } held)
            _farewells[request] = held;
        else if (kind == Write && _cause is InputKind.Timer or InputKind.Restart)
            _operations.Copy(request);
    }

    // What a memory carries out as soon as it arrives it does not tell, but answers.
    private void OnAnswer(ProcessId client, string kind, Timestamp? about)
    {
        if (about is not { } request)
            return;
        if (kind == Released && _farewells.Remove(request, out var held))
            _ended.Add((held, $"{Name(client)} gave it back with {request}"));
        if (kind is not (Current or Written) || _arrived != request)
            return;
        var mode = _isWrite ? LockMode.Write : LockMode.Read;
        if (_uses.LockOf(request) is not { } under)
            JudgeEntry(request, new Access(mode));
        else if (!_book.IsHeld(under, mode))
            Found.Add(MemoryProperties.Exclusion, MemoryWorkload.Memory, CarriedOut(request, under));
    }

    private string CarriedOut(Timestamp request, Timestamp under) =>
        $"{Name(MemoryWorkload.Memory)} carries out {request} of {Name(request.Process)} under the lock {under}, "
        + "which is not held.";

    private void OnNote(IOutput output)
    {
        if (ClaimBook.Read(output) is not { } note)
            return;
        if (note.Event == ClaimEvent.LetIn)
            JudgeEntry(note.Claim, note.Access);
        _book = _book.After(note);
    }

    private void JudgeEntry(Timestamp claim, Access access)
    {
        if (_book.JudgeEntry(claim, access, Name) is { } breach)
            Found.Add(breach.Property, MemoryWorkload.Memory, breach.Text);
    }

    private void OnClient(ProcessId process, ProcessBook book, IOutput output, Timestamp request)
    {
        switch (output.Deed)
        {
            case Deed.Asked when Access.TryParse(output.Detail, out var access) && !access.IsLock:
                _operations.Begin(request, EffectOf(access));
                break;
            case Deed.None when book.Granted is { } held && Access.TryParse(output.Detail, out var access):
                _operations.Begin(request, EffectOf(access));
                _uses.Add(request, held);
                break;
            case Deed.Entered: OnEntered(process, book, output, request); break;
            case Deed.Used when Access.TryParse(output.Detail, out var done): OnUsed(process, request, done); break;
            case Deed.Withdrew or Deed.Lost: _operations.GiveUpAll(process); break;
        }
    }

    // A read that has no answer does nothing.
    private static OperationLog.Behaviour? EffectOf(Access access) => access.Value is not { } value
        ? null
        : new OperationLog.Behaviour(access.Mode == LockMode.Read ? Function.Read : Function.Write, value.Number);

    private void OnEntered(ProcessId process, ProcessBook book, IOutput output, Timestamp request)
    {
        if (Access.TryParse(output.Detail, out var access))
            _counts.Entered(access, Found.At - book.Since);
        if (book.Pending != request && !Silent.Contains(process))
        {
            var text = $"{Name(process)} entered with request {request}, which it does not wait with.";
            Found.Add(MemoryProperties.Answers, process, text);
        }
    }

    private void OnUsed(ProcessId process, Timestamp request, Access done)
    {
        _counts.Used(done, _uses.LockOf(request) is not null);
        if (!_operations.Return(request, EffectOf(done)) && !Silent.Contains(process))
        {
            var text = $"{Name(process)} got an answer to {request}, which had one or was never asked.";
            Found.Add(MemoryProperties.Answers, process, text);
        }
    }

    private void MustEnd(ProcessId gone) => _ended.AddRange(
        _book.All.Where(note => note.Claim.Process == gone).Select(note => (note.Claim, $"{Name(gone)} is gone")));

    private void CheckEnded()
    {
        foreach (var (claim, why) in _ended)
        {
            if (_book.All.All(note => note.Claim != claim))
                continue;
            var text = $"{Name(MemoryWorkload.Memory)} keeps the claim {claim}, though {why}.";
            Found.Add(MemoryProperties.Release, MemoryWorkload.Memory, text);
        }
        _ended.Clear();
    }

    // Where messages are lost, a lock may be held for a client that does not know of it. Its lease puts an end to that, in time.
    private bool AwaitsLease() =>
        _hasLostMessages && _book.Holding.Any(held => Book(held.Claim.Process).Granted != held.Claim);

    private void OnMemoryRestart(Recollection recollection)
    {
        _ended.Clear();
        _book = recollection == Recollection.Everything ? _book.WithoutWaiting() : ClaimBook.Empty;
        if (recollection == Recollection.Everything)
            return;
        _lostValues++;
        CheckOperations();
    }

    private void CheckOperations()
    {
        if (_operations.End() is { } text)
            Found.Add(MemoryProperties.Linearizability, null, text);
    }

    private void CheckProgress(ProcessId process)
    {
        var book = Book(process);
        if (book.Pending is { } request)
        {
            Found.Add(
                MemoryProperties.Progress,
                process,
                $"{Name(process)} is starved: its request {request} for a {book.Detail} was neither granted nor given up.");
        }
        if (book.IsInside)
            Found.Add(MemoryProperties.Progress, process, $"{Name(process)} never gave its lock {book.Granted} back.");
    }
}
