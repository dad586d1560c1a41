using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Event;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Variables.VariablesProtocol;

namespace Coterie.Actors.Locks;

/// <summary>
/// Hosts the machine of a client, with its locks and variables, for all threads of a process. It is no actor: whoever wants a
/// lock takes the step by itself, so that a lock whose votes are kept is had at once. No code of the user runs under its lock.
/// </summary>
internal sealed class LockHost : IPlainHost
{
    private const int MostIdleCapacity = 1024;

    private readonly Lock _gate = new();
    private readonly GroupSettings _group;
    private readonly LeaseClock _clock;
    private readonly QuorumClient _client;
    private readonly VariablesClient _machine; // above the client
    private readonly Driver _driver;
    private readonly ILoggingAdapter _log;
    private readonly LockMetrics _metrics;
    private readonly Dictionary<long, Hold> _holds = [];
    private readonly Dictionary<long, TaskCompletionSource<Outcome>> _operations = [];
    private readonly Dictionary<long, VariableWatch> _watches = [];
    private readonly HashSet<string> _unsettled = []; // variables that a watch does not know, and which are to be read
    private readonly Dictionary<long, string> _settling = []; // those that are being read, by the number of the operation
    private readonly Dictionary<string, LocalCopy> _copies = new(StringComparer.Ordinal);
    private readonly MachineTimers _timers;
    private readonly List<Hold> _givingUp = [];
    private readonly string?[] _foreign;
    private readonly RefusedConnections _refused;
    private readonly UnansweredBeats _unanswered;
    private readonly Action<ProcessId> _reconnect;
    private VoterRefs _voters = new([]);
    private IActorRef _receiver = ActorRefs.Nobody;
    private long _lastWatch;
    private int _sleeps;
    private bool _hasSlept; // since the step before
    private bool _hasSent;
    private volatile bool _isEnding;
    private bool _isEnded;

    /// <summary>A client that has not begun; see <see cref="Begin"/>.</summary>
    /// <param name="group">The group.</param>
    /// <param name="holder">Who the client is, for people.</param>
    /// <param name="log">For the operator.</param>
    /// <param name="metrics">For the operator.</param>
    /// <param name="reconnect">Makes new connections to a voter that does not answer.</param>
    /// <param name="logsRefusals">See <see cref="CoterieOptions.LogsRefusals"/>.</param>
    public LockHost(
        GroupSettings group,
        string? holder,
        ILoggingAdapter log,
        LockMetrics metrics,
        Action<ProcessId> reconnect,
        bool logsRefusals = true)
    {
        (_group, _log, _metrics, _reconnect) = (group, log, metrics, reconnect);
        _clock = new LeaseClock(group.Clock, group.Terms.Lease, group.Terms.Margin);
        var self = new ProcessId(group.Terms.Voters + 1);
        var session = new SessionId(RandomNumbers.Next());
        _client = new QuorumClient(self, group.Terms, session, holder);
        _machine = new VariablesClient(self, session, _client);
        _driver = new Driver(self, _machine, new Outbox(), null, this);
        _foreign = new string?[group.Terms.Voters];
        _refused = new RefusedConnections(group, logsRefusals ? log : null);
        _unanswered = new UnansweredBeats(group.Terms.Voters);
        _timers = new MachineTimers(group.Clock, OnDue);
    }

    /// <summary>The wall clock.</summary>
    public DateTimeOffset UtcNow => _group.Clock.GetUtcNow();

    /// <summary>See <see cref="CoterieNode.WhenRefused"/>.</summary>
    public Task WhenRefused => _refused.WhenHopeless;

    /// <summary>A connection to a voter was refused by one side.</summary>
    /// <param name="voter">The voter.</param>
    /// <param name="reason">Why, to be put after a colon.</param>
    public void OnRefused(ProcessId voter, string reason)
    {
        lock (_gate)
            _refused.On(voter, reason);
    }

    /// <summary>Begins the session.</summary>
    /// <param name="voters">The voters.</param>
    /// <param name="receiver">Who passes on what they send, see <see cref="On"/>.</param>
    public void Begin(VoterRefs voters, IActorRef receiver)
    {
        lock (_gate)
        {
            (_voters, _receiver) = (voters, receiver);
            Take(Input.Start);
        }
    }

    /// <summary>A message of a voter.</summary>
    public void On(ProcessId voter, QuorumProtocol.IVoterMessage message)
    {
        lock (_gate)
        {
            _unanswered.HeardFrom(voter);
            _refused.HeardFrom(voter);
            if (!_isEnded)
                Take(Input.Of(voter, message));
        }
    }

    /// <summary>Waits for a lock. Null if it cannot be had in time.</summary>
    /// <param name="name">What to lock.</param>
    /// <param name="mode">How.</param>
    /// <param name="limit">How long to wait; zero to try once, infinite to wait for ever.</param>
    /// <param name="purpose">What it is for, for people.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public ValueTask<LockHandle?> AcquireAsync(
        string name, VoteMode mode, TimeSpan limit, string? purpose, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return ValueTask.FromCanceled<LockHandle?>(cancellation);
        return LockMetrics.IsTraced
            ? new ValueTask<LockHandle?>(TraceAsync(name, mode, limit, purpose, cancellation))
            : TakeAsync(name, mode, limit, purpose, cancellation);
    }

    /// <summary>Does something with a variable, once. Not done if it cannot be done in time.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="operation">What to do.</param>
    /// <param name="limit">How long to wait; infinite to wait for ever.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public ValueTask<Outcome> OperateAsync(
        string name, Operation operation, TimeSpan limit, CancellationToken cancellation) =>
        OperateAsync(number => new Operate(number, name, operation), limit, cancellation);

    /// <summary>The same, by the votes of a lock that is held, with the variable that has its name.</summary>
    public ValueTask<Outcome> OperateAsync(Hold hold, Operation operation, TimeSpan limit, CancellationToken cancellation) =>
        OperateAsync(number => new OperateHeld(number, hold.Claim, operation), limit, cancellation);

    /// <summary>
    /// Looks at the variable that has the name of a lock, as far as the votes of the lock know. It is sure only for whoever
    /// writes the variable by these votes next.
    /// </summary>
    /// <param name="hold">The lock.</param>
    /// <param name="content">The variable; null if what is stored there is none.</param>
    /// <returns>Whether the lock is held.</returns>
    public bool TryPeek(Hold hold, out VariableContent? content)
    {
        lock (_gate)
        {
            var current = _isEnded ? null : _client.CurrentOf(hold.Claim);
            content = current is null ? null : VariableContent.Of(current.Value.Value);
            return current is not null;
        }
    }

    /// <summary>See <see cref="ICoterie.FindCopy"/>.</summary>
    public LocalCopy? FindCopy(string name)
    {
        lock (_gate)
        {
            if (_isEnded)
                return null;
            if (_copies.TryGetValue(name, out var known) && known.IsGood)
                return known;
            var began = _group.Clock.GetTimestamp();
            var now = Now();
            if (_machine.CopyOf(name, now) is not { } copy)
                return null;
            var third = _group.Terms.Lease / 3;
            var left = copy.Deadline - now < third ? copy.Deadline - now : third;
            var found = new LocalCopy(copy, _group.Clock, began, left, third * _group.Terms.Margin / 4);
            _copies[name] = found;
            // The client gives votes back that were not used for about a lease: so it is told from time to time.
            Take(Input.Of(new Operate(_machine.LastNumber + 1, name, new Operation.Read())));
            return found;
        }
    }

    /// <summary>Watches a variable, or all variables with a prefix, until the reader ends it.</summary>
    /// <param name="name">The variable, or the prefix.</param>
    /// <param name="isPrefix">Whether it is a prefix.</param>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<WatchEvent> WatchAsync(
        string name, bool isPrefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var watch = BeginWatch(name, isPrefix);
        try
        {
            while (true)
                yield return await watch.TakeAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            EndWatch(watch);
        }
    }

    /// <summary>Gives a lock back, if it is held.</summary>
    public void Release(Hold hold)
    {
        lock (_gate)
        {
            if (hold.IsReleased)
                return;
            hold.IsReleased = true;
            if (hold.IsLost)
                return;
            if (!_isEnded)
                Take(Input.Of(new Leave(hold.Claim)));
            _holds.Remove(hold.Claim);
            if (_holds.Count == 0 && _holds.Capacity > MostIdleCapacity)
                _holds.TrimExcess();
        }
        _metrics.HeldNoLonger(hold);
    }

    /// <summary>Gives back a lock whose handle nobody has any more. Never blocks.</summary>
    public void Abandon(Hold hold) => ThreadPool.UnsafeQueueUserWorkItem(
        static state =>
        {
            if (!state.Hold.IsReleased && !state.Host._isEnded)
            {
                state.Host._log.Warning(
                    "The lock [{0}] was dropped without being given back; it is given back now.", state.Hold.Name);
            }
            state.Host.Release(state.Hold);
        },
        (Host: this, Hold: hold),
        preferLocal: false);

    /// <summary>See <see cref="LockHandle.Lost"/>.</summary>
    public CancellationToken LostOf(Hold hold)
    {
        lock (_gate)
        {
            if (!hold.IsLost && !_isEnded)
                Look();
            if (hold.Lost is null)
            {
                hold.Lost = new CancellationTokenSource();
                if (hold.IsLost)
                    hold.Lost.Cancel();
            }
            return hold.Lost.Token;
        }
    }

    /// <summary>See <see cref="LockHandle.Remaining"/>.</summary>
    public TimeSpan RemainingOf(Hold hold)
    {
        lock (_gate)
        {
            if (hold.IsLost || hold.IsReleased || _isEnded || _client.DeadlineOf(hold.Claim) is not { } deadline)
                return TimeSpan.Zero;
            var left = deadline - Now();
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>See <see cref="ICoterie.CheckHealth"/>.</summary>
    public GroupHealth CheckHealth()
    {
        lock (_gate)
        {
            var answers = _client.Answers(Now());
            return new GroupHealth(
                [.. _group.Members.Select((address, i) => new MemberHealth(address, answers[i], _foreign[i] ?? _refused[i]))],
                _group.Terms.Majority);
        }
    }

    /// <summary>Ends: whoever waits is told; locks that are held, and votes that are kept, are given back.</summary>
    /// <returns>Whether anything was sent to the members.</returns>
    public bool End()
    {
        List<Hold> holds;
        bool hasSent;
        lock (_gate)
        {
            if (_isEnded)
                return false;
            (_hasSent, _isEnding) = (false, true);
            // Operations and those that wait first: otherwise one of them would get what another one gives back.
            foreach (var number in _operations.Keys.Concat(_settling.Keys).ToList().TakeWhile(_ => !_isEnded))
                Take(Input.Of(new GiveUp(number)));
            holds = [.. _holds.Values.OrderBy(hold => hold.IsInside)];
            foreach (var hold in holds.TakeWhile(_ => !_isEnded))
                Take(Input.Of(hold.IsInside ? new Leave(hold.Claim) : new GiveUp(hold.Claim)));
            if (!_isEnded)
                Take(Input.Of(new GiveBackKept()));
            _isEnded = true;
            hasSent = _hasSent;
            _timers.Clear();
        }
        EndWatches();
        EndCopies();
        foreach (var hold in holds)
        {
            hold.Waiting?.TrySetResult(HoldEnding.Disposed);
            if (hold.IsInside)
                Lose(hold, "ended");
        }
        return hasSent;
    }

    /// <inheritdoc/>
    void IHost.Send(ReadOnlySpan<Effect> sends)
    {
        _hasSent |= !sends.IsEmpty;
        foreach (ref readonly var send in sends)
        {
            if (send.Message is QuorumProtocol.Beat && _unanswered.AreTooManyWith(send.To))
                _reconnect(send.To);
            _voters[send.To].Tell(send.Message!, _receiver);
        }
    }

    /// <inheritdoc/>
    void IHost.Tell(IOutput output)
    {
        switch (output)
        {
            case Entered m when _holds.TryGetValue(m.Request.Clock, out var hold):
                (hold.IsInside, hold.Token, hold.Since) = (true, m.Token, _metrics.Now);
                hold.Waiting?.TrySetResult(HoldEnding.Inside);
                break;
            case Left: break; // the usual one; nobody waits for it
            case Behind m when _holds.TryGetValue(m.Request.Clock, out var hold): _givingUp.Add(hold); break;
            case Lost m when _holds.Remove(m.Request.Clock, out var hold):
                _log.Warning("The lock [{0}] was lost: the votes of too few members count.", hold.Name);
                Lose(hold, _hasSlept ? "slept" : "lapsed");
                break;
            case Operated m when _operations.Remove(m.Request.Clock, out var operation): operation.TrySetResult(m.Outcome); break;
            case CopyEnded m when _copies.Remove(m.Name, out var copy): copy.End(); break;
            case Operated m: _settling.Remove(m.Request.Clock); break;
            case Unsettled m when _watches.ContainsKey(m.Watch): _unsettled.Add(m.Name); break;
            case IWatchOutput m when _watches.TryGetValue(m.Watch, out var watch): watch.On(m); break;
            case ForeignVoter m: OnForeign(m); break;
        }
    }

    /// <inheritdoc/>
    void IHost.Set(TimerId timer, TimeSpan after) => _timers.Set(timer, after);

    /// <inheritdoc/>
    void IHost.Cancel(TimerId timer) => _timers.Cancel(timer);

    // Callbacks run on other threads, never under the lock of this host.
    private void Lose(Hold hold, string reason)
    {
        hold.IsLost = true;
        _metrics.Lost(hold, reason);
        _ = hold.Lost?.CancelAsync();
    }

    private void OnDue(MachineTimers.Due due)
    {
        lock (_gate)
        {
            if (!_isEnded && _timers.Take(due))
                Take(Input.Of(due.Id));
        }
    }

    private ValueTask<Outcome> OperateAsync(Func<long, ICommand> command, TimeSpan limit, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return ValueTask.FromCanceled<Outcome>(cancellation);
        var operation = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        long number;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnded, typeof(CoterieNode));
            number = _machine.LastNumber + 1;
            _operations.Add(number, operation);
            Take(Input.Of(command(number)));
        }
        return operation.Task.IsCompleted
            ? new ValueTask<Outcome>(operation.Task)
            : new ValueTask<Outcome>(OutcomeAsync(operation.Task, number, limit, cancellation));
    }

    private async Task<Outcome> OutcomeAsync(
        Task<Outcome> operation, long number, TimeSpan limit, CancellationToken cancellation)
    {
        var giveUp = () => GiveUp(number);
        var outcome = await LimitAsync(operation, limit, giveUp, giveUp, cancellation).ConfigureAwait(false);
        return outcome is Outcome.NotDone && _isEnding ? throw new ObjectDisposedException(nameof(CoterieNode)) : outcome;
    }

    private VariableWatch BeginWatch(string name, bool isPrefix)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnded, typeof(CoterieNode));
            if (_watches.Count == QuorumProtocol.MostWatches)
            {
                throw new InvalidOperationException(
                    $"A node must have at most {QuorumProtocol.MostWatches} watches, and has as many. Watch a prefix.");
            }
            var watch = new VariableWatch(++_lastWatch);
            _watches.Add(watch.Number, watch);
            Take(Input.Of(new BeginWatch(watch.Number, name, isPrefix)));
            return watch;
        }
    }

    private void EndWatch(VariableWatch watch)
    {
        lock (_gate)
        {
            if (_watches.Remove(watch.Number) && !_isEnded)
                Take(Input.Of(new StopWatch(watch.Number)));
        }
    }

    private void EndWatches()
    {
        lock (_gate)
        {
            foreach (var watch in _watches.Values)
                watch.End(new ObjectDisposedException(nameof(CoterieNode)));
            _watches.Clear();
        }
    }

    private void EndCopies()
    {
        lock (_gate)
        {
            foreach (var copy in _copies.Values)
                copy.End();
            _copies.Clear();
        }
    }

    // Nobody waits for these reads: each makes the members agree (rule 21), and then the watch tells the value.
    private void Settle()
    {
        List<string> names = [.. _unsettled];
        _unsettled.Clear();
        foreach (var name in names)
        {
            var number = _machine.LastNumber + 1;
            if (_settling.ContainsValue(name))
                continue;
            _settling.Add(number, name);
            _driver.Take(Input.Of(new Operate(number, name, new Operation.Read())), Now());
        }
    }

    private void GiveUp(long operation)
    {
        lock (_gate)
        {
            if (!_isEnded && _operations.ContainsKey(operation))
                Take(Input.Of(new GiveUp(operation)));
        }
    }

    private async Task<LockHandle?> TraceAsync(
        string name, VoteMode mode, TimeSpan limit, string? purpose, CancellationToken cancellation)
    {
        var span = _metrics.StartWaiting(name, mode);
        try
        {
            var held = await TakeAsync(name, mode, limit, purpose, cancellation).ConfigureAwait(false);
            LockMetrics.End(span, held);
            return held;
        }
        catch (Exception failure)
        {
            LockMetrics.End(span, null, failure);
            throw;
        }
    }

    private ValueTask<LockHandle?> TakeAsync(
        string name, VoteMode mode, TimeSpan limit, string? purpose, CancellationToken cancellation)
    {
        var asked = _metrics.Now;
        Hold hold;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnded, typeof(CoterieNode));
            hold = new Hold(_machine.LastNumber + 1, name, mode);
            _holds.Add(hold.Claim, hold);
            Take(Input.Of(new Acquire(hold.Claim, name, mode, purpose, TriesOnce: limit == TimeSpan.Zero)));
            ObjectDisposedException.ThrowIf(_isEnded, typeof(CoterieNode)); // it has failed
            if (!hold.IsInside && _holds.ContainsKey(hold.Claim))
                hold.Waiting = new TaskCompletionSource<HoldEnding>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        if (hold.Waiting is not null)
        {
            return new ValueTask<LockHandle?>(
                WaitAsync(hold, asked, limit == TimeSpan.Zero ? _group.LongestTry : limit, cancellation));
        }
        // If it is not inside, it tried once, behind another claim of this process.
        _metrics.Ended(hold, asked, hold.IsInside ? HoldEnding.Inside : HoldEnding.NotFree);
        return new ValueTask<LockHandle?>(hold.IsInside ? new LockHandle(this, hold) : null);
    }

    private async Task<LockHandle?> WaitAsync(Hold hold, long asked, TimeSpan limit, CancellationToken cancellation)
    {
        _metrics.Waits(hold);
        var ending = await LimitAsync(
            hold.Waiting!.Task,
            limit,
            () => GiveUp(hold, HoldEnding.TimedOut),
            () => GiveUp(hold, HoldEnding.Cancelled),
            cancellation).ConfigureAwait(false);
        _metrics.WaitsNoLonger(hold);
        _metrics.Ended(hold, asked, ending);
        switch (ending)
        {
            case HoldEnding.Inside: return new LockHandle(this, hold);
            case HoldEnding.Cancelled: throw new OperationCanceledException(cancellation);
            case HoldEnding.Disposed: throw new ObjectDisposedException(nameof(CoterieNode));
            default: return null;
        }
    }

    // Whoever is late or cancels gives up, and then the task ends.
    private async Task<T> LimitAsync<T>(
        Task<T> task, TimeSpan limit, Action onLate, Action onCancelled, CancellationToken cancellation)
    {
        var timer = limit == Timeout.InfiniteTimeSpan
            ? null
            : _group.Clock.CreateTimer(_ => onLate(), null, limit, Timeout.InfiniteTimeSpan);
        var registration = cancellation.UnsafeRegister(_ => onCancelled(), null);
        try
        {
            return await task.ConfigureAwait(false);
        }
        finally
        {
            // Not on the context of the caller, who may block it.
            await registration.DisposeAsync().ConfigureAwait(false);
            if (timer is not null)
                await timer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void GiveUp(Hold hold, HoldEnding ending)
    {
        lock (_gate)
        {
            if (_isEnded || hold.IsInside || !_holds.Remove(hold.Claim))
                return;
            Take(Input.Of(new GiveUp(hold.Claim)));
        }
        hold.Waiting?.TrySetResult(ending);
    }

    private void OnForeign(ForeignVoter output)
    {
        var text = _group.ForeignText(output.Voter, output.GroupText);
        _foreign[output.Voter.Value - 1] = text;
        _log.Error("{0}", text);
    }

    // The machine looks at the clock at each input; this one asks for nothing.
    private void Look() => Take(Input.Of(new GiveUp(0)));

    private TimeSpan Now()
    {
        var now = _clock.Read();
        if (_clock.Sleeps != _sleeps)
        {
            (_sleeps, _hasSlept) = (_clock.Sleeps, true);
            _log.Warning(
                "The wall clock ran ahead of the monotonic clock: this machine may have slept. All locks count as lost.");
        }
        return now;
    }

    private void Take(in Input input)
    {
        try
        {
            Step(input);
        }
        catch (Exception broken)
        {
            Fail(broken);
        }
    }

    // It must not go on, and nobody may trust what it holds.
    private void Fail(Exception broken)
    {
        _log.Error("The lock client has broken a rule of its protocol; all locks count as lost: {0}", broken.Message);
        _isEnded = true;
        _timers.Clear();
        foreach (var hold in _holds.Values)
        {
            hold.Waiting?.TrySetResult(HoldEnding.Disposed);
            if (hold.IsInside)
                Lose(hold, "failed");
        }
        _holds.Clear();
        foreach (var operation in _operations.Values)
            operation.TrySetResult(new Outcome.Unknown());
        _operations.Clear();
        EndWatches();
        EndCopies();
    }

    private void Step(in Input input)
    {
        _driver.Take(input, Now());
        _hasSlept = false;
        if (_unsettled.Count > 0)
            Settle();
        while (_givingUp.Count > 0)
        {
            var hold = _givingUp[^1];
            _givingUp.RemoveAt(_givingUp.Count - 1);
            if (hold.IsInside || !_holds.Remove(hold.Claim))
                continue;
            _driver.Take(Input.Of(new GiveUp(hold.Claim)), Now());
            hold.Waiting?.TrySetResult(HoldEnding.NotFree);
        }
    }
}
