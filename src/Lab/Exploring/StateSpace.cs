using Coterie.Lab.Checking;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Exploring;

/// <summary>Which steps can be taken in a state, and what state each leads to: the meaning of an exploration, as <c>docs/explorer.md</c> has it.</summary>
internal sealed class StateSpace
{
    private readonly ExplorationSettings _settings;
    private readonly Letters _letters;
    private readonly ProcessExplorer[] _processes;
    private readonly StepKind[] _kinds;
    private readonly List<Move> _moves = [];
    private readonly WholeState _next;

    public StateSpace(ExplorationSettings settings)
    {
        _settings = settings;
        _letters = new Letters(settings.Processes);
        _processes = [.. Enumerable.Range(1, settings.Processes).Select(id => new ProcessExplorer(new ProcessId(id), settings, _letters))];
        State = new WholeState(_processes, _letters, settings);
        _next = new WholeState(_processes, _letters, settings);
        _kinds = [StepKind.Enter, StepKind.Exit, .. settings.Withdraw ? [StepKind.Withdraw] : Array.Empty<StepKind>(), .. settings.Loss ? [StepKind.ResendDue] : Array.Empty<StepKind>()];
    }

    /// <summary>The state at hand; at first that in which nothing has happened.</summary>
    public WholeState State { get; }

    /// <summary>The steps that can be taken, in a fixed order. Some of them may change nothing: then they are none. Used again by the next call.</summary>
    public List<Move> Moves()
    {
        _moves.Clear();
        foreach (var process in _processes)
        {
            var local = Local(process.Process);
            foreach (var kind in _kinds)
            {
                if (ProcessExplorer.Allows(local, kind))
                    _moves.Add(new Move(process.Process, kind, -1, false, process.On(local, kind)));
            }
        }
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
        return _next.ToBytes();
    }

    /// <summary>The step as others are told of it.</summary>
    public Happening Tell(in Move move, TimeSpan at)
    {
        var local = Local(move.Process);
        var letter = move.Position < 0 ? null : _letters[State.OnTheWay[move.Position]];
        if (move.Outcome is not { } outcome)
            return new Happening(at, new Fault.Drop(letter!.Message.From, letter.To, letter.Message, "loss"), null);
        List<Effect> effects = [.. outcome.Sent.Select(sent => new Effect(_letters[sent].To, _letters[sent].Message, null))];
        if (outcome.Entered is { } entered)
            effects.Add(new Effect(move.Process, null, entered));
        return new Happening(
            at,
            move.Stays ? new Fault.Duplicate(letter!.Message.From, letter.To, letter.Message) : null,
            new RecordedStep(at, move.Process, move.Kind, letter?.Message, local.Request ?? outcome.Next.Request, effects));
    }

    private LocalState Local(ProcessId process) => State.Locals[process.Value - 1];

    private void AddMoves(int position)
    {
        var number = State.OnTheWay[position];
        var letter = _letters[number];
        var before = position == 0 ? -1 : State.OnTheWay[position - 1];
        // Which of several equal copies is taken makes no difference.
        if (number == before)
            return;
        var isNext = !_settings.Algorithm.Needs.InOrder || before < 0 || _letters[before].Channel != letter.Channel;
        if (isNext)
        {
            var outcome = _processes[letter.To.Value - 1].On(Local(letter.To), letter);
            _moves.Add(new Move(letter.To, StepKind.Receive, position, false, outcome));
            if (_settings.Duplicate)
                _moves.Add(new Move(letter.To, StepKind.Receive, position, true, outcome));
        }
        if (_settings.Loss)
            _moves.Add(new Move(letter.To, StepKind.Receive, position, false, null));
    }
}

/// <summary>A step that can be taken in a state.</summary>
/// <param name="Process">Whose step; of a letter that is lost, who does not get it.</param>
/// <param name="Kind">What comes in.</param>
/// <param name="Position">Where the letter stands among those on the way; -1 for none.</param>
/// <param name="Stays">Whether the letter stays on the way, to arrive again.</param>
/// <param name="Outcome">What comes of it; null for a letter that is lost.</param>
internal readonly record struct Move(ProcessId Process, StepKind Kind, int Position, bool Stays, Outcome? Outcome)
{
    /// <summary>Whether it happens by itself: nobody gives up, and the network loses and doubles nothing.</summary>
    public bool IsRegular => Outcome is not null && !Stays && Kind != StepKind.Withdraw;
}
