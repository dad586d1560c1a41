using Coterie.Mutex;
using static Coterie.Mutex.MutexProtocol;

namespace Coterie.Checking;

/// <summary>
/// Judges a run of Ricart-Agrawala processes by its steps alone, while it happens or afterwards: who was inside, who waited, which messages were
/// sent for which request. It keeps its own books and asks no process.
/// </summary>
/// <remarks>The steps must come in an order that respects causality, as <see cref="RunRecorder"/> gives them.</remarks>
public sealed class RunChecker : IRunListener
{
    /// <summary>How many violations are kept in words, besides the first of each property; the others are only counted.</summary>
    public const int MostViolations = 20;

    private readonly ProcessBook[] _books;
    private readonly List<Violation> _violations = [];
    private readonly Quantiles _waiting = new();
    private readonly ProcessSet _lost;
    private readonly List<BlockedProcess> _blocked = [];
    private TimeSpan _at;
    private TimeSpan _elapsed;
    private Timestamp _lastEntered;
    private long _violationCount;
    private long _requests;
    private long _replies;
    private long _resent;
    private long _forEntries;
    private int _inside;
    private int _mostInside;
    private int _waitingNow;
    private long _entries;
    private long _withdrawn;

    /// <summary>Judges a run of the processes 1 to <paramref name="processes"/>, none of which has taken a step.</summary>
    public RunChecker(int processes)
    {
        _lost = new ProcessSet(processes);
        _books = new ProcessBook[processes];
        for (var i = 0; i < processes; i++)
            _books[i] = new ProcessBook(processes);
    }

    /// <summary>Entries so far; may be read while the run goes on.</summary>
    public long Entries => Volatile.Read(ref _entries);

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
        if (at > _elapsed)
            _elapsed = at;
        var book = Book(step.Process);
        switch (step.Kind)
        {
            case StepKind.Enter: OnEnter(book, step); break;
            case StepKind.Exit: OnExit(book, step.Process); break;
            case StepKind.Withdraw: OnWithdraw(book, step.Process); break;
            case StepKind.Receive when step.Message is Reply reply: OnReceive(book, step.Process, reply); break;
        }
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Message is not null)
                OnSend(step.Process, effect.To, effect.Message, step.Kind);
            else
                OnEntered(book, effect.Entered!.Value);
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
        if (book.IsInside)
            _inside--;
        if (book.Pending is not null)
            _waitingNow--;
        book.Leave();
        book.Settle();
    }

    /// <summary>Ends the run and sums it up.</summary>
    /// <param name="counter">The value of the shared counter, at first 0; null where the run had none.</param>
    public RunSummary Finish(long? counter)
    {
        for (var i = 0; i < _books.Length; i++)
        {
            var id = new ProcessId(i + 1);
            if (_lost.Contains(id))
                continue;
            if (_books[i].Pending is { } request)
                Violate(Property.Progress, id, $"Process {id} is starved: its request {request} was neither granted nor withdrawn.");
            if (_books[i].IsInside)
                Violate(Property.Progress, id, $"Process {id} never left the critical section.");
        }
        if (counter is { } value && value != _entries && _lost.Count == 0)
            Violate(Property.Counter, null, $"The shared counter must equal the entries, {_entries}, was [{value}]: updates were lost.");
        return new RunSummary(
            _books.Length,
            _elapsed,
            _withdrawn,
            new MessageCounts(_requests, _replies, _resent, _forEntries),
            _entries == 0 ? null : new WaitingTimes(_waiting.At(0.5), _waiting.At(0.95), _waiting.Longest),
            Array.ConvertAll(_books, b => b.Entries),
            _mostInside,
            counter,
            [.. _violations],
            _violationCount)
        {
            Lost = Members(_lost),
            Blocked = [.. _blocked],
        };
    }

    private ProcessBook Book(ProcessId process) => _books[process.Value - 1];

    private void OnEnter(ProcessBook book, in Step step)
    {
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
        var missing = Members(_lost);
        missing.RemoveAll(book.Consents.Contains);
        if (missing.Count > 0 && book.Pending is { } request)
            _blocked.Add(new BlockedProcess(process, request, missing));
        _withdrawn++;
        _waitingNow--;
        book.Settle();
    }

    private void OnReceive(ProcessBook book, ProcessId process, Reply reply)
    {
        if (reply.To.Process != process || reply.To.Clock > book.Latest.Clock)
            Violate(Property.Consent, process, $"Process {process} received a reply from Process {reply.From} to {reply.To}, a request that it never made.");
        else if (!Book(reply.From).Consented(reply.To))
            Violate(Property.Consent, process, $"Process {process} received a reply from Process {reply.From} to {reply.To} that was never sent.");
        else if (reply.To == book.Pending)
            book.Consents.Add(reply.From);
    }

    private void OnSend(ProcessId from, ProcessId to, IWireMessage message, StepKind cause)
    {
        switch (message)
        {
            case Request request when cause == StepKind.Enter:
                _requests++;
                Book(from).Sent++;
                if (request.At != Book(from).Latest)
                    Violate(Property.Consent, from, $"Process {from} asked Process {to} for {request.At}, not for its own request {Book(from).Latest}.");
                break;
            case Request:
                _resent++;
                break;
            case Reply reply when Book(from).Consent(reply.To):
                _replies++;
                if (Book(to).Granted == reply.To)
                    Violate(Property.Consent, from, $"Process {from} replied to {reply.To} after Process {to} had entered with it.");
                else if (Book(to).Pending == reply.To)
                    Book(to).Sent++;
                break;
            case Reply:
                _resent++;
                break;
        }
    }

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
        if (book.Consents.Count != others)
            Violate(Property.Consent, process, $"Process {process} entered with {book.Consents.Count} of {others} replies to {request}.");
        if (book.Sent != 2 * others)
            Violate(Property.MessageCount, process, $"The entry of Process {process} with {request} must cost 2(N-1) = {2 * others} messages, was [{book.Sent}].");
        CheckOrder(process, request);
        _forEntries += book.Sent;
        _waiting.Add(_at - book.Since);
        book.Enter();
        if (_lost.Contains(process))
            book.Leave();
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
