using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>
/// Judges a run from its steps alone, while it happens or afterwards. It records where each process stands from the outputs of
/// the machines, and asks no process. Each protocol adds its own rules in a subclass.
/// </summary>
/// <remarks>
/// The steps must come in an order that respects causality, as <c>RunRecorder</c> gives them. One thread at a time.
/// </remarks>
public abstract class RunJudge : IRunListener
{
    /// <summary>
    /// How many violations are kept with their text, besides the first of each property. Further ones are only counted.
    /// </summary>
    public const int MostViolations = 20;

    /// <summary>After this many violations a run is ended.</summary>
    public const int ViolationLimit = 100_000;

    private readonly PerProcess<ProcessBook> _books;
    private readonly Quantiles _waiting = new();
    private long _elapsed;
    private int _inside;
    private int _mostInside;
    private int _waitingNow;
    private long _entries;
    private long _withdrawn;
    private long _onTheWay;
    private long _messagesLost;
    private long _messagesDoubled;

    /// <summary>Judges a run of the processes 1 to <paramref name="processes"/>, none of which has taken a step.</summary>
    /// <param name="protocol">The protocol whose promises the run must keep.</param>
    /// <param name="processes">N.</param>
    protected RunJudge(Protocol protocol, int processes)
    {
        (Protocol, Processes) = (protocol, processes);
        Crashed = new ProcessSet(processes);
        Lost = new ProcessSet(processes);
        Silent = new ProcessSet(processes);
        _books = new PerProcess<ProcessBook>(processes, _ => new ProcessBook());
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
    public long Violations => Found.Count;

    /// <summary>
    /// Why a run in real time should be ended, in a sentence without the full stop; null if it need not be. It bounds the time
    /// for which a run with broken rules goes on. May be read while the run goes on.
    /// </summary>
    public string? Excess => RunLimits.Excess(Violations, Volatile.Read(ref _onTheWay), Processes);

    /// <summary>Called with each violation, during the step that shows it.</summary>
    public Action<Violation>? OnViolation
    {
        set => Found.Added = value;
    }

    /// <summary>The protocol whose promises the run must keep.</summary>
    protected Protocol Protocol { get; }

    /// <summary>N.</summary>
    protected int Processes { get; }

    /// <summary>What is wrong so far.</summary>
    protected ViolationList Found { get; } = new();

    /// <summary>The processes that have crashed and not come back.</summary>
    protected ProcessSet Crashed { get; }

    /// <summary>The processes whose machine is lost.</summary>
    protected ProcessSet Lost { get; }

    /// <summary>The lost processes whose known steps have all been judged. They count as outside.</summary>
    protected ProcessSet Silent { get; }

    /// <summary>Whether a process crashed while it was inside, and lost its work there.</summary>
    protected bool HasLostWork { get; private set; }

    /// <summary>The messages sent.</summary>
    protected abstract MessageCounts Messages { get; }

    /// <inheritdoc/>
    public void On(TimeSpan at, in Step step)
    {
        SetTime(at);
        BeginStep(step);
        var input = step.Input;
        if (!input.IsReturned && input.Message is { } received)
        {
            Volatile.Write(ref _onTheWay, _onTheWay - 1);
            OnReceived(step.Process, input.From, received);
        }
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Message is { } message)
            {
                Volatile.Write(ref _onTheWay, _onTheWay + 1);
                OnSent(step.Process, effect.To, message);
            }
            else if (effect.Output is { } output)
            {
                Take(step.Process, output);
            }
        }
    }

    /// <inheritdoc/>
    public void On(TimeSpan at, Fault fault)
    {
        SetTime(at);
        switch (fault)
        {
            case Fault.Crash crash: OnCrash(crash.Process); break;
            case Fault.Restart restart: OnRestart(restart); break;
            case Fault.Drop: _messagesLost++; break;
            case Fault.Duplicate: _messagesDoubled++; break;
        }
        OnFault(fault);
    }

    /// <summary>
    /// The machine of <paramref name="process"/> is lost: its last steps stay unknown. A process that waits for it at the end is
    /// blocked, not starved.
    /// </summary>
    public void Lose(ProcessId process) => Lost.Add(process);

    /// <summary>
    /// All known steps of the lost <paramref name="process"/> have been passed on. From now on it counts as outside, and the run
    /// is judged by the steps of the others. What it did later is known only as far as others have received messages about it.
    /// </summary>
    public void EndRecord(ProcessId process)
    {
        Lose(process);
        if (Silent.Add(process))
            StandOutside(process);
    }

    /// <summary>Ends the run and sums it up.</summary>
    /// <param name="counter">The final value of the shared counter, which starts at 0; null if the run had none.</param>
    /// <param name="isCut">
    /// Whether the run was ended while it still went on. Processes that wait then are not starved, and processes inside have
    /// neither written the counter nor sent all their messages.
    /// </param>
    /// <param name="stopped">
    /// Why the run was ended early, in a sentence without the full stop; null if it was not. A run that was ended early counts as
    /// cut.
    /// </param>
    public RunSummary Finish(long? counter, bool isCut = false, string? stopped = null)
    {
        isCut |= stopped is not null;
        if (!Protocol.CountsEntries)
            counter = null;
        var present = Ids().Where(id => !Lost.Contains(id) && !Crashed.Contains(id)).ToList();
        List<ProcessId> inside = [.. present.Where(id => isCut && Book(id).IsInside)];
        OnEnd(present, inside, counter, isCut);
        return Complete(new RunSummary(
            Protocol,
            Processes,
            Elapsed,
            _withdrawn,
            Messages,
            _entries == 0 ? null : new WaitingTimes(_waiting.At(0.5), _waiting.At(0.95), _waiting.Longest, _entries),
            Array.ConvertAll(_books.Values.ToArray(), book => book.Entries),
            _mostInside,
            counter,
            Found.Kept,
            Found.Count)
        {
            Lost = Members(Lost),
            Crashed = Members(Crashed),
            IsCut = isCut,
            StillInside = inside,
            StillWaiting = [.. present.Where(id => Book(id).Pending is not null)],
            MessagesLost = _messagesLost,
            MessagesDoubled = _messagesDoubled,
            Stopped = stopped,
        });
    }

    /// <summary>The book of a process.</summary>
    protected ProcessBook Book(ProcessId process) => _books[process];

    /// <summary>All processes, process 1 first.</summary>
    protected IEnumerable<ProcessId> Ids() => Enumerable.Range(1, Processes).Select(id => new ProcessId(id));

    /// <summary>The members of a set.</summary>
    protected static List<ProcessId> Members(ProcessSet set)
    {
        var members = new List<ProcessId>(set.Count);
        foreach (var member in set)
            members.Add(member);
        return members;
    }

    /// <summary>A step begins. <see cref="Found"/> already has its time.</summary>
    protected virtual void BeginStep(in Step step)
    {
    }

    /// <summary>A message arrived.</summary>
    protected abstract void OnReceived(ProcessId process, ProcessId from, IMessage message);

    /// <summary>A message was sent.</summary>
    protected abstract void OnSent(ProcessId from, ProcessId to, IMessage message);

    /// <summary>A process reports what it did. Its book is not updated yet.</summary>
    protected virtual void OnOutput(ProcessId process, ProcessBook book, IOutput output)
    {
    }

    /// <summary>The same output again, after the book was updated.</summary>
    protected virtual void AfterOutput(ProcessId process, ProcessBook book, IOutput output)
    {
    }

    /// <summary>A fault happened.</summary>
    protected virtual void OnFault(Fault fault)
    {
    }

    /// <summary>The run is over: judges what only shows at the end.</summary>
    /// <param name="present">The processes that are neither lost nor crashed.</param>
    /// <param name="inside">Those of them that were inside when the run was cut.</param>
    /// <param name="counter">See <see cref="Finish"/>.</param>
    /// <param name="isCut">See <see cref="Finish"/>.</param>
    protected abstract void OnEnd(List<ProcessId> present, List<ProcessId> inside, long? counter, bool isCut);

    /// <summary>Adds figures of the protocol to the summary; default none.</summary>
    protected virtual RunSummary Complete(RunSummary summary) => summary;

    private void SetTime(TimeSpan at)
    {
        Found.At = at;
        if (at.Ticks > _elapsed)
            _elapsed = at.Ticks;
    }

    private void Take(ProcessId process, IOutput output)
    {
        var book = Book(process);
        var isSilent = Silent.Contains(process);
        switch (output.Deed)
        {
            case Deed.Asked when !isSilent: _waitingNow++; break;
            case Deed.Entered: Enter(book, isSilent); break;
            case Deed.Left or Deed.Lost when !isSilent && book.IsInside: _inside--; break;
            case Deed.Lost when !isSilent && book.Pending is not null: _waitingNow--; break;
            case Deed.Withdrew when !isSilent: (_withdrawn, _waitingNow) = (_withdrawn + 1, _waitingNow - 1); break;
        }
        OnOutput(process, book, output);
        switch (output.Deed)
        {
            case Deed.Asked: book.Ask(output.Request!.Value, output.Detail, Found.At); break;
            case Deed.Entered: book.Enter(); break;
            case Deed.Left when !isSilent: book.Leave(); break;
            case Deed.Withdrew when !isSilent: book.Settle(); break;
            case Deed.Lost: book.StandOutside(); break;
        }
        AfterOutput(process, book, output);
        if (isSilent && output.Deed == Deed.Entered)
            book.Leave();
    }

    private void Enter(ProcessBook book, bool isSilent)
    {
        _entries++;
        if (!isSilent)
        {
            _waitingNow--;
            _inside++;
        }
        _mostInside = Math.Max(_mostInside, _inside);
        _waiting.Add(Found.At - book.Since);
    }

    private void OnCrash(ProcessId process)
    {
        Crashed.Add(process);
        if (!Protocol.BearsCrashes)
            return;
        HasLostWork |= Book(process).IsInside;
        StandOutside(process);
    }

    private void OnRestart(Fault.Restart restart)
    {
        Crashed.Remove(restart.Process);
        if (restart.Recollection == Recollection.Everything)
            return;
        HasLostWork |= Book(restart.Process).IsInside;
        StandOutside(restart.Process);
    }

    private void StandOutside(ProcessId process)
    {
        var book = Book(process);
        if (book.IsInside)
            _inside--;
        if (book.Pending is not null)
            _waitingNow--;
        book.StandOutside();
    }
}
