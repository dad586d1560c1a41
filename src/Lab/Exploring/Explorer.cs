using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Exploring;

/// <summary>
/// Visits every state that the processes and the network between them can be in, breadth first, so that the way to a violation is
/// as short as possible.
/// </summary>
public sealed class Explorer
{
    private readonly ExplorationSettings _settings;
    private readonly StateSpace _space;
    private readonly StateStore _store;
    private readonly StateGraph _graph = new();
    private readonly StateJudge _judge;
    private Broken? _broken;
    private long _transitions;
    private int _depth;
    private int _level;

    /// <summary>An exploration by <paramref name="settings"/>; it can run once.</summary>
    public Explorer(ExplorationSettings settings)
    {
        _settings = settings;
        _judge = new StateJudge(settings.Protocol);
        _space = new StateSpace(settings, _judge);
        _store = new StateStore(settings.MostStates);
    }

    /// <summary>Distinct states so far; may be read while it goes on.</summary>
    public int States => _store.Count;

    /// <summary>Transitions so far; may be read while it goes on.</summary>
    public long Transitions => Volatile.Read(ref _transitions);

    /// <summary>The depth reached so far; may be read while it goes on.</summary>
    public int Depth => Volatile.Read(ref _depth);

    /// <summary>Visits the states until there are no more, or a property is broken.</summary>
    /// <param name="stop">Ends the exploration early, with what was found up to then.</param>
    public Exploration Run(CancellationToken stop = default)
    {
        try
        {
            return End(Search(stop));
        }
        catch (OutOfMemoryException)
        {
            return End(ExplorationEnding.OutOfMemory);
        }
    }

    private ExplorationEnding Search(CancellationToken stop)
    {
        _store.TryAdd(_space.ToBytes(_space.State), -1, out _);
        _broken = StateJudge.Beginning(_space.State);
        var endOfLevel = 1;
        for (var number = 0; number < _store.Count && !_judge.IsFinal(_broken); number++)
        {
            if (stop.IsCancellationRequested)
                return ExplorationEnding.Stopped;
            if (number == endOfLevel)
            {
                endOfLevel = _store.Count;
                _level++;
            }
            if (!GoOnFrom(number))
                return ExplorationEnding.TooManyStates;
        }
        if (_broken is null && _graph.FirstWithoutWayOut() is { } lost)
        {
            _space.State.Read(_store[lost]);
            _broken = _judge.WithoutWayOut(_space.State, lost);
        }
        return ExplorationEnding.Complete;
    }

    private bool GoOnFrom(int number)
    {
        _space.State.Read(_store[number]);
        var leadsOn = false;
        foreach (var move in _space.Moves())
        {
            var known = _store.Count;
            if (!_store.TryAdd(_space.After(move), number, out var target))
                return false;
            if (target == number && move.Outcome?.Refusal is null)
                continue;
            if (move.IsRegular)
            {
                _graph.AddEdge(target);
                leadsOn = true;
            }
            Volatile.Write(ref _transitions, _transitions + 1);
            if (target == known)
                Volatile.Write(ref _depth, _level + 1);
            if (_space.Breach is { } breach && Take(new Broken(breach.Property, breach.Text, number, move)))
                return true;
        }
        _graph.EndState(_space.State.IsDone);
        if (!leadsOn)
            Take(_judge.End(_space.State, number));
        return true;
    }

    // True if the search is over. Of two violations of the same gravity, the first is kept: fewer steps lead to it.
    private bool Take(Broken? broken)
    {
        if (broken is not null && (_broken is null || broken.Property.Gravity < _broken.Property.Gravity))
            _broken = broken;
        return _judge.IsFinal(broken);
    }

    private Exploration End(ExplorationEnding ending)
    {
        Finding? finding = null;
        if (_broken is not null)
        {
            var steps = Path(_broken);
            finding = new Finding(_broken.Property, _broken.Text, [.. steps]) { Continued = Continue(steps, _broken) };
        }
        return new Exploration(
            _settings, _store.Count, _transitions, _depth, finding is null ? ending : ExplorationEnding.Found, finding);
    }

    // The states of the path keep their numbers of processes, whatever numbers the stored states have.
    private List<Happening> Path(Broken broken)
    {
        var numbers = new Stack<int>();
        for (var number = broken.State; number >= 0; number = _store.Parent(number))
            numbers.Push(number);
        var steps = new List<Happening>(_space.Beginning);
        _space.State.Read(_store[numbers.Pop()]);
        while (numbers.TryPop(out var target))
        {
            var move = MoveTo(target);
            steps.AddRange(Tell(move, steps.Count));
            _space.Take(move);
        }
        if (broken.Move is not null)
            steps.AddRange(Tell(MoveThatBreaks(broken), steps.Count));
        return steps;
    }

    // Follows the last step, and then the exits of those who are inside, the smallest number first.
    private List<Happening> Continue(List<Happening> steps, Broken broken)
    {
        var next = broken.Move is { Outcome.Refusal: null } ? MoveThatBreaks(broken) : default(Move?);
        while (next is { } move)
        {
            _space.Take(move);
            next = Exit();
            if (next is { } exit)
                steps.AddRange(Tell(exit, steps.Count));
        }
        return steps;
    }

    private Move? Exit()
    {
        foreach (var move in _space.Moves())
        {
            var isInside = _space.State.Locals[move.Process.Value - 1].View.Standing == Standing.Inside;
            if (isInside && move is { Position: < 0, IsRegular: true, Outcome: { } outcome }
                && outcome.Outputs.Any(output => output.Deed == Deed.Left))
            {
                return move;
            }
        }
        return null;
    }

    private IEnumerable<Happening> Tell(in Move move, int steps) => _space.Tell(move, TimeSpan.FromMilliseconds(steps + 1));

    private Move MoveTo(int target)
    {
        foreach (var move in _space.Moves())
        {
            if (_space.After(move).SequenceEqual(_store[target]))
                return move;
        }
        throw new InvalidOperationException($"State {target} must be reached from its parent {_store.Parent(target)}.");
    }

    private Move MoveThatBreaks(Broken broken)
    {
        foreach (var move in _space.Moves())
        {
            _space.After(move);
            if (_space.Breach?.Property == broken.Property)
                return move;
        }
        throw new InvalidOperationException($"A step from state {broken.State} must break {broken.Property}.");
    }
}
