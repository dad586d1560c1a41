using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Exploring;

/// <summary>A step that can be taken in a state.</summary>
/// <param name="Process">The process that takes the step; if a letter is lost, its receiver.</param>
/// <param name="Input">The input, if it is not a letter.</param>
/// <param name="Timer">The place of the timer that fires, among those that are set; otherwise 0.</param>
/// <param name="Position">The position of the letter among those on the way; -1 for none.</param>
/// <param name="Stays">Whether the letter stays on the way, to arrive again.</param>
/// <param name="Outcome">The outcome; null if a letter is lost.</param>
/// <param name="IsLastResort">Whether the step is a timer that makes up for a process that is gone or slow.</param>
internal readonly record struct Move(
    ProcessId Process, LocalInput Input, int Timer, int Position, bool Stays, Outcome? Outcome, bool IsLastResort = false)
{
    /// <summary>The processes that the beat does not reach at once: one bit each, process 1 the lowest.</summary>
    public int Missing { get; init; }

    /// <summary>
    /// Whether it is a regular step: not a withdrawal, a crash, a last resort, or a loss or duplicate of the network.
    /// </summary>
    public bool IsRegular => Outcome is not null && !Stays && !IsLastResort
        && Missing == 0 && (Position >= 0 || Input is not (LocalInput.Withdrawal or LocalInput.Crash));
}

/// <summary>Which steps can be taken in a state, and which state each leads to. <c>docs/explorer.md</c> describes them.</summary>
internal sealed class StateSpace : IStateListener
{
    private const int MostAlike = 4; // there are 24 renamings of them

    private readonly ExplorationSettings _settings;
    private readonly StateJudge _judge;
    private readonly List<Happening> _told = [];
    private Fault? _fault; // of the step that is told next
    private TimeSpan? _tellsAt; // when the steps happen that are told; null while none are
    private readonly Letters _letters;
    private readonly ProcessExplorer[] _processes;
    private readonly List<Move> _moves = [];
    private readonly WholeState _next;
    private readonly bool _resends;
    private readonly bool _inOrder;
    private readonly Rhythm? _rhythm;
    private readonly IReadOnlyList<Renaming> _renamings = [];
    private readonly WholeState[]? _renamed; // two to work with

    /// <summary>The states of an exploration by <paramref name="settings"/>, whose steps a judge looks at.</summary>
    public StateSpace(ExplorationSettings settings, StateJudge judge)
    {
        _judge = judge;
        _settings = settings;
        _resends = settings.Resends;
        _rhythm = settings.Protocol.Rhythm;
        _inOrder = settings.IsInOrder;
        _letters = new Letters(settings.Processes);
        _processes =
            [.. Enumerable.Range(1, settings.Processes).Select(id => new ProcessExplorer(new ProcessId(id), settings, _letters))];
        var pairs = new TimerPairs();
        State = new WholeState(_processes, _letters, pairs, settings);
        (State.Listener, _tellsAt) = (this, TimeSpan.Zero);
        State.Start();
        (State.Listener, _tellsAt) = (null, null);
        Beginning = [.. _told];
        _next = new WholeState(_processes, _letters, pairs, settings) { Listener = this };
        if (settings.Protocol is { ServersAreAlike: true, Servers: > 1 and <= MostAlike and var alike })
        {
            _renamings = Renaming.All(alike);
            _renamed =
            [
                new WholeState(_processes, _letters, pairs, settings), new WholeState(_processes, _letters, pairs, settings),
            ];
        }
    }

    /// <summary>What happens at once when all processes have started.</summary>
    public IReadOnlyList<Happening> Beginning { get; }

    /// <summary>What the last step that was tried breaks; null for nothing.</summary>
    public Breach? Breach { get; private set; }

    /// <summary>The current state; at first, the first state.</summary>
    public WholeState State { get; }

    /// <summary>
    /// The steps that can be taken, in a fixed order. A step that changes nothing does not count as one. The next call reuses the
    /// list.
    /// </summary>
    public List<Move> Moves()
    {
        _moves.Clear();
        foreach (var process in _processes)
            AddMoves(process, Local(process.Process));
        for (var position = 0; position < State.OnTheWay.Length; position++)
            AddMoves(position);
        if (_rhythm is not null && _settings.Loss)
            AddLosses();
        return _moves;
    }

    /// <summary>Takes a step.</summary>
    public void Take(in Move move)
    {
        Lead(move);
        State.Become(_next);
    }

    /// <summary>The state to which <paramref name="move"/> leads, as bytes; valid until the next call.</summary>
    public ReadOnlySpan<byte> After(in Move move)
    {
        Lead(move);
        return ToBytes(_next);
    }

    /// <summary>
    /// A state as bytes; valid until the next call. Of all states that differ only in the numbers of processes that are alike,
    /// the bytes are those of the one whose bytes come first.
    /// </summary>
    public ReadOnlySpan<byte> ToBytes(WholeState state)
    {
        var first = state.ToBytes();
        if (_renamed is not null)
        {
            for (var i = 1; i < _renamings.Count; i++)
            {
                _renamed[0].Become(state, _renamings[i], i);
                var bytes = _renamed[0].ToBytes();
                if (bytes.SequenceCompareTo(first) >= 0)
                    continue;
                first = bytes;
                (_renamed[0], _renamed[1]) = (_renamed[1], _renamed[0]); // the bytes stay valid
            }
        }
        return first;
    }

    private void Lead(in Move move)
    {
        Breach = null;
        _next.Become(State);
        if (move.Position >= 0 && !move.Stays)
            _next.TakeAway(move.Position);
        if (move.Outcome is { } outcome)
        {
            var letter = move.Position < 0 ? -1 : State.OnTheWay[move.Position];
            _next.Take(new Played(move.Process, move.Input, move.Timer, letter, outcome), move.Missing);
        }
        if (move.Position < 0 && move.Input == LocalInput.Crash)
            _next.Crashed(move.Process);
    }

    /// <summary>
    /// The step as the lines of a story: one line, one more for each kept message that it let in, and those for what follows at
    /// once.
    /// </summary>
    public IReadOnlyList<Happening> Tell(in Move move, TimeSpan at)
    {
        _told.Clear();
        var letter = move.Position < 0 ? null : _letters[State.OnTheWay[move.Position]];
        if (move.Outcome is null)
            return [Loss(letter!, at)];
        if (letter is null && move.Input == LocalInput.Crash)
            return [new Happening(at, new Fault.Crash(move.Process), null)];
        _fault = move.Stays ? new Fault.Duplicate(letter!.From, letter.To, letter.Message!)
            : letter is null && move.Input == LocalInput.Restart ? new Fault.Restart(move.Process, _settings.Recollection)
            : null;
        _tellsAt = at;
        Lead(move);
        _tellsAt = null;
        return [.. _told];
    }

    /// <inheritdoc/>
    void IStateListener.Plays(WholeState state, in Played played)
    {
        if (_tellsAt is { } at)
            Tell(state, played, at);
        else
            Breach ??= _judge.Step(state, played);
    }

    /// <inheritdoc/>
    void IStateListener.Misses(Letter letter)
    {
        if (_tellsAt is { } at)
            _told.Add(Loss(letter, at));
    }

    private void Tell(WholeState state, in Played played, TimeSpan at)
    {
        var letter = played.Letter < 0 ? null : _letters[played.Letter];
        var local = state.Locals[played.Process.Value - 1];
        foreach (var step in _processes[played.Process.Value - 1].Steps(local, played.Input, played.Timer, letter))
        {
            _told.Add(new Happening(at, _fault, step with { At = at }));
            _fault = null;
        }
    }

    private LocalState Local(ProcessId process) => State.Locals[process.Value - 1];

    private Happening Loss(Letter letter, TimeSpan at)
    {
        var reason = Local(letter.To).View.IsDown ? "crash" : "loss";
        return new Happening(at, new Fault.Drop(letter.From, letter.To, letter.Message!, reason), null);
    }

    private void AddMoves(ProcessExplorer process, LocalState local)
    {
        if (local.IsDown)
        {
            Add(LocalInput.Restart);
            return;
        }
        if (local.Next is not null)
            Add(LocalInput.Command);
        if (_settings.Withdraw && local.Withdrawal is not null)
            Add(LocalInput.Withdrawal);
        for (var timer = 0; timer < local.Timers; timer++)
        {
            if (_rhythm?.SendsBeat(local.View.Timers[timer]) == true)
                AddBeats(process, local, timer);
            else if (MayFire(process, local, timer) && State.MayFire(process.Process, local.View.Timers[timer]))
                Add(LocalInput.FirstTimer, timer, IsLastResort(local.View.Timers[timer]));
        }
        if (State.Crashes < _settings.Crashes)
            Add(LocalInput.Crash);

        void Add(LocalInput input, int timer = 0, bool isLastResort = false) =>
            _moves.Add(new Move(process.Process, input, timer, -1, false, process.On(local, input, timer), isLastResort));
    }

    private void AddBeats(ProcessExplorer process, LocalState local, int timer)
    {
        var outcome = process.On(local, LocalInput.FirstTimer, timer);
        if (State.MustBeat(process.Process))
            _moves.Add(new Move(process.Process, LocalInput.FirstTimer, timer, -1, false, outcome));
        if (State.Misses >= _rhythm!.Misses)
            return;
        for (var missing = 1; missing < 1 << _rhythm.Receivers; missing++)
            _moves.Add(new Move(process.Process, LocalInput.FirstTimer, timer, -1, false, outcome) { Missing = missing });
    }

    // The same steps once more, with some of the answers lost that otherwise arrive at once.
    private void AddLosses()
    {
        for (var i = _moves.Count - 1; i >= 0; i--)
        {
            var move = _moves[i];
            if (move.Missing != 0 || move.Outcome is not { } outcome)
                continue;
            var receivers = 0;
            foreach (var number in outcome.Sent)
            {
                var letter = _letters[number];
                if (letter.Message is { } message && _rhythm!.ArrivesAtOnce(message) && !_rhythm.IsBeat(message)
                    && _rhythm.MayBeLost(message))
                {
                    receivers |= 1 << (letter.To.Value - 1);
                }
            }
            for (var missing = receivers; missing > 0; missing = (missing - 1) & receivers)
                _moves.Add(move with { Missing = missing });
        }
    }

    // If messages may be lost or doubled, processes may depend on these timers.
    private bool IsLastResort(TimerId timer) => !_settings.Loss && !_settings.Duplicate && _settings.Protocol.IsLastResort(timer);

    private bool MayFire(ProcessExplorer process, LocalState local, int timer) => local.View.Timers[timer] == TimerId.Resend
        ? _resends && (_rhythm is null || MaySendAgain(process, local, timer))
        : (_settings.Protocol.MostDelay is null || State.OnTheWay.Length == 0)
            && _settings.Protocol.MayFire(State.Views(), process.Process, local.View.Timers[timer]);

    // With beats, only what is lost is sent again, and only if there is something.
    private bool MaySendAgain(ProcessExplorer process, LocalState local, int timer) =>
        State.OnTheWay.Length == 0 && process.On(local, LocalInput.FirstTimer, timer).Sent.Length > 0;

    private void AddMoves(int position)
    {
        var number = State.OnTheWay[position];
        var letter = _letters[number];
        var before = position == 0 ? -1 : State.OnTheWay[position - 1];
        // Of several equal copies, only the first is tried: they lead to the same state.
        if (number == before)
            return;
        var local = Local(letter.To);
        var isDown = local.IsDown;
        var isNext = !_inOrder || before < 0 || _letters[before].Channel != letter.Channel;
        if (isNext && !isDown)
        {
            var outcome = _processes[letter.To.Value - 1].On(local, letter);
            _moves.Add(new Move(letter.To, default, 0, position, false, outcome));
            if (_settings.Duplicate && letter.Message is not null)
                _moves.Add(new Move(letter.To, default, 0, position, true, outcome));
        }
        // A crashed process gets nothing: letters that arrive then are lost.
        if ((_settings.Loss && letter.Message is { } message && _rhythm?.MayBeLost(message) != false) || (isNext && isDown))
            _moves.Add(new Move(letter.To, default, 0, position, false, null));
    }
}
