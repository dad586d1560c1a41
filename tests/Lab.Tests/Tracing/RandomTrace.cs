using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Tracing;

/// <summary>
/// The trace of a run of random steps, the same for the same seed: requests, exits, withdrawals and deliveries in any order and, with faults, everything that the
/// simulated world does to a run.
/// </summary>
internal sealed class RandomTrace
{
    private const int MostSteps = 100_000;
    private readonly Random _random;
    private readonly IMutexRules[] _rules;
    private readonly int[] _left;
    private readonly bool _faults;
    private readonly List<(ProcessId To, IWireMessage Message)> _onTheWay = [];
    private readonly List<TraceEvent> _events = [];
    private readonly Effects _effects = new();
    private readonly IRunListener _recorder;
    private readonly ProcessSet _paused;
    private readonly ProcessSet _crashed;
    private TimeSpan _now;

    private RandomTrace(int seed, int processes, int requestsEach, bool faults, MutexAlgorithm algorithm)
    {
        (_random, _faults) = (new Random(seed), faults);
        _rules = [.. Enumerable.Range(1, processes).Select(id => algorithm.Create(new ProcessId(id), processes))];
        _left = [.. Enumerable.Repeat(requestsEach, processes)];
        _recorder = new TraceRecorder(processes, MutexAlgorithms.RicartAgrawala.Promises, _events.Add);
        (_paused, _crashed) = (new ProcessSet(processes), new ProcessSet(processes));
    }

    /// <summary>Plays until all requests are granted or withdrawn and nothing is on its way.</summary>
    public static Trace Play(int seed, int processes, int requestsEach, bool faults, MutexAlgorithm? algorithm = null)
    {
        algorithm ??= MutexAlgorithms.RicartAgrawala;
        var run = new RandomTrace(seed, processes, requestsEach, faults, algorithm);
        for (var step = 0; step < MostSteps && run.Goes(); step++)
            run.TakeStep();
        return new Trace(
            new TraceHeader(algorithm.Name, processes, seed, IsVirtual: true, DateTimeOffset.UnixEpoch) { Bug = algorithm.Bug, HasEnd = true },
            run._events);
    }

    private bool Goes() =>
        _onTheWay.Count > 0 || _paused.Count > 0 || _crashed.Count > 0 || _left.Any(left => left > 0) || _rules.Any(rules => rules.Phase != Phase.Released);

    private void TakeStep()
    {
        _now += TimeSpan.FromTicks(_random.Next(1, 20_000));
        var process = new ProcessId(_random.Next(_rules.Length) + 1);
        var rules = _rules[process.Value - 1];
        if (_faults && _random.Next(50) == 0)
            Disturb(process);
        else if (_paused.Contains(process) || _crashed.Contains(process))
            return;
        else if (_onTheWay.Count > 0 && _random.Next(3) > 0)
            EndOne(_random.Next(_onTheWay.Count));
        else if (rules.Phase == Phase.Held)
            Step(process, StepKind.Exit, null, () => rules.Exit(_effects));
        else if (rules.Phase == Phase.Released && _left[process.Value - 1]-- > 0)
            Step(process, StepKind.Enter, null, () => rules.Enter(_effects));
        else if (rules.Phase == Phase.Wanted && _random.Next(30) == 0)
            Step(process, StepKind.Withdraw, null, () => rules.Withdraw(_effects));
        else if (_faults && _random.Next(20) == 0)
            Step(process, StepKind.ResendDue, null, () => rules.ResendDue(_effects));
    }

    private void Disturb(ProcessId process)
    {
        switch (_random.Next(3))
        {
            case 0 when _crashed.Remove(process): _recorder.On(_now, new Fault.Restart(process)); break;
            case 0 when !_paused.Contains(process) && _crashed.Add(process): _recorder.On(_now, new Fault.Crash(process)); break;
            case 1 when _paused.Remove(process): _recorder.On(_now, new Fault.Resume(process)); break;
            case 1 when !_crashed.Contains(process) && _paused.Add(process): _recorder.On(_now, new Fault.Pause(process)); break;
            case 2 when _random.Next(2) == 0: _recorder.On(_now, new Fault.Partition([[process], [.. Others(process)]])); break;
            case 2: _recorder.On(_now, new Fault.Heal()); break;
        }
    }

    private IEnumerable<ProcessId> Others(ProcessId process) =>
        Enumerable.Range(1, _rules.Length).Where(id => id != process.Value).Select(id => new ProcessId(id));

    private void EndOne(int index)
    {
        var (to, message) = _onTheWay[index];
        if (_paused.Contains(to))
            return;
        if (_faults && !_crashed.Contains(message.From) && !_paused.Contains(message.From) && _random.Next(10) == 0)
        {
            _onTheWay.Add((to, message));
            _recorder.On(_now, new Fault.Duplicate(message.From, to, message));
            return;
        }
        _onTheWay.RemoveAt(index);
        if (_crashed.Contains(to) || (_faults && _random.Next(10) == 0))
            _recorder.On(_now, new Fault.Drop(message.From, to, message, _crashed.Contains(to) ? "crash" : "loss"));
        else
            Step(to, StepKind.Receive, message, () => _rules[to.Value - 1].Receive(message, _effects));
    }

    private void Step(ProcessId process, StepKind kind, IWireMessage? message, Action input)
    {
        var rules = _rules[process.Value - 1];
        var request = rules.Request;
        _effects.Clear();
        input();
        _recorder.On(_now, new Step(process, kind, message, request ?? rules.Request, _effects.Items));
        foreach (ref readonly var effect in _effects.Items)
        {
            if (effect.Message is not null)
                _onTheWay.Add((effect.To, effect.Message));
        }
    }
}
