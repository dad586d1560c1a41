using Coterie.Mutex;
using static Coterie.Mutex.MutexProtocol;

namespace Coterie.Checking;

/// <summary>
/// Judges a run by its steps alone, while it happens or afterwards: who was inside, who waited, which messages were sent for which request. It keeps
/// its own books, asks no process, and holds against an algorithm only what that promises.
/// </summary>
/// <remarks>The steps must come in an order that respects causality, as <see cref="RunRecorder"/> gives them.</remarks>
public sealed class RunChecker : IRunListener
{
    /// <summary>How many violations are kept in words, besides the first of each property; the others are only counted.</summary>
    public const int MostViolations = 20;

    private readonly ProcessBook[] _books;
    private readonly List<Violation> _violations = [];
    private readonly Quantiles _waiting = new();
    private readonly MutexAlgorithm _algorithm;
    private readonly MutexPromises _promises;
    private readonly KindCounts _kinds = new();
    private readonly ProcessSet _lost;
    private readonly ProcessSet _crashed;
    private readonly List<BlockedProcess> _blocked = [];
    private TimeSpan _at;
    private long _elapsed;
    private Timestamp _lastEntered;
    private long _violationCount;
    private long _resent;
    private long _forEntries;
    private int _inside;
    private int _mostInside;
    private int _waitingNow;
    private long _entries;
    private long _withdrawn;
    private bool _hasLostWork;

    /// <summary>Judges a run of the processes 1 to <paramref name="processes"/>, none of which has taken a step.</summary>
    /// <param name="processes">N.</param>
    /// <param name="algorithm">Whose promises the run must keep.</param>
    public RunChecker(int processes, MutexAlgorithm algorithm)
    {
        (_algorithm, _promises) = (algorithm, algorithm.Promises);
        _crashed = new ProcessSet(processes);
        _lost = new ProcessSet(processes);
        _books = new ProcessBook[processes];
        for (var i = 0; i < processes; i++)
            _books[i] = new ProcessBook(processes);
    }

    /// <summary>Entries so far; may be read while the run goes on.</summary>
    public long Entries => Volatile.Read(ref _entries);

    /// <summary>From the start to the latest step; may be read while the run goes on.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Volatile.Read(ref _elapsed));

    /// <summary>Processes inside now; may be read while the run goes on.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>Processes waiting now; may be read while the run goes on.</summary>
    public int WaitingNow => Volatile.Read(ref _waitingNow);

    /// <summary>Violations so far; may be read while the run goes on.</summary>
    public long Violations => Volatile.Read(ref _violationCount);

    /// <inheritdoc/>
    public void On(TimeSpan at, in Step step)
    {
        _at = at;
        if (at.Ticks > _elapsed)
            _elapsed = at.Ticks;
        var book = Book(step.Process);
        switch (step.Kind)
        {
            case StepKind.Enter: OnEnter(book, step); break;
            case StepKind.Exit: OnExit(book, step.Process); break;
            case StepKind.Withdraw: OnWithdraw(book, step.Process); break;
            case StepKind.Receive: OnReceive(book, step.Process, step.Message!); break;
        }
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Message is not null)
                OnSend(step.Process, effect.To, effect.Message, step.Kind);
            else
                OnEntered(book, effect.Entered!.Value);
        }
    }

    /// <inheritdoc/>
    public void On(TimeSpan at, Fault fault)
    {
        _at = at;
        if (at.Ticks > _elapsed)
            _elapsed = at.Ticks;
        switch (fault)
        {
            case Fault.Crash crash: _crashed.Add(crash.Process); break;
            case Fault.Restart restart: OnRestart(restart.Process); break;
        }
    }

    /// <summary>
    /// The machine of <paramref name="process"/> is lost: from now on the run is judged by the others. What the lost one did last may be missing.
    /// </summary>
    public void Lose(ProcessId process)
    {
        var book = Book(process);
        if (!_lost.Add(process))
            return;
        StandOutside(book);
    }

    /// <summary>Ends the run and sums it up.</summary>
    /// <param name="counter">The value of the shared counter, at first 0; null where the run had none.</param>
    public RunSummary Finish(long? counter)
    {
        for (var i = 0; i < _books.Length; i++)
        {
            var id = new ProcessId(i + 1);
            if (!_promises.NeedsEveryReply)
                CheckCost(_books[i]);
            if (_lost.Contains(id) || _crashed.Contains(id))
                continue;
            if (_books[i].Pending is { } request)
                Violate(Property.Progress, id, $"Process {id} is starved: its request {request} was neither granted nor withdrawn.");
            if (_books[i].IsInside)
                Violate(Property.Progress, id, $"Process {id} never left the critical section.");
        }
        if (counter is { } value && value != _entries && _lost.Count == 0 && _crashed.Count == 0 && !_hasLostWork)
            Violate(Property.Counter, null, $"The shared counter must equal the entries, {_entries}, was [{value}]: updates were lost.");
        return new RunSummary(
            _algorithm,
            _books.Length,
            Elapsed,
            _withdrawn,
            new MessageCounts(_kinds.ToArray(), _resent, _forEntries),
            _entries == 0 ? null : new WaitingTimes(_waiting.At(0.5), _waiting.At(0.95), _waiting.Longest),
            Array.ConvertAll(_books, b => b.Entries),
            _mostInside,
            counter,
            [.. _violations],
            _violationCount)
        {
            Lost = Members(_lost),
            Crashed = Members(_crashed),
            Blocked = [.. _blocked],
        };
    }

    private void OnRestart(ProcessId process)
    {
        _crashed.Remove(process);
        if (!_algorithm.ForgetsAtRestart)
            return;
        _hasLostWork |= Book(process).IsInside;
        StandOutside(Book(process));
    }

    private void StandOutside(ProcessBook book)
    {
        if (book.IsInside)
            _inside--;
        if (book.Pending is not null)
            _waitingNow--;
        book.Leave();
        book.Settle();
    }

    private ProcessBook Book(ProcessId process) => _books[process.Value - 1];

    private void OnEnter(ProcessBook book, in Step step)
    {
        if (!_promises.NeedsEveryReply)
            CheckCost(book);
        book.Ask(step.Request!.Value, _at);
        _waitingNow++;
    }

    private void OnExit(ProcessBook book, ProcessId process)
    {
        if (_lost.Contains(process))
            return;
        if (!book.IsInside)
            Violate(Property.Exclusion, process, $"Process {process} left the critical section without being inside.");
        else
            _inside--;
        book.Leave();
    }

    private void OnWithdraw(ProcessBook book, ProcessId process)
    {
        if (_lost.Contains(process))
            return;
        List<ProcessId> missing = [.. Members(_lost), .. Members(_crashed)];
        missing.RemoveAll(book.Consents.Contains);
        if (missing.Count > 0 && book.Pending is { } request)
            _blocked.Add(new BlockedProcess(process, request, missing));
        _withdrawn++;
        _waitingNow--;
        book.Settle();
    }

    private void OnReceive(ProcessBook book, ProcessId process, IWireMessage message)
    {
        if (!IsReply(message) || message.Concerning is not { } request)
            return;
        if (request.Process != process || request.Clock > book.Latest.Clock)
            Violate(Property.Consent, process, $"Process {process} received a reply from Process {message.From} to {request}, a request that it never made.");
        else if (request == book.Latest && !book.Replied.Contains(message.From))
            Violate(Property.Consent, process, $"Process {process} received a reply from Process {message.From} to {request} that was never sent.");
        else if (request == book.Pending)
            book.Consents.Add(message.From);
    }

    private void OnSend(ProcessId from, ProcessId to, IWireMessage message, StepKind cause)
    {
        if (IsReply(message) ? !IsFirstReply(from, message) : cause == StepKind.ResendDue)
        {
            _resent++;
            return;
        }
        _kinds.Add(message.Name);
        if (message.Concerning is not { } request)
        {
            _forEntries++;
            return;
        }
        var book = Book(request.Process);
        if (cause == StepKind.Enter && request != Book(from).Latest)
            Violate(Property.Consent, from, $"Process {from} asked Process {to} for {request}, not for its own request {Book(from).Latest}.");
        if (IsReply(message) && book.Granted == request)
            Violate(Property.Consent, from, $"Process {from} replied to {request} after Process {to} had entered with it.");
        if (request != book.Latest)
            return;
        book.Sent++;
        if (book.WasGranted)
            _forEntries++;
    }

    private bool IsReply(IWireMessage message) => _promises.NeedsEveryReply && message.Name == "reply";

    // What is known of the replies to requests before the latest one is forgotten: whoever still replies to one is taken to repeat itself.
    private bool IsFirstReply(ProcessId from, IWireMessage reply) =>
        reply.Concerning is { } request && request == Book(request.Process).Latest && Book(request.Process).Replied.Add(from);

    private void OnEntered(ProcessBook book, Timestamp request)
    {
        var process = request.Process;
        var others = _books.Length - 1;
        _entries++;
        _waitingNow--;
        if (!_lost.Contains(process))
            _inside++;
        _mostInside = Math.Max(_mostInside, _inside);
        if (_inside > 1)
            Violate(Property.Exclusion, process, $"Process {process} entered while {WhoElseIsInside(process)} was inside.");
        if (_promises.NeedsEveryReply && book.Consents.Count != others)
            Violate(Property.Consent, process, $"Process {process} entered with {book.Consents.Count} of {others} replies to {request}.");
        if (_promises.EntersInTimestampOrder)
            CheckOrder(process, request);
        _forEntries += book.Sent;
        _waiting.Add(_at - book.Since);
        book.Enter();
        if (_promises.NeedsEveryReply)
            CheckCost(book);
        if (_lost.Contains(process))
            book.Leave();
    }

    // With every reply there all messages of an entry were sent before it; otherwise more may follow until the process asks again.
    private void CheckCost(ProcessBook book)
    {
        var cost = _promises.Cost;
        if (book.WasGranted && (book.Sent < cost.Least(_books.Length) || book.Sent > cost.Most(_books.Length)))
        {
            var process = book.Latest.Process;
            Violate(Property.MessageCount, process, $"The entry of Process {process} with {book.Latest} must cost {RunSummary.CostText(cost, _books.Length)} messages, was [{book.Sent}].");
        }
    }

    private void CheckOrder(ProcessId process, Timestamp request)
    {
        if (request < _lastEntered)
            Violate(Property.Order, process, $"Process {process} entered with {request} after {_lastEntered} had entered.");
        else
            _lastEntered = request;
        foreach (var other in _books)
        {
            if (other.Pending is { } pending && pending < request && !_lost.Contains(pending.Process))
                Violate(Property.Order, process, $"Process {process} entered with {request} before Process {pending.Process}, which waits with {pending}.");
        }
    }

    private string WhoElseIsInside(ProcessId process)
    {
        for (var i = 0; i < _books.Length; i++)
        {
            if (_books[i].IsInside && i + 1 != process.Value)
                return $"Process {i + 1}";
        }
        return "it";
    }

    private static List<ProcessId> Members(ProcessSet set)
    {
        var members = new List<ProcessId>(set.Count);
        foreach (var member in set)
            members.Add(member);
        return members;
    }

    private void Violate(Property property, ProcessId? process, string text)
    {
        if (_violationCount++ < MostViolations || _violations.TrueForAll(v => v.Property != property))
            _violations.Add(new Violation(property, _at, process, text));
    }
}
