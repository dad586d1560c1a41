using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.VariableClientProtocol;

namespace Coterie.Tests.Memory;

/// <summary>
/// A variable and its clients over a network that delivers in any order, and loses and duplicates what the schedule says.
/// After each step a codec copies the state of the machine, as in the explorer.
/// </summary>
internal sealed class WholeVariableRun
{
    private const int Clients = 4;
    private readonly Process[] _processes;
    private readonly List<(ProcessId From, ProcessId To, IMessage Message)> _network = [];
    private readonly Random _random;
    private readonly double _fault;

    /// <param name="seed">The seed of the schedule.</param>
    /// <param name="fault">How likely it is that a message is lost, and that it is duplicated.</param>
    public WholeVariableRun(int seed, double fault)
    {
        (_random, _fault) = (new Random(seed), fault);
        var variable = new Process(this, new ProcessId(1), new Variable(new VariableLimits(MostWaiting: 3)));
        _processes = [variable, .. Enumerable.Range(2, Clients).Select(Client)];

        Process Client(int number)
        {
            var id = new ProcessId(number);
            return new Process(this, id, new VariableClient(id, TimeSpan.FromSeconds(1)));
        }
    }

    /// <summary>How often each deed was seen.</summary>
    public Dictionary<Deed, int> Deeds { get; } = [];

    /// <summary>The state of each machine.</summary>
    public string State => string.Join('\n', _processes.Select(process => process.Machine.ToString()));

    /// <summary>Plays so many steps.</summary>
    public void Play(int steps, bool withLeases)
    {
        for (var i = 0; i < steps; i++)
        {
            var process = _processes[_random.Next(_processes.Length)];
            switch (_random.Next(10))
            {
                case < 5: Deliver(_fault); break;
                case 5: process.Fire(timer => timer == TimerId.Resend); break;
                case 6 when withLeases && _random.Next(5) == 0: process.Fire(timer => timer.Kind == Variable.LeaseKind); break;
                default: Command(process); break;
            }
        }
    }

    /// <summary>
    /// All clients leave, and from now on the network loses nothing. A lock that no client knows of any more ends with its lease.
    /// </summary>
    /// <returns>Whether it comes to rest.</returns>
    public bool End()
    {
        for (var i = 0; i < 10_000; i++)
        {
            foreach (var process in _processes[1..])
                Leave(process);
            if (_network.Count > 0)
                Deliver(0);
            else if (!_processes.Reverse().Any(process => process.Fire(_ => true)))
                return _processes.All(process => process.Standing == Standing.Outside);
        }
        return false;
    }

    /// <summary>The clients that hold a lock according to the answers that they received.</summary>
    public IEnumerable<Access> Inside =>
        _processes.Where(process => process is { Standing: Standing.Inside, Access.IsLock: true })
            .Select(process => process.Access);

    private void Command(Process process)
    {
        if (process.Id.Value == 1)
            return;
        var mode = (LockMode)_random.Next(2);
        ICommand command = (process.Standing, _random.Next(4)) switch
        {
            (Standing.Outside, < 2) => new Acquire(mode),
            (Standing.Waiting, _) => GiveUp.Instance,
            (Standing.Inside, 0) => VariableClientProtocol.Leave.Instance,
            _ when mode == LockMode.Read || process.Access == new Access(LockMode.Read, IsLock: true) => Get.Instance,
            _ => new Put(new(_random.Next(100))),
        };
        if (command is not GiveUp || _random.Next(4) == 0)
            process.Take(Input.Of(command));
    }

    private static void Leave(Process process)
    {
        if (process.Standing == Standing.Inside)
            process.Take(Input.Of(VariableClientProtocol.Leave.Instance));
        else if (process.Standing == Standing.Waiting)
            process.Take(Input.Of(GiveUp.Instance));
    }

    private void Deliver(double fault)
    {
        if (_network.Count == 0)
            return;
        var at = _random.Next(_network.Count);
        var (from, to, message) = _network[at];
        if (_random.NextDouble() >= fault)
            _network.RemoveAt(at); // otherwise it comes once more
        if (_random.NextDouble() >= fault)
            _processes[to.Value - 1].Take(Input.Of(from, message));
    }

    private sealed class Process : IHost, IStepObserver
    {
        private readonly WholeVariableRun _run;
        private readonly Driver _driver;
        private readonly MessageStash _stash = new();
        private readonly StateCodec _codec = new();
        private readonly HashSet<TimerId> _timers = [];

        public Process(WholeVariableRun run, ProcessId id, IMachine machine)
        {
            (_run, Id, Machine) = (run, id, machine);
            _driver = new Driver(id, machine, new Outbox(), this, this);
            Take(Input.Start);
        }

        public ProcessId Id { get; }

        public IMachine Machine { get; }

        public Standing Standing { get; private set; }

        public Access Access { get; private set; }

        public void Take(Input input)
        {
            do
            {
                _driver.Take(input, TimeSpan.Zero);
                _codec.Write();
                Machine.Exchange(_codec);
                _codec.Read(_codec.Written.ToArray());
                Machine.Exchange(_codec);
                Machine.Check();
            }
            while (_stash.TryReturn(out input));
        }

        /// <summary>Has a timer fire.</summary>
        /// <returns>Whether there was one.</returns>
        public bool Fire(Predicate<TimerId> which)
        {
            foreach (var timer in _timers.Where(timer => which(timer)).OrderBy(timer => timer.Number).Take(1).ToList())
            {
                _timers.Remove(timer);
                Take(Input.Of(timer));
                return true;
            }
            return false;
        }

        void IStepObserver.Observe(in Step step)
        {
            foreach (ref readonly var effect in step.Effects)
            {
                if (effect.Output is not { } output)
                    continue;
                _run.Deeds[output.Deed] = _run.Deeds.GetValueOrDefault(output.Deed) + 1;
                if (output is Asked asked)
                    Access = asked.Access;
                Standing = output.Deed switch
                {
                    Deed.Asked => Standing.Waiting,
                    Deed.Entered => Standing.Inside,
                    Deed.Left or Deed.Withdrew or Deed.Lost => Standing.Outside,
                    _ => Standing,
                };
            }
        }

        void IHost.Send(ReadOnlySpan<Effect> sends)
        {
            foreach (ref readonly var send in sends)
                _run._network.Add((Id, send.To, send.Message!));
        }

        void IHost.Tell(IOutput output)
        {
        }

        void IHost.Set(TimerId timer, TimeSpan after) => _timers.Add(timer);

        void IHost.Cancel(TimerId timer) => _timers.Remove(timer);

        void IHost.Store(IRecord record) => Assert.Fail($"process {Id} stored {record}");

        void IHost.Watch(ProcessId process)
        {
        }

        void IHost.Unwatch(ProcessId process)
        {
        }

        void IHost.Keep(int queue, in Input message) => _stash.Keep(queue, message);

        void IHost.LetIn(int queue, int count) => _stash.LetIn(queue, count);

        void IHost.Compact(int queue, IReadOnlyList<bool> stays) => _stash.Compact(queue, stays);
    }
}
