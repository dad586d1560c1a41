using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Checking;

/// <summary>
/// Judges a run by its steps alone, while it happens or afterwards: who was inside, who waited, which messages were sent for which request. It keeps
/// its own books, asks no process, and holds against an algorithm only what that promises.
/// </summary>
/// <remarks>The steps must come in an order that respects causality, as <see cref="RunRecorder"/> gives them.</remarks>
public sealed class RunChecker : IRunListener
{
    /// <summary>How many violations are kept in words, besides the first of each property; the others are only counted.</summary>
    public const int MostViolations = 20;

    /// <summary>After so many violations a run is not worth going on with: whoever runs it ends it.</summary>
    public const int ViolationLimit = 100_000;

    private readonly ProcessBook[] _books;
    private readonly ViolationList _violations = new();
    private readonly MessageAudit _messages;
    private readonly Quantiles _waiting = new();
    private readonly MutexAlgorithm _algorithm;
    private readonly MutexPromises _promises;
    private readonly ProcessSet _lost;
    private readonly ProcessSet _silent;
    private readonly ProcessSet _crashed;
    private readonly List<BlockedProcess> _blocked = [];
    private long _elapsed;
    private Timestamp _lastEntered;
    private int _inside;
    private int _mostInside;
    private int _waitingNow;
    private long _entries;
    private long _withdrawn;
    private long _onTheWay;
    private bool _hasLostWork;

    /// <summary>Judges a run of the processes 1 to <paramref name="processes"/>, none of which has taken a step.</summary>
    /// <param name="processes">N.</param>
    /// <param name="algorithm">Whose promises the run must keep.</param>
    public RunChecker(int processes, MutexAlgorithm algorithm)
    {
        (_algorithm, _promises) = (algorithm, algorithm.Promises);
        _crashed = new ProcessSet(processes);
        _lost = new ProcessSet(processes);
        _silent = new ProcessSet(processes);
        _books = new ProcessBook[processes];
        for (var i = 0; i < processes; i++)
            _books[i] = new ProcessBook(processes);
        _messages = new MessageAudit(_books, _promises, _violations);
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
    public long Violations => _violations.Count;

    /// <summary>
    /// Why a run in real time should be ended, in a sentence without the stop; null where it need not. Whatever a broken rule does, it then does for a bounded time.
    /// May be read while the run goes on.
    /// </summary>
    public string? Excess => RunLimits.Excess(Violations, Volatile.Read(ref _onTheWay), _books.Length);

    /// <summary>Is told of each violation, during the step that shows it.</summary>
    internal Action<Violation>? Found
    {
        set => _violations.Added = value;
    }

    /// <inheritdoc/>
    public void On(TimeSpan at, in Step step)
    {
        _violations.At = at;
        if (at.Ticks > _elapsed)
            _elapsed = at.Ticks;
        var book = Book(step.Process);
        switch (step.Kind)
        {
            case StepKind.Enter: OnEnter(book, step); break;
            case StepKind.Exit: OnExit(book, step.Process); break;
            case StepKind.Withdraw: OnWithdraw(book, step.Process); break;
            case StepKind.Receive: OnReceive(step); break;
        }
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Message is not null)
                OnSend(effect, step);
            else
                OnEntered(book, effect.Entered!.Value);
        }
    }

    /// <inheritdoc/>
    public void On(TimeSpan at, Fault fault)
    {
        _violations.At = at;
        if (at.Ticks > _elapsed)
            _elapsed = at.Ticks;
        switch (fault)
        {
            case Fault.Crash crash: _crashed.Add(crash.Process); break;
            case Fault.Restart restart: OnRestart(restart.Process); break;
        }
    }

    /// <summary>
    /// The machine of <paramref name="process"/> is lost: what the process did last will not be told. Whoever waits for it at the end is blocked, not starved.
    /// </summary>
    public void Lose(ProcessId process) => _lost.Add(process);

    /// <summary>
    /// All steps are told that are known of the lost <paramref name="process"/>. From now on it counts as outside, and the run is judged by the others: what it did
    /// after that is known only as far as others have seen it.
    /// </summary>
    public void EndRecord(ProcessId process)
    {
        Lose(process);
        if (_silent.Add(process))
            StandOutside(Book(process));
    }

    /// <summary>Ends the run and sums it up.</summary>
    /// <param name="counter">The value of the shared counter, at first 0; null where the run had none.</param>
    /// <param name="isCut">
    /// Whether the run ended in the middle, while it still went on: whoever waits then is not starved, and whoever is inside has neither written the counter nor sent all messages.
    /// </param>
    /// <param name="stopped">Why the run was ended early, in a sentence without the stop; null where it was not. Then it is cut, too.</param>
    public RunSummary Finish(long? counter, bool isCut = false, string? stopped = null)
    {
        isCut |= stopped is not null;
        var present = Enumerable.Range(1, _books.Length).Select(id => new ProcessId(id)).Where(id => !_lost.Contains(id) && !_crashed.Contains(id)).ToList();
        List<ProcessId> inside = [.. present.Where(id => isCut && Book(id).IsInside)];
        foreach (var id in present)
        {
            if (!inside.Contains(id))
                _messages.Close(Book(id));
            if (!isCut)
                CheckProgress(Book(id), id);
        }
        if (counter is { } value && (value < _entries - inside.Count || value > _entries) && _lost.Count == 0 && _crashed.Count == 0 && !_hasLostWork)
            _violations.Add(Property.Counter, null, $"The shared counter must equal the entries, {_entries}, was [{value}]: updates were lost.");
        return new RunSummary(
            _algorithm,
            _books.Length,
            Elapsed,
            _withdrawn,
            _messages.Counts,
            _entries == 0 ? null : new WaitingTimes(_waiting.At(0.5), _waiting.At(0.95), _waiting.Longest),
            Array.ConvertAll(_books, b => b.Entries),
            _mostInside,
            counter,
            _violations.Kept,
            _violations.Count)
        {
            Lost = Members(_lost),
            Crashed = Members(_crashed),
            Blocked = [.. _blocked],
            IsCut = isCut,
            StillInside = inside,
            Stopped = stopped,
        };
    }

    private void CheckProgress(ProcessBook book, ProcessId id)
    {
        if (book.Pending is { } request)
            _violations.Add(Property.Progress, id, $"Process {id} is starved: its request {request} was neither granted nor withdrawn.");
        if (book.IsInside)
            _violations.Add(Property.Progress, id, $"Process {id} never left the critical section.");
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
        if (!_silent.Contains(step.Process))
            _messages.Close(book);
        book.Ask(step.Request!.Value, _violations.At);
        if (!_silent.Contains(step.Process))
            _waitingNow++;
    }

    private void OnReceive(in Step step)
    {
        Volatile.Write(ref _onTheWay, _onTheWay - 1);
        _messages.Received(step.Process, step.Message!);
    }

    private void OnSend(in Effect effect, in Step step)
    {
        Volatile.Write(ref _onTheWay, _onTheWay + 1);
        _messages.Sent(step.Process, effect.To, effect.Message!, step.Kind);
    }

    private void OnExit(ProcessBook book, ProcessId process)
    {
        if (_silent.Contains(process))
            return;
        if (!book.IsInside)
            _violations.Add(Property.Exclusion, process, $"Process {process} left the critical section without being inside.");
        else
            _inside--;
        book.Leave();
    }

    private void OnWithdraw(ProcessBook book, ProcessId process)
    {
        if (_silent.Contains(process))
            return;
        List<ProcessId> missing = [.. Members(_lost), .. Members(_crashed)];
        missing.RemoveAll(book.Consents.Contains);
        if (missing.Count > 0 && book.Pending is { } request)
            _blocked.Add(new BlockedProcess(process, request, missing));
        _withdrawn++;
        _waitingNow--;
        book.Settle();
    }

    private void OnEntered(ProcessBook book, Timestamp request)
    {
        var process = request.Process;
        _entries++;
        if (!_silent.Contains(process))
        {
            _waitingNow--;
            _inside++;
        }
        _mostInside = Math.Max(_mostInside, _inside);
        if (_inside > 1)
            _violations.Add(Property.Exclusion, process, $"Process {process} entered while {WhoElseIsInside(process)} was inside.");
        _messages.Entering(book, request);
        if (_promises.EntersInTimestampOrder)
            CheckOrder(process, request);
        _waiting.Add(_violations.At - book.Since);
        book.Enter();
        _messages.Entered(book);
        if (_silent.Contains(process))
            book.Leave();
    }

    private void CheckOrder(ProcessId process, Timestamp request)
    {
        if (request < _lastEntered)
            _violations.Add(Property.Order, process, $"Process {process} entered with {request} after {_lastEntered} had entered.");
        else
            _lastEntered = request;
        foreach (var other in _books)
        {
            if (other.Pending is { } pending && pending < request && !_silent.Contains(pending.Process))
                _violations.Add(Property.Order, process, $"Process {process} entered with {request} before Process {pending.Process}, which waits with {pending}.");
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
}
