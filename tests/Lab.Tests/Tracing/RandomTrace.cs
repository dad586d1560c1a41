using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Tracing;

/// <summary>
/// The trace of a run of random steps, the same for the same seed: requests, exits, withdrawals and deliveries in any order and,
/// with faults, everything that the simulated world does to a run.
/// </summary>
internal sealed class RandomTrace
{
    private const int MostSteps = 100_000;
    private readonly Random _random;
    private readonly MutexRules[] _rules;
    private readonly int[] _left;
    private readonly bool _faults;
    private readonly List<(ProcessId To, IWireMessage Message)> _onTheWay = [];
    private readonly List<TraceEvent> _events = [];
    private readonly Outbox _outbox = new();
    private readonly IRunListener _recorder;
    private readonly ProcessSet _paused;
    private readonly ProcessSet _crashed;
    private TimeSpan _now;

    private RandomTrace(int seed, int processes, int requestsEach, bool faults, Protocol protocol)
    {
        (_random, _faults) = (new Random(seed), faults);
        _rules = [.. Enumerable.Range(1, processes).Select(id => Rules(protocol, id, processes))];
        _left = [.. Enumerable.Repeat(requestsEach, processes)];
        _recorder = new TraceRecorder(processes, protocol, _events.Add);
        (_paused, _crashed) = (new ProcessSet(processes), new ProcessSet(processes));
    }

    /// <summary>Plays until all requests are granted or withdrawn and nothing is on its way.</summary>
    public static Trace Play(int seed, int processes, int requestsEach, bool faults, Protocol? protocol = null)
    {
        protocol ??= MutexAlgorithms.RicartAgrawala.InLab();
        var run = new RandomTrace(seed, processes, requestsEach, faults, protocol);
        for (var step = 0; step < MostSteps && run.Goes(); step++)
            run.TakeStep();
        return new Trace(
            new TraceHeader(protocol.Name, processes, seed, IsVirtual: true, DateTimeOffset.UnixEpoch)
            {
                Bug = protocol.Bug,
                HasEnd = true,
            },
            run._events);
    }

    private static MutexRules Rules(Protocol protocol, int id, int processes) =>
        (MutexRules)protocol.Create(new MachineSetup(new ProcessId(id), processes, TimeSpan.FromSeconds(1)));

    private bool Goes() =>
        _onTheWay.Count > 0 || _paused.Count > 0 || _crashed.Count > 0 || _left.Any(left => left > 0)
            || _rules.Any(rules => rules.Phase != Phase.Released);

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
            Take(process, Input.Of(MutexProtocol.Exit.Instance));
        else if (rules.Phase == Phase.Released && _left[process.Value - 1]-- > 0)
            Take(process, Input.Of(MutexProtocol.Enter.Instance));
        else if (rules.Phase == Phase.Wanted && _random.Next(30) == 0)
            Take(process, Input.Of(MutexProtocol.Withdraw.Instance));
        else if (_faults && _random.Next(20) == 0)
            Take(process, Input.Of(TimerId.Resend));
    }

    private void Disturb(ProcessId process)
    {
        switch (_random.Next(3))
        {
            case 0 when _crashed.Remove(process): _recorder.On(_now, new Fault.Restart(process, Recollection.Everything)); break;
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
            Take(to, Input.Of(message.From, message));
    }

    private void Take(ProcessId process, in Input input)
    {
        _outbox.Clear();
        _rules[process.Value - 1].On(input, TimeSpan.Zero, _outbox);
        _recorder.On(_now, new Step(process, input, _outbox.Items));
        foreach (ref readonly var effect in _outbox.Items)
        {
            if (effect.Message is { } message)
                _onTheWay.Add((effect.To, (IWireMessage)message));
        }
    }
}
