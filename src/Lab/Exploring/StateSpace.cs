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
    /// <summary>
    /// Whether it is a regular step: not a withdrawal, a crash, a last resort, or a loss or duplicate of the network.
    /// </summary>
    public bool IsRegular => Outcome is not null && !Stays && !IsLastResort
        && (Position >= 0 || Input is not (LocalInput.Withdrawal or LocalInput.Crash));
}

/// <summary>Which steps can be taken in a state, and which state each leads to. <c>docs/explorer.md</c> describes them.</summary>
internal sealed class StateSpace
{
    private readonly ExplorationSettings _settings;
    private readonly Letters _letters;
    private readonly ProcessExplorer[] _processes;
    private readonly List<Move> _moves = [];
    private readonly WholeState _next;
    private readonly bool _resends;
    private readonly bool _inOrder;

    public StateSpace(ExplorationSettings settings)
    {
        _settings = settings;
        _resends = settings.Resends;
        _inOrder = settings.Protocol.Needs.InOrder;
        _letters = new Letters(settings.Processes);
        _processes =
            [.. Enumerable.Range(1, settings.Processes).Select(id => new ProcessExplorer(new ProcessId(id), settings, _letters))];
        var pairs = new TimerPairs();
        State = new WholeState(_processes, _letters, pairs, settings);
        State.Start();
        _next = new WholeState(_processes, _letters, pairs, settings);
    }

    /// <summary>The state at hand; at first, the first state.</summary>
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
        return _moves;
    }

    /// <summary>The state to which <paramref name="move"/> leads, as bytes; valid until the next call.</summary>
    public ReadOnlySpan<byte> After(in Move move)
    {
        _next.Become(State);
        if (move.Position >= 0 && !move.Stays)
            _next.TakeAway(move.Position);
        if (move.Outcome is { } outcome)
            _next.Apply(move.Process, outcome);
        if (move.Position < 0 && move.Input == LocalInput.Crash)
            _next.Crashed(move.Process);
        return _next.ToBytes();
    }

    /// <summary>The step as the lines of a story: one line, and one more for each kept message that it let in.</summary>
    public IEnumerable<Happening> Tell(Move move, TimeSpan at)
    {
        var letter = move.Position < 0 ? null : _letters[State.OnTheWay[move.Position]];
        if (move.Outcome is null)
            return [new Happening(at, new Fault.Drop(letter!.From, letter.To, letter.Message!, LossOf(move)), null)];
        if (letter is null && move.Input == LocalInput.Crash)
            return [new Happening(at, new Fault.Crash(move.Process), null)];
        var steps = _processes[move.Process.Value - 1].Steps(Local(move.Process), move.Input, move.Timer, letter);
        var fault = move.Stays ? new Fault.Duplicate(letter!.From, letter.To, letter.Message!)
            : letter is null && move.Input == LocalInput.Restart ? new Fault.Restart(move.Process, _settings.Recollection)
            : (Fault?)null;
        return steps.Select((step, index) => new Happening(at, index == 0 ? fault : null, step with { At = at }));
    }

    private LocalState Local(ProcessId process) => State.Locals[process.Value - 1];

    private string LossOf(in Move move) => Local(move.Process).View.IsDown ? "crash" : "loss";

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
            if (MayFire(process.Process, local.View.Timers[timer]) && State.MayFire(process.Process, local.View.Timers[timer]))
                Add(LocalInput.FirstTimer, timer, IsLastResort(local.View.Timers[timer]));
        }
        if (State.Crashes < _settings.Crashes)
            Add(LocalInput.Crash);

        void Add(LocalInput input, int timer = 0, bool isLastResort = false) =>
            _moves.Add(new Move(process.Process, input, timer, -1, false, process.On(local, input, timer), isLastResort));
    }

    // If messages may be lost or doubled, processes may depend on these timers.
    private bool IsLastResort(TimerId timer) => !_settings.Loss && !_settings.Duplicate && _settings.Protocol.IsLastResort(timer);

    private bool MayFire(ProcessId process, TimerId timer) =>
        timer == TimerId.Resend ? _resends : _settings.Protocol.MayFire(State.Views(), process, timer);

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
        if ((_settings.Loss && letter.Message is not null) || (isNext && isDown))
            _moves.Add(new Move(letter.To, default, 0, position, false, null));
    }
}
