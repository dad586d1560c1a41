using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Quorum.QuorumProtocol;
using static Coterie.Protocols.Variables.VariablesProtocol;

namespace Coterie.Tests.Quorum;

/// <summary>
/// Voters, clients that add to three variables, and clients that watch them, on a network that loses, doubles and reorders
/// messages, in virtual time. Voters crash and come back without memory, one at a time; clients crash, and pause for longer than
/// the lease. It asserts of every value that a watch shows that so many voters had it from a client that no majority is without
/// it, that stamps rise, that no value is lost, and that a complete list has what was sure before.
/// </summary>
internal sealed class WatchRun
{
    private const int Writers = 2;
    private const int Watchers = 2;
    private static readonly string[] Names = ["a", "ab", "b"];

    private readonly Random _random;
    private readonly QuorumTerms _terms;
    private readonly List<Process> _processes = [];
    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private readonly Dictionary<(string Name, ValueStamp Stamp), HashSet<int>> _holders = []; // who took it from a client
    private readonly Dictionary<string, SortedDictionary<ValueStamp, StampedValue>> _shown = []; // and what was read and stored
    private readonly Dictionary<OperationId, string> _operations = []; // of which name each is
    private readonly double _loss;
    private readonly Func<ProcessId, QuorumTerms, long, bool, Voter> _voter;
    private readonly Func<ProcessId, QuorumTerms, SessionId, QuorumClient> _client;
    private long _now;
    private long _order;
    private bool _isClosing;

    public WatchRun(
        int seed,
        int voters = 3,
        double loss = 0.05,
        Func<ProcessId, QuorumTerms, long, bool, Voter>? voter = null,
        Func<ProcessId, QuorumTerms, SessionId, QuorumClient>? client = null)
    {
        _random = new Random(seed);
        _loss = loss;
        _voter = voter ?? ((self, terms, life, isNew) => new Voter(self, terms, life, isNew));
        _client = client ?? ((self, terms, session) => new QuorumClient(self, terms, session));
        _terms = new QuorumTerms(voters)
        {
            Lease = TimeSpan.FromMilliseconds(100),
            ResendInterval = TimeSpan.FromMilliseconds(15),
            MostEntries = 1 + _random.Next(3),
        };
        for (var id = 1; id <= voters + Writers + Watchers; id++)
            _processes.Add(new Process(this, new ProcessId(id)));
        foreach (var process in _processes)
            process.Make(isFirst: true);
    }

    /// <summary>How many values the watches have shown.</summary>
    public int Shown { get; private set; }

    /// <summary>How many times a watch was interrupted.</summary>
    public int Interruptions { get; private set; }

    /// <summary>How many times a name was unsettled for some time.</summary>
    public int Unsettlings { get; private set; }

    /// <summary>Runs for a while with faults, then without; at the end every watch must have shown the latest values.</summary>
    public void Run()
    {
        At(20, Crash);
        At(30, Pause);
        At(2_000, () => _isClosing = true);
        while (_now < 5_000 && _events.TryDequeue(out var next, out var at))
        {
            _now = at.At;
            next();
        }
        foreach (var (name, values) in _shown)
            AssertNothingIsLost(name, values);
        foreach (var process in _processes.Where(process => process is { IsWatcher: true, IsDown: false }))
            process.AssertUpToDate();
    }

    private static void AssertNothingIsLost(string name, SortedDictionary<ValueStamp, StampedValue> values)
    {
        IReadOnlyList<OperationId> earlier = [];
        foreach (var (stamp, value) in values)
        {
            List<OperationId> later = [.. VariableContent.Of(value.Value)!.Recent.Select(applied => applied.Id)];
            var isLonger = later.Count == VariableContent.MostRecent
                || (later.Count >= earlier.Count && later[^earlier.Count..].SequenceEqual(earlier));
            Assert.Equal(later.Count, later.Distinct().Count());
            Assert.True(isLonger, $"The value of {name} at {stamp} must go on from the one that was shown before it.");
            earlier = later;
        }
    }

    private void Show(StampedValue value)
    {
        if (VariableContent.Of(value.Value) is not { Recent: [var last, ..] })
            return;
        var name = _operations[last.Id];
        if (!_shown.TryGetValue(name, out var shown))
            _shown.Add(name, shown = []);
        shown[value.Stamp] = value;
    }

    private ValueStamp LatestSure(string name) => _holders
        .Where(taken => taken.Key.Name == name && taken.Value.Count >= _terms.Majority)
        .Select(taken => taken.Key.Stamp).DefaultIfEmpty().Max();

    private void At(long after, Action action) => _events.Enqueue(action, (_now + after, _order++));

    private void Crash()
    {
        if (_isClosing)
            return;
        var isCalm = _terms.Majority < _terms.Voters
            && _processes.Take(_terms.Voters).All(process => process is { IsDown: false, Machine: Voter { IsVoting: true } });
        var victim = _processes[_random.Next(_processes.Count)];
        if (!victim.IsDown && (!victim.IsVoter || isCalm))
        {
            victim.IsDown = true;
            At(1 + _random.Next(150), () => victim.Make(isFirst: false));
        }
        At(50 + _random.Next(250), Crash);
    }

    private void Pause()
    {
        if (_isClosing)
            return;
        var victim = _processes[_random.Next(_processes.Count)];
        if (!victim.IsPaused)
        {
            victim.IsPaused = true;
            At(10 + _random.Next(250), victim.Resume);
        }
        At(50 + _random.Next(300), Pause);
    }

    private void Send(ProcessId from, ProcessId to, IMessage message)
    {
        var copies = _random.NextDouble() < (_isClosing ? 0 : _loss) ? 0 : _random.NextDouble() < _loss ? 2 : 1;
        for (var i = 0; i < copies; i++)
        {
            var target = _processes[to.Value - 1];
            At(_random.Next(12), () => target.Take(Input.Of(from, message)));
        }
    }

    private sealed class Process(WatchRun run, ProcessId id) : IPlainHost, IStepObserver
    {
        private readonly Dictionary<TimerId, long> _timers = [];
        private readonly Queue<Input> _kept = [];
        private readonly Dictionary<long, OwnWatch> _watches = [];
        private Driver _driver = null!;
        private long _life;
        private long _number;
        private long _lastWatch;
        private int _running;

        public IMachine Machine { get; private set; } = null!;

        public bool IsVoter => id.Value <= run._terms.Voters;

        public bool IsWatcher => id.Value > run._terms.Voters + Writers;

        public bool IsDown { get; set; }

        public bool IsPaused { get; set; }

        public void Make(bool isFirst)
        {
            _life++;
            (IsDown, IsPaused) = (false, false);
            _timers.Clear();
            _kept.Clear();
            _watches.Clear();
            (_number, _lastWatch) = (1 - MostAttempts, 0);
            var session = new SessionId((_life * 100) + id.Value);
            Machine = IsVoter
                ? run._voter(id, run._terms, _life, isFirst)
                : new VariablesClient(id, session, run._client(id, run._terms, session));
            _driver = new Driver(id, Machine, new Outbox(), this, this);
            Take(Input.Start);
            if (IsWatcher)
            {
                Begin("a", isPrefix: false);
                Begin("", isPrefix: true);
                Change();
            }
            else if (!IsVoter)
            {
                Think();
            }
        }

        public void Take(in Input input)
        {
            if (IsDown)
                return;
            if (IsPaused)
            {
                _kept.Enqueue(input);
                return;
            }
            _driver.Take(input, TimeSpan.FromMilliseconds(run._now + (id.Value * 1000)));
            Machine.Check();
        }

        public void Resume()
        {
            IsPaused = false;
            while (_kept.TryDequeue(out var input))
                Take(input);
        }

        public void AssertUpToDate()
        {
            foreach (var (number, watch) in _watches)
            {
                Assert.True(watch.IsWhole, $"Watch {number} of {id} must be complete; [{Machine}].");
                foreach (var name in Names.Where(watch.Covers))
                {
                    var latest = run._holders.Keys.Where(taken => taken.Name == name)
                        .Select(taken => taken.Stamp).DefaultIfEmpty().Max();
                    var shown = watch.Shown.GetValueOrDefault(name);
                    Assert.True(shown == latest, $"Watch {number} of {id} shows {shown} of {name}, not {latest}; [{Machine}].");
                }
            }
        }

        public void Observe(in Step step)
        {
            foreach (var effect in step.Effects)
            {
                if (effect.Output is ValueRead { IsSure: true, Seen: var read })
                    run.Show(read);
                else if (effect.Output is ValueStored { Stored: var stored })
                    run.Show(stored);
            }
            if (!IsVoter || step.Input.Message is not Store store)
                return;
            foreach (var effect in step.Effects)
            {
                if (effect.Output is not Voter.ValueTaken taken)
                    continue;
                if (!run._holders.TryGetValue((store.Name, taken.Stamp), out var holders))
                    run._holders.Add((store.Name, taken.Stamp), holders = []);
                holders.Add(id.Value);
            }
        }

        void IHost.Send(ReadOnlySpan<Effect> sends)
        {
            foreach (var send in sends)
                run.Send(id, send.To, send.Message!);
        }

        void IHost.Tell(IOutput output)
        {
            switch (output)
            {
                case Operated when !IsWatcher && --_running == 0: Think(); break;
                case Watched m: On(m); break;
                case Listed m:
                    var watch = _watches[m.Watch];
                    Assert.False(watch.IsWhole);
                    watch.IsWhole = true;
                    foreach (var (name, stamp) in watch.Expected)
                    {
                        var isShown = watch.Shown.GetValueOrDefault(name) >= stamp;
                        Assert.True(isShown, $"{id} shows no {name} at {stamp}; [{Machine}].");
                    }
                    break;
                case Interrupted m:
                    run.Interruptions++;
                    Assert.True(_watches[m.Watch].IsWhole);
                    _watches[m.Watch].IsWhole = false;
                    break;
                case Unsettled m:
                    run.Unsettlings++;
                    var life = _life;
                    run.At(1, () => Operate(life, m.Name, new Operation.Read()));
                    break;
                case IRefusal: Assert.Fail(output.ToString()); break;
            }
        }

        void IHost.Set(TimerId timer, TimeSpan after)
        {
            var number = run._order;
            _timers[timer] = number;
            var life = _life;
            run.At((long)Math.Ceiling(after.TotalMilliseconds), Fire);

            void Fire()
            {
                if (life != _life || IsDown || _timers.GetValueOrDefault(timer, -1) != number)
                    return;
                if (IsPaused)
                {
                    run.At(1 + run._random.Next(5), Fire);
                    return;
                }
                _timers.Remove(timer);
                Take(Input.Of(timer));
            }
        }

        void IHost.Cancel(TimerId timer) => _timers.Remove(timer);

        private void On(Watched output)
        {
            run.Shown++;
            var (watch, stamp) = (_watches[output.Watch], output.Stored.Stamp);
            Assert.True(watch.Covers(output.Name));
            Assert.True(stamp > watch.Shown.GetValueOrDefault(output.Name), $"{id} shows {output} after a later one.");
            watch.Shown[output.Name] = stamp;
            var holders = run._holders[(output.Name, stamp)];
            // Others may have recovered it, if so many have it from a client that every majority has one of them.
            Assert.True(
                holders.Count > run._terms.Voters - run._terms.Majority,
                $"{output} is shown, but only {string.Join(", ", holders)} took it.");
            run.Show(output.Stored);
        }

        private void Begin(string name, bool isPrefix)
        {
            var watch = new OwnWatch(name, isPrefix);
            foreach (var covered in Names.Where(watch.Covers))
                watch.Expected[covered] = run.LatestSure(covered);
            _watches.Add(++_lastWatch, watch);
            Take(Input.Of(new BeginWatch(_lastWatch, name, isPrefix)));
        }

        // Ends a watch and begins another one, from time to time.
        private void Change()
        {
            var life = _life;
            run.At(100 + run._random.Next(400), () =>
            {
                if (life != _life || IsDown || run._isClosing)
                    return;
                if (!IsPaused)
                {
                    var ended = _watches.Keys.ElementAt(run._random.Next(_watches.Count));
                    Take(Input.Of(new StopWatch(ended)));
                    _watches.Remove(ended);
                    Begin(run._random.Next(2) == 0 ? "a" : "ab", isPrefix: run._random.Next(2) == 0);
                }
                Change();
            });
        }

        private void Think()
        {
            var life = _life;
            run.At(run._random.Next(30), () =>
            {
                if (life == _life && IsPaused)
                    Think();
                else if (!run._isClosing)
                    OperateAll(life);
            });
        }

        // Those of one name are done together.
        private void OperateAll(long life)
        {
            if (life != _life || IsDown || IsPaused)
                return;
            _running = 1 + run._random.Next(4);
            for (var left = _running; left > 0; left--)
                Operate(life, Names[run._random.Next(Names.Length)], new Operation.Add(1));
        }

        private void Operate(long life, string name, Operation operation)
        {
            if (life != _life || IsDown || IsPaused)
                return;
            _number = Math.Max(_number + MostAttempts, ((VariablesClient)Machine).Client.LastClaim + 1);
            run._operations[new OperationId(new SessionId((_life * 100) + id.Value), _number)] = name;
            Take(Input.Of(new Operate(_number, name, operation)));
        }
    }

    private sealed class OwnWatch(string name, bool isPrefix)
    {
        public bool IsWhole { get; set; }

        public Dictionary<string, ValueStamp> Shown { get; } = [];

        public Dictionary<string, ValueStamp> Expected { get; } = [];

        public bool Covers(string other) => isPrefix ? other.StartsWith(name, StringComparison.Ordinal) : other == name;
    }
}
