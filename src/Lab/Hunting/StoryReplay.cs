using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Hunting;

/// <summary>
/// Runs the machines of a protocol once more on a part of a run: would they do the same if the rest had not happened? The inputs
/// come at the times of the run. A message that the part does not receive is on its way for ever, or lost.
/// </summary>
/// <param name="protocol">The protocol of the run.</param>
/// <param name="processes">N.</param>
/// <param name="resendInterval">As in the run.</param>
/// <param name="all">The whole run, with the steps that have no event.</param>
/// <param name="originOf">The entry that sent or doubled the message of an entry; null for none.</param>
internal sealed class StoryReplay(
    Protocol protocol,
    int processes,
    TimeSpan resendInterval,
    IReadOnlyList<StoryEntry> all,
    Func<StoryEntry, StoryEntry?> originOf)
{
    private readonly Dictionary<StoryEntry, string> _deeds = [];

    /// <summary>The whole run, with the steps that have no event.</summary>
    public IReadOnlyList<StoryEntry> All => all;

    /// <summary>What comes of a part.</summary>
    /// <param name="isPlayed">
    /// Which entries of the run take place. One that cannot, because its message was not sent or its timer is not set, does not.
    /// </param>
    /// <param name="isShown">
    /// Which of them are told: the process must say and do the same, and send at least the same messages. The others must do the
    /// same deeds.
    /// </param>
    /// <param name="arriving">The loss of a message that arrives here instead; null for none.</param>
    /// <returns>The entries that took place, with what the machines did, and the first that did something else.</returns>
    public (Dictionary<StoryEntry, Happening> Played, StoryEntry? Different) Play(
        Func<StoryEntry, bool> isPlayed, Func<StoryEntry, bool> isShown, StoryEntry? arriving)
    {
        var played = new Dictionary<StoryEntry, Happening>();
        var hosts = new Dictionary<ProcessId, Host>();
        var known = new HashSet<(ProcessId From, ProcessId To, IMessage Message)>();
        foreach (var entry in all)
        {
            var receipt = ReceiptOf(entry);
            if (!isPlayed(entry) || (receipt is { } repeated && !isShown(entry) && !known.Contains(repeated)))
                continue;
            if ((entry == arriving ? Arrive(entry, hosts, played) : Happen(entry, hosts, played)) is not { } happening)
                continue;
            played.Add(entry, happening);
            if (receipt is { } first)
                known.Add(first);
            if (happening.Step is not null && !IsAsInTheRun(entry, happening, isShown(entry)))
                return (played, entry);
        }
        return (played, null);
    }

    // A step that is not told may only receive what is routine, or a message that has come before.
    private (ProcessId From, ProcessId To, IMessage Message)? ReceiptOf(StoryEntry entry) =>
        entry.Happening.Step is { Input: { Message: { } message } input } step && !protocol.Words.Routine.Contains(message.Kind)
            ? (input.From, step.Process, message)
            : null;

    private Happening? Happen(
        StoryEntry entry, Dictionary<ProcessId, Host> hosts, Dictionary<StoryEntry, Happening> played)
    {
        var happening = entry.Happening;
        switch (happening.Fault)
        {
            case Fault.Crash crash: HostOf(crash.Process, hosts).Crash(); break;
            case Fault.Restart restart:
                var host = HostOf(restart.Process, hosts);
                if (!host.IsDown)
                    return null;
                host.Restart(restart.Recollection);
                break;
            case Fault.Jump jump: HostOf(jump.Process, hosts).Ahead += jump.By; break;
            case Fault.Drop or Fault.Duplicate when MessageOf(entry, played) is null: return null;
        }
        if (happening.Step is not { } step)
            return happening;
        var taking = HostOf(step.Process, hosts);
        return InputOf(entry, step, taking, played) is { } input ? Take(taking, input, happening) : null;
    }

    // A message that was lost in the run.
    private Happening? Arrive(
        StoryEntry entry, Dictionary<ProcessId, Host> hosts, Dictionary<StoryEntry, Happening> played) =>
        entry.Happening.Fault is Fault.Drop lost && MessageOf(entry, played) is { } message
            ? Take(HostOf(lost.To, hosts), Input.Of(lost.From, message), entry.Happening)
            : null;

    private static Happening? Take(Host host, Input input, Happening happening)
    {
        if (host.IsDown || host.HasBegun == (input.Kind is InputKind.Start or InputKind.Restart))
            return null;
        try
        {
            return happening with { Step = host.Take(input, happening.At) };
        }
        catch (BrokenRuleException)
        {
            return null;
        }
    }

    private Input? InputOf(StoryEntry entry, RecordedStep step, Host host, Dictionary<StoryEntry, Happening> played) =>
        step.Input.Kind switch
        {
            InputKind.Message => MessageOf(entry, played) is { } message ? Input.Of(step.Input.From, message) : null,
            InputKind.Timer => host.IsSet(step.Input.Timer) ? step.Input : null,
            InputKind.Restart => Input.Restart(host.Stored(step.Input.Stored.Count > 0)),
            _ => step.Input,
        };

    // What the sender of the message of an entry sent to its process in its place.
    private IMessage? MessageOf(StoryEntry entry, Dictionary<StoryEntry, Happening> played)
    {
        var origin = originOf(entry);
        while (origin?.Happening.Fault is Fault.Duplicate)
        {
            if (!played.ContainsKey(origin))
                return null;
            origin = originOf(origin);
        }
        if (origin?.Happening.Step is not { } sent || !played.TryGetValue(origin, out var happened))
            return null;
        var (to, message) = entry.Happening switch
        {
            { Fault: Fault.Drop drop } => (drop.To, drop.Message),
            { Fault: Fault.Duplicate copy } => (copy.To, copy.Message),
            { Step: { } step } => (step.Process, step.Input.Message!),
            _ => default,
        };
        var number = sent.Effects.Where(effect => effect.Message?.Kind == message.Kind && effect.To == to)
            .TakeWhile(effect => !effect.Message!.Equals(message)).Count();
        return happened.Step!.Effects.Where(effect => effect.Message?.Kind == message.Kind && effect.To == to)
            .Select(effect => effect.Message).ElementAtOrDefault(number);
    }

    private bool IsAsInTheRun(StoryEntry entry, Happening happening, bool isShown)
    {
        if (!isShown || entry.Happening.Step is null)
        {
            return happening.Step!.Effects.Where(Says).Select(effect => effect.Output!.Deed)
                .SequenceEqual((entry.Happening.Step?.Effects ?? []).Where(Says).Select(effect => effect.Output!.Deed));
        }
        if (!_deeds.TryGetValue(entry, out var deeds))
            _deeds.Add(entry, deeds = DeedsOf(entry.Happening));
        return deeds == DeedsOf(happening) && SendsOf(entry.Happening).All(SendsOf(happening).Contains);
    }

    private string DeedsOf(Happening happening)
    {
        var step = happening.Step!;
        Effect[] deeds = [.. step.Effects.Where(effect => effect.Message is null)];
        return StepSentence.Of(protocol.Words, new RecordedStep(step.At, step.Process, step.Input, deeds).ToStep());
    }

    private static IEnumerable<(ProcessId To, string Kind, Timestamp? About)> SendsOf(Happening happening) =>
        from effect in happening.Step!.Effects
        where effect.Message is not null
        select (effect.To, effect.Message!.Kind, effect.Message.About(happening.Step.Process, effect.To));

    private static bool Says(Effect effect) => effect.Output is { Deed: not Deed.None };

    private Host HostOf(ProcessId process, Dictionary<ProcessId, Host> hosts)
    {
        if (!hosts.TryGetValue(process, out var host))
            hosts.Add(process, host = new Host(life => protocol.Create(
                new MachineSetup(process, processes, resendInterval) { Incarnation = life }), process));
        return host;
    }

    /// <summary>A process of the part.</summary>
    private sealed class Host : IPlainHost, IStepObserver
    {
        private readonly Func<long, IMachine> _make;
        private readonly ProcessId _self;
        private readonly HashSet<TimerId> _timers = [];
        private readonly Dictionary<string, IRecord> _stored = [];
        private Driver _driver;
        private RecordedStep? _step;
        private TimeSpan _at;
        private long _life = 1;

        public Host(Func<long, IMachine> make, ProcessId self)
        {
            (_make, _self) = (make, self);
            _driver = Drive();
        }

        public bool HasBegun { get; private set; }

        public bool IsDown { get; private set; }

        public TimeSpan Ahead { get; set; }

        public bool IsSet(TimerId timer) => _timers.Contains(timer);

        public IReadOnlyList<IRecord> Stored(bool isKept) => isKept ? [.. _stored.Values] : [];

        public void Crash()
        {
            (IsDown, HasBegun) = (true, false);
            _timers.Clear();
        }

        public void Restart(Recollection recollection)
        {
            IsDown = false;
            if (recollection == Recollection.Nothing)
                _stored.Clear();
            if (recollection != Recollection.Everything)
            {
                _life++;
                _driver = Drive();
            }
        }

        public RecordedStep Take(in Input input, TimeSpan at)
        {
            (HasBegun, _at) = (true, at);
            if (input.Kind == InputKind.Timer)
                _timers.Remove(input.Timer);
            _driver.Take(input, at + Ahead);
            return _step!;
        }

        void IStepObserver.Observe(in Step step) => _step = RecordedStep.Of(_at, step);

        void IHost.Send(ReadOnlySpan<Effect> sends)
        {
            // What arrives, and when, is as in the run.
        }

        void IHost.Tell(IOutput output)
        {
            // It is in the step.
        }

        void IHost.Set(TimerId timer, TimeSpan after) => _timers.Add(timer);

        void IHost.Cancel(TimerId timer) => _timers.Remove(timer);

        void IHost.Store(IRecord record) => _stored[record.Key] = record;

        private Driver Drive() => new(_self, _make(_life), new Outbox(), this, this);
    }
}
