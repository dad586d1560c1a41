using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Exploring;

/// <summary>
/// The local states of one process, and the outcome of each input in each of them. The machine and its client are loaded from the
/// bytes of the local state, take the input, and are written back. They run once for each local state and input, however many
/// global states contain that local state.
/// </summary>
internal sealed class ProcessExplorer : IHost, IStepObserver
{
    private readonly ExplorationSettings _settings;
    private readonly Letters _letters;
    private readonly Dictionary<string, LocalState> _known = [];
    private readonly List<LocalState> _states = [];
    private readonly Dictionary<IRecord, int> _records = [];
    private readonly StateCodec _codec = new();
    private readonly Outbox _outbox = new();
    private readonly List<RecordedStep> _steps = [];
    private readonly List<IOutput> _told = [];
    private readonly List<IOutput> _outputs = [];
    private readonly List<int> _sent = [];
    private readonly List<TimerId> _timers = [];
    private readonly Dictionary<TimerId, TimeSpan> _durations = [];
    private readonly List<TimerId> _changed = [];
    private readonly bool _ordersTimers;
    private readonly List<(int Queue, int Letter)> _kept = [];
    private readonly Queue<int> _returning = [];
    private readonly SortedDictionary<string, IRecord> _stored = new(StringComparer.Ordinal);
    private readonly List<ProcessId> _watched = [];
    private readonly List<ProcessId> _watches = [];
    private readonly List<ProcessId> _unwatches = [];
    private readonly SortedList<long, Life> _lives = [];
    private readonly bool _hasIncarnations;
    private IMachine _machine = null!;
    private IClient? _client;
    private Driver _driver = null!;
    private long _incarnation = 1;
    private Standing _standing;
    private Timestamp? _request;
    private string? _detail;
    private INotes? _notes;
    private bool _isDown;
    private bool _isRecording;
    private int _letter; // the current letter

    public ProcessExplorer(ProcessId process, ExplorationSettings settings, Letters letters)
    {
        (Process, _settings, _letters) = (process, settings, letters);
        _ordersTimers = settings.Protocol.FiresLater is not null;
        _hasIncarnations = settings.Protocol.HasIncarnations && settings.Crashes > 0;
        Live(1);
        _client = Client(settings.Requests);
        _notes = settings.Protocol.Notes(process);
        _driver.Take(Input.Start, TimeSpan.Zero);
        Start = Outcome();
    }

    public ProcessId Process { get; }

    /// <summary>The outcome of its start.</summary>
    public Outcome Start { get; }

    public LocalState this[int number] => _states[number];

    /// <summary>
    /// The outcome of an input that is not a letter. If it is a timer, <paramref name="timer"/> is its place among the timers
    /// that are set.
    /// </summary>
    public Outcome On(LocalState state, LocalInput input, int timer = 0)
    {
        var slot = (int)input + timer;
        state.Outcomes = Memo.WithPlace(state.Outcomes, slot, (int)LocalInput.FirstTimer + state.View.Timers.Count);
        return state.Outcomes[slot] ??= Play(state, input, timer);
    }

    /// <summary>The outcome of the arrival of <paramref name="letter"/>.</summary>
    public Outcome On(LocalState state, Letter letter)
    {
        state.LetterOutcomes = Memo.WithPlace(state.LetterOutcomes, letter.Index, letter.Index + 1);
        return state.LetterOutcomes[letter.Index] ??= Play(state, letter);
    }

    /// <summary>The state that <paramref name="state"/> of a process that is alike becomes, if it becomes this process.</summary>
    /// <param name="from">The process whose state it is.</param>
    /// <param name="state">The state.</param>
    /// <param name="renaming">The new numbers of the processes.</param>
    public LocalState Become(ProcessExplorer from, LocalState state, Renaming renaming)
    {
        from.Load(state);
        from._codec.Write();
        from._codec.Renaming = renaming;
        from._machine.Exchange(from._codec);
        from._codec.Renaming = null;
        from._client?.Exchange(from._codec);
        Load(state with { Bytes = from._codec.Written.ToArray() });
        return Keep();
    }

    /// <summary>The steps of an outcome, as a listener gets them.</summary>
    public IReadOnlyList<RecordedStep> Steps(LocalState state, LocalInput input, int timer, Letter? letter)
    {
        _isRecording = true;
        _steps.Clear();
        _ = letter is null ? Play(state, input, timer) : Play(state, letter);
        _isRecording = false;
        return [.. _steps];
    }

    /// <inheritdoc/>
    public void Observe(in Step step)
    {
        if (_isRecording)
            _steps.Add(RecordedStep.Of(TimeSpan.Zero, step));
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Output is { } output)
                Note(output);
        }
    }

    /// <inheritdoc/>
    void IHost.Send(ReadOnlySpan<Effect> sends)
    {
        foreach (ref readonly var send in sends)
            _sent.Add(_letters.Number(Process, send.To, send.Message));
    }

    /// <inheritdoc/>
    void IHost.Tell(IOutput output) => _told.Add(output);

    /// <inheritdoc/>
    void IHost.Set(TimerId timer, TimeSpan after)
    {
        if (!_timers.Contains(timer))
            _timers.Add(timer);
        if (!_ordersTimers)
            return;
        _durations[timer] = after;
        Change(timer);
    }

    /// <inheritdoc/>
    void IHost.Cancel(TimerId timer) => Remove(timer);

    /// <inheritdoc/>
    void IHost.Store(IRecord record) => _stored[record.Key] = record;

    /// <inheritdoc/>
    void IHost.Watch(ProcessId process)
    {
        _watched.Add(process);
        _watches.Add(process);
    }

    /// <inheritdoc/>
    void IHost.Unwatch(ProcessId process)
    {
        _watched.Remove(process);
        _unwatches.Add(process);
    }

    /// <inheritdoc/>
    void IHost.Keep(int queue, in Input message) => _kept.Add((queue, _letter));

    /// <inheritdoc/>
    void IHost.LetIn(int queue, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var oldest = _kept.FindIndex(kept => kept.Queue == queue);
            _returning.Enqueue(_kept[oldest].Letter);
            _kept.RemoveAt(oldest);
        }
    }

    /// <inheritdoc/>
    void IHost.Compact(int queue, IReadOnlyList<bool> stays)
    {
        var place = 0;
        _kept.RemoveAll(kept => kept.Queue == queue && !stays[place++]);
    }

    private Outcome Play(LocalState state, LocalInput input, int timer)
    {
        Load(state);
        try
        {
            switch (input)
            {
                case LocalInput.Command: Give(state.Next!); break;
                case LocalInput.Withdrawal: Give(state.Withdrawal!); break;
                case LocalInput.Crash: Crash(); break;
                case LocalInput.Restart: Restart(); break;
                default: Fire(state.View.Timers[timer]); break;
            }
        }
        catch (BrokenRuleException refusal)
        {
            return new Outcome(state, [], [], refusal.Message);
        }
        return Outcome();
    }

    private Outcome Play(LocalState state, Letter letter)
    {
        Load(state);
        try
        {
            if (letter.Message is { } message)
                Take(Input.Of(letter.From, message), letter.Number);
            else if (_watched.Remove(letter.From))
                Take(Input.Gone(letter.From));
        }
        catch (BrokenRuleException refusal)
        {
            return new Outcome(state, [], [], refusal.Message);
        }
        return Outcome();
    }

    private void Give(ICommand command)
    {
        _client!.Gave(command);
        Take(Input.Of(command));
    }

    private void Fire(TimerId timer)
    {
        Remove(timer);
        Take(Input.Of(timer));
    }

    private void Remove(TimerId timer)
    {
        if (_timers.Remove(timer))
            Change(timer);
    }

    private void Change(TimerId timer)
    {
        if (_ordersTimers && !_changed.Contains(timer))
            _changed.Add(timer);
    }

    private void Crash()
    {
        _isDown = true;
        _timers.ForEach(Change);
        _timers.Clear();
        _kept.Clear();
        _watched.Clear();
        if (_settings.Recollection == Recollection.Everything)
            return;
        var left = _client?.RequestsLeft ?? 0;
        if (_hasIncarnations)
            Live(_incarnation + 1);
        _client = Client(left);
        Read(_lives[_incarnation].Fresh);
        if (_settings.Recollection == Recollection.Nothing)
            _stored.Clear();
        (_standing, _request, _detail) = (Standing.Outside, null, null);
        _notes = _settings.Protocol.Notes(Process);
    }

    private void Restart()
    {
        _isDown = false;
        Take(Input.Restart(_settings.Recollection == Recollection.Stored ? [.. _stored.Values] : []));
    }

    private void Take(in Input input, int letter = -1)
    {
        _letter = letter;
        Run(input);
        while (_returning.TryDequeue(out var returned))
        {
            _letter = returned;
            var kept = _letters[returned];
            Run(Input.Of(kept.From, kept.Message!).Returned());
        }
        foreach (var output in _told)
            _client?.On(output);
        _told.Clear();
    }

    // The driver does not show a step that the machine refuses, so only its input is recorded here.
    private void Run(in Input input)
    {
        try
        {
            _driver.Take(input, TimeSpan.Zero);
        }
        catch (BrokenRuleException) when (_isRecording)
        {
            _steps.Add(new RecordedStep(TimeSpan.Zero, Process, input, []));
            throw;
        }
    }

    private void Note(IOutput output)
    {
        _outputs.Add(output);
        _notes = _notes?.After(output);
        switch (output.Deed)
        {
            case Deed.Asked: (_standing, _request, _detail) = (Standing.Waiting, output.Request, output.Detail); break;
            case Deed.Entered: _standing = Standing.Inside; break;
            case Deed.Left or Deed.Withdrew or Deed.Lost: (_standing, _request, _detail) = (Standing.Outside, null, null); break;
        }
    }

    // Each life has a machine of its own, because a machine may use its number.
    private void Live(long incarnation)
    {
        _incarnation = incarnation;
        if (!_lives.TryGetValue(incarnation, out var life))
        {
            var setup = new MachineSetup(Process, _settings.Processes, TimeSpan.FromSeconds(1)) { Incarnation = incarnation };
            var machine = _settings.Protocol.Create(setup);
            life = new Life(machine, new Driver(Process, machine, _outbox, this, this), BytesOf(machine));
            _lives.Add(incarnation, life);
        }
        (_machine, _driver) = (life.Machine, life.Driver);
    }

    private IClient? Client(int requests) => _lives[_incarnation].Client = _settings.Protocol.Client(
        new ClientSetup(Process, _settings.Processes, requests) { Incarnation = _incarnation });

    private void Load(LocalState state)
    {
        Live(state.Incarnation);
        _client = _lives[state.Incarnation].Client;
        Read(state.Bytes);
        _client?.Exchange(_codec);
        _timers.Clear();
        _timers.AddRange(state.View.Timers);
        if (_ordersTimers)
            LoadDurations(state);
        _kept.Clear();
        _stored.Clear();
        if (state.Kept.Count + state.Stored.Count > 0)
            LoadKept(state);
        _watched.Clear();
        _watched.AddRange(state.Watched);
        (_standing, _request, _detail, _isDown) = (state.View.Standing, state.View.Request, state.View.Detail, state.View.IsDown);
        _notes = state.View.Notes;
        _told.Clear();
        _outputs.Clear();
        _sent.Clear();
        _returning.Clear();
        _watches.Clear();
        _unwatches.Clear();
    }

    private void LoadDurations(LocalState state)
    {
        _changed.Clear();
        _durations.Clear();
        for (var i = 0; i < state.Durations.Count; i++)
            _durations[state.View.Timers[i]] = state.Durations[i];
    }

    private void LoadKept(LocalState state)
    {
        _kept.AddRange(state.Kept);
        foreach (var record in state.Stored)
            _stored.Add(record.Key, record);
    }

    private void Read(byte[] bytes)
    {
        _codec.Read(bytes);
        _machine.Exchange(_codec);
    }

    private byte[] BytesOf(IMachine machine)
    {
        _codec.Write();
        machine.Exchange(_codec);
        return _codec.Written.ToArray();
    }

    private Outcome Outcome() => new(Keep(), [.. _sent], [.. _outputs], null)
    {
        Watches = _watches.Count == 0 ? [] : [.. _watches],
        Unwatches = _unwatches.Count == 0 ? [] : [.. _unwatches],
        TimerChanges = _changed.Count == 0 ? [] : [.. _changed.Select(ChangeOf)],
    };

    private TimerChange ChangeOf(TimerId timer) => new(timer, _timers.Contains(timer) ? _durations[timer] : null);

    private LocalState Keep()
    {
        _timers.Sort(
            (one, other) => one.Kind != other.Kind ? one.Kind.CompareTo(other.Kind) : one.Number.CompareTo(other.Number));
        _codec.Write();
        _machine.Exchange(_codec);
        _client?.Exchange(_codec);
        var bytes = _codec.Written.ToArray();
        WriteRest();
        var key = Convert.ToHexString(_codec.Written);
        if (_known.TryGetValue(key, out var state))
            return state;
        var view = new ProcessView(_standing, _request, _detail, _isDown, _timers.Count == 0 ? [] : [.. _timers])
        {
            Notes = _notes,
        };
        state = new LocalState(_states.Count, bytes, view, _client?.IsDone ?? true, BrokenInvariant())
        {
            Kept = _kept.Count == 0 ? [] : [.. _kept],
            Stored = _stored.Count == 0 ? [] : [.. _stored.Values],
            Watched = _watched.Count == 0 ? [] : [.. _watched],
            Durations = _ordersTimers ? [.. _timers.Select(timer => _durations[timer])] : [],
            Incarnation = _incarnation,
            Next = _isDown ? null : _client?.Next,
            Withdrawal = _isDown ? null : _client?.Withdrawal,
        };
        _known.Add(key, state);
        _states.Add(state);
        return state;
    }

    private void WriteRest()
    {
        _codec.Write(anew: false);
        _codec.Number((long)_standing);
        _codec.Request(_request);
        _codec.Flag(_isDown);
        _notes?.Write(_codec);
        _codec.Number(_timers.Count);
        foreach (var timer in _timers)
        {
            _codec.Number(timer.Kind);
            _codec.Number(timer.Number);
            if (_ordersTimers)
                _codec.Number(_durations[timer].Ticks);
        }
        if (_hasIncarnations)
            _codec.Number(_incarnation);
        _codec.Number(_kept.Count);
        if (_kept.Count + _watched.Count + _stored.Count > 0)
            WriteKept();
    }

    private void WriteKept()
    {
        foreach (var (queue, letter) in _kept.OrderBy(kept => kept.Queue))
        {
            _codec.Number(queue);
            _codec.Number(letter);
        }
        foreach (var watched in _watched.OrderBy(process => process.Value))
            _codec.Process(watched);
        _codec.Number(-1);
        foreach (var record in _stored.Values)
            _codec.Number(NumberOf(record));
    }

    private int NumberOf(IRecord record)
    {
        if (!_records.TryGetValue(record, out var number))
            _records.Add(record, number = _records.Count);
        return number;
    }

    private string? BrokenInvariant()
    {
        try
        {
            _machine.Check();
            return null;
        }
        catch (BrokenRuleException broken)
        {
            return broken.Message;
        }
    }

    /// <summary>The machine of one life of the process, and the client of that life.</summary>
    private sealed record Life(IMachine Machine, Driver Driver, byte[] Fresh)
    {
        public IClient? Client { get; set; }
    }
}
