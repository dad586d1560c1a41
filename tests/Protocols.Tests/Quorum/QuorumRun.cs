using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;

namespace Coterie.Tests.Quorum;

/// <summary>
/// Voters and clients on a network that loses, doubles and reorders messages, in virtual time. Voters crash and come back without
/// memory, one at a time; clients crash, and pause for longer than the lease. It asserts that never two are inside and that
/// tokens rise, and checks all invariants after each step.
/// </summary>
internal sealed class QuorumRun
{
    private static readonly TimeSpan Lease = TimeSpan.FromMilliseconds(100);

    private readonly Random _random;
    private readonly QuorumTerms _terms;
    private readonly List<Process> _processes = [];
    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private readonly Dictionary<(string Name, bool IsWriter), FencingToken> _tokens = [];
    private readonly int _clients;
    private readonly double _loss;
    private long _now;
    private long _order;
    private bool _isClosing;

    public QuorumRun(int seed, int voters = 3, int clients = 3, double loss = 0.05)
    {
        _random = new Random(seed);
        (_clients, _loss) = (clients, loss);
        _terms = new QuorumTerms(voters)
        {
            Lease = Lease,
            ResendInterval = TimeSpan.FromMilliseconds(15),
            MostEntries = 1 + _random.Next(3),
        };
        for (var id = 1; id <= voters + clients; id++)
            _processes.Add(new Process(this, new ProcessId(id)));
        foreach (var process in _processes)
            process.Make(isFirst: true);
    }

    public int Entries { get; private set; }

    public int Losses { get; private set; }

    public int Messages { get; private set; }

    /// <summary>Runs for a while with faults, then without; at the end nobody may wait or be inside.</summary>
    public void Run()
    {
        At(20, Crash);
        At(30, Pause);
        At(3_000, () => _isClosing = true);
        while (_now < 8_000 && _events.TryDequeue(out var next, out var at))
        {
            _now = at.At;
            next();
        }
        foreach (var process in _processes.Where(process => process.IsClient))
            Assert.True(process.IsIdle, $"A client must be done at the end, was [{process.Machine}].");
    }

    private void At(long after, Action action) => _events.Enqueue(action, (_now + after, _order++));

    private void Crash()
    {
        if (_isClosing)
            return;
        var isCalm = _terms.Majority < _terms.Voters
            && _processes.Take(_terms.Voters).All(process => process is { IsDown: false, Machine: Voter { IsVoting: true } });
        var victim = _processes[_random.Next(_processes.Count)];
        if (!victim.IsDown && (victim.IsClient || isCalm))
        {
            victim.IsDown = true;
            At(1 + _random.Next(150), () => victim.Make(isFirst: false));
        }
        At(100 + _random.Next(400), Crash);
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
        Messages++;
        Assert.True(message.Fits(_processes.Count));
        var copies = _random.NextDouble() < (_isClosing ? 0 : _loss) ? 0 : _random.NextDouble() < _loss ? 2 : 1;
        for (var i = 0; i < copies; i++)
        {
            var target = _processes[to.Value - 1];
            At(_random.Next(12), () => target.Take(Input.Of(from, message)));
        }
    }

    private void Enter(Process process, string name, bool isWriter, FencingToken token)
    {
        Entries++;
        foreach (var other in _processes.Where(other => other != process && other is { IsDown: false, Name: { } at }
            && at == name))
        {
            if (!isWriter && !other.IsWriter)
                continue;
            Assert.True(other.IsPaused || other.MustLose,
                $"{process.Id} entered while {other.Id} was inside; [{other.Machine}].");
            other.MustLose = true;
        }
        var writers = _tokens.GetValueOrDefault((name, true));
        var readers = _tokens.GetValueOrDefault((name, false));
        Assert.True(token.Value > writers.Value, $"{token.Number} after {writers.Number}");
        // Those who share between two exclusive entries have tokens in any order.
        Assert.True(!isWriter || token.Value > readers.Value, $"{token.Number} after {readers.Number} of a reader");
        _tokens[(name, isWriter)] = isWriter || token.Value > readers.Value ? token : readers;
    }

    /// <summary>A process, with its client, which asks for one of two names, stays inside for a while and leaves.</summary>
    private sealed class Process(QuorumRun run, ProcessId id) : IPlainHost
    {
        private readonly Dictionary<TimerId, long> _timers = [];
        private readonly Queue<Input> _kept = [];
        private Driver _driver = null!;
        private long _life;
        private long _claim;
        private bool _isWaiting;
        private string? _wanted;

        public ProcessId Id => id;

        public IMachine Machine { get; private set; } = null!;

        public bool IsClient => id.Value > run._terms.Voters;

        public bool IsDown { get; set; }

        public bool IsPaused { get; set; }

        public bool MustLose { get; set; }

        public string? Name { get; private set; }

        public bool IsWriter { get; private set; }

        public bool IsIdle => Name is null && !_isWaiting;

        public void Make(bool isFirst)
        {
            _life++;
            (IsDown, IsPaused, Name, MustLose, _isWaiting) = (false, false, null, false, false);
            _timers.Clear();
            _kept.Clear();
            Machine = IsClient
                ? new QuorumClient(id, run._terms, new SessionId((_life * 100) + id.Value))
                : new Voter(id, run._terms, _life, isNew: isFirst);
            _driver = new Driver(id, Machine, new Outbox(), null, this);
            Take(Input.Start);
            if (IsClient)
                Think();
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
            Assert.False(MustLose, $"{id} must have lost its lock; [{Machine}].");
        }

        public void Resume()
        {
            IsPaused = false;
            while (_kept.TryDequeue(out var input))
                Take(input);
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
                case Entered m:
                    (Name, _isWaiting) = (_wanted, false);
                    run.Enter(this, Name!, IsWriter, m.Token);
                    var claim = m.Request.Clock;
                    run.At(run._random.Next(run._random.Next(4) == 0 ? 150 : 15), () => LeaveIfInside(claim));
                    break;
                case Lost:
                    run.Losses++;
                    (Name, MustLose) = (null, false);
                    Think();
                    break;
                case Left or Withdrawn:
                    (Name, _isWaiting) = (null, false);
                    Think();
                    break;
                case OutOfTurn:
                    Assert.Fail(output.ToString());
                    break;
            }
        }

        void IHost.Set(TimerId timer, TimeSpan after)
        {
            var number = run._order;
            _timers[timer] = number;
            var life = _life;
            run.At((long)Math.Ceiling(after.TotalMilliseconds), Fire);

            // A process that does not run takes its timers later; what it takes before may set or cancel them.
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

        private void Think()
        {
            var life = _life;
            run.At(run._random.Next(30), () =>
            {
                if (life != _life || IsDown || run._isClosing)
                    return;
                if (IsPaused)
                {
                    Think();
                    return;
                }
                (_wanted, IsWriter, _isWaiting) = (run._random.Next(4) == 0 ? "b" : "a", run._random.Next(3) > 0, true);
                var claim = ++_claim;
                Take(Input.Of(new Acquire(claim, _wanted, IsWriter ? VoteMode.Exclusive : VoteMode.Shared)));
                if (run._random.Next(5) == 0)
                    run.At(run._random.Next(200), () => GiveUpIfWaiting(life, claim));
            });
        }

        private void GiveUpIfWaiting(long life, long claim)
        {
            if (life == _life && !IsDown && !IsPaused && _isWaiting && claim == _claim)
                Take(Input.Of(new GiveUp(claim)));
        }

        private void LeaveIfInside(long claim)
        {
            if (IsDown || claim != _claim || Name is null)
                return;
            if (IsPaused)
                run.At(5, () => LeaveIfInside(claim));
            else
                Leave(claim);
        }

        private void Leave(long claim)
        {
            // By the clock it may have been lost already: then the machine says so instead.
            if (Machine is QuorumClient client && client.DeadlineOf(claim) is { } deadline
                && deadline > TimeSpan.FromMilliseconds(run._now + (id.Value * 1000)))
            {
                Take(Input.Of(new Leave(claim)));
            }
            else
            {
                run.At(5, () => LeaveIfInside(claim));
            }
        }
    }
}
