using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Hunting;

/// <summary>
/// What each entry of a run depends on. A step depends on the step that sent what it received, and on the steps before it of its
/// own process, back to the last crash in which the process lost its memory.
/// </summary>
/// <remarks>
/// In a protocol with routine messages (<see cref="Words.Routine"/>) some steps are routine. A routine step says nothing, and
/// sends, if anything, routine messages and messages that it has sent before; its input is a timer, a routine message, or a
/// message that has arrived before. What a routine message says replaces what the one before it said. So of the routine steps
/// before a deed (an entry, a use, a loss) the deed depends only on the last receipt of each kind from each peer; and any step
/// that a timer causes depends on the step that set the timer. Other steps depend on no routine step but the one that sent what
/// they received.
/// </remarks>
internal sealed class StoryLinks
{
    private const int None = -1;

    private readonly IReadOnlyList<StoryEntry> _entries;
    private readonly IReadOnlyList<string> _routineKinds;
    private readonly int[] _previous; // the entry before it of its process
    private readonly int[] _origin; // the entry that sent or doubled its message
    private readonly int[] _setter; // the entry that set its timer
    private readonly bool[] _isRoutine;

    /// <summary>The links of a run.</summary>
    /// <param name="entries">The whole run.</param>
    /// <param name="routineKinds">The kinds of its routine messages; none: no step is routine.</param>
    public StoryLinks(IReadOnlyList<StoryEntry> entries, IReadOnlyList<string> routineKinds)
    {
        (_entries, _routineKinds) = (entries, routineKinds);
        _previous = new int[entries.Count];
        _origin = new int[entries.Count];
        _setter = new int[entries.Count];
        _isRoutine = new bool[entries.Count];
        Array.Fill(_origin, None);
        Array.Fill(_setter, None);
        LinkProcesses();
        LinkMessages();
        if (!HasRoutine)
            return;
        LinkTimers();
        FindRoutine();
    }

    /// <summary>The place of the entry that sent or doubled the message of an entry; null for none.</summary>
    public int? OriginOf(int index) => _origin[index] == None ? null : _origin[index];

    /// <summary>Whether steps may be routine.</summary>
    public bool HasRoutine => _routineKinds.Count > 0;

    /// <summary>Whether the step at <paramref name="index"/> is routine; also a lost or doubled routine message.</summary>
    public bool IsRoutine(int index) => _isRoutine[index];

    /// <summary>
    /// Some entries and everything on which they depend, in order. The losses of their messages belong to it, if the receiver has
    /// a later entry in it, and so do all partitions.
    /// </summary>
    /// <param name="ends">The places of the entries.</param>
    /// <param name="count">How many entries of the run it is taken from.</param>
    public List<StoryEntry> Past(IEnumerable<int> ends, int count)
    {
        var isPart = new bool[count];
        var open = new Stack<int>(ends);
        while (open.TryPop(out var index))
        {
            if (isPart[index])
                continue;
            isPart[index] = true;
            foreach (var cause in CausesOf(index))
                open.Push(cause);
        }
        AddLosses(isPart);
        return [.. Enumerable.Range(0, count).Where(index => isPart[index]).Select(index => _entries[index])];
    }

    /// <summary>On what a deed of a process would depend after the first <paramref name="count"/> entries.</summary>
    public IEnumerable<int> Latest(ProcessId process, int count)
    {
        for (var index = count - 1; index >= 0; index--)
        {
            if (_entries[index].Process == process && !IsOfNetwork(index))
                return OwnFrom(index, isForDeed: true);
        }
        return [];
    }

    /// <summary>On which earlier entries the entry at <paramref name="index"/> depends by itself.</summary>
    public IEnumerable<int> CausesOf(int index)
    {
        if (_origin[index] != None)
            yield return _origin[index];
        if (_setter[index] != None && !_isRoutine[index])
            yield return _setter[index];
        if (!_isRoutine[index])
        {
            foreach (var own in OwnFrom(_previous[index], IsDeed(_entries[index])))
                yield return own;
        }
        else if (BeforeRoutine(index) is var own and not None)
        {
            yield return own;
        }
    }

    // The last entry that is not routine; for a deed, also the routine receipts since that nothing has replaced.
    private IEnumerable<int> OwnFrom(int index, bool isForDeed)
    {
        var received = new HashSet<MessageKey>();
        for (; index != None; index = _previous[index])
        {
            if (!_isRoutine[index])
            {
                yield return index;
                yield break;
            }
            if (isForDeed && ReceivedAt(index) is { } key && received.Add(key))
                yield return index;
        }
    }

    // To ask and to leave a process needs no others.
    private static bool IsDeed(StoryEntry entry) =>
        entry.Happening.Step?.Effects.Any(effect => effect.Output?.Deed is Deed.Entered or Deed.Used or Deed.Lost) == true;

    // A beat or its answer needs nothing of what its process did, except that it came back. What is repeated was sent before.
    private int BeforeRoutine(int index)
    {
        var effects = _entries[index].Happening.Step?.Effects ?? [];
        var repeats = effects.Any(effect => effect.Message is { } sent && !IsOfRoutine(sent));
        for (index = _previous[index]; index != None; index = _previous[index])
        {
            if (repeats ? !_isRoutine[index] : _entries[index].Happening.Fault is Fault.Restart)
                return index;
        }
        return None;
    }

    private void AddLosses(bool[] isPart)
    {
        var later = new HashSet<ProcessId>();
        for (var index = isPart.Length - 1; index >= 0; index--)
        {
            if (_entries[index].Process is not { } process)
                isPart[index] = true;
            else if (isPart[index])
                later.Add(process);
            else if (_entries[index].Happening.Fault is Fault.Drop)
                isPart[index] = !_isRoutine[index] && later.Contains(process) && _origin[index] != None && isPart[_origin[index]];
        }
    }

    private void LinkProcesses()
    {
        var last = new Dictionary<ProcessId, int>();
        for (var index = 0; index < _entries.Count; index++)
        {
            _previous[index] = None;
            if (IsOfNetwork(index) || _entries[index].Process is not { } process)
                continue;
            _previous[index] = last.GetValueOrDefault(process, None);
            last[process] = index;
            if (_entries[index].Happening.Fault is Fault.Restart restart && _previous[index] is not None and var crash)
                _previous[crash] = Remembered(restart.Recollection, _previous[crash]);
        }
    }

    // From where a process still knows something after a crash.
    private int Remembered(Recollection recollection, int index)
    {
        if (recollection == Recollection.Nothing)
            return None;
        while (recollection == Recollection.Stored && index != None && !Stores(_entries[index]))
            index = _previous[index];
        return index;
    }

    private static bool Stores(StoryEntry entry) =>
        entry.Happening.Step?.Effects.Any(effect => effect.Record is not null) == true;

    private void LinkMessages()
    {
        var onTheWay = new Dictionary<(ProcessId From, ProcessId To, IMessage Message), List<int>>();
        for (var index = 0; index < _entries.Count; index++)
        {
            switch (_entries[index].Happening.Fault)
            {
                case Fault.Drop drop: Arrive(index, (drop.From, drop.To, drop.Message), isLost: true); break;
                case Fault.Duplicate copy when onTheWay.TryGetValue((copy.From, copy.To, copy.Message), out var copies)
                    && copies.Count > 0:
                    _origin[index] = copies[^1];
                    copies.Add(index);
                    break;
            }
            if (_entries[index].Happening.Step is not { } step)
                continue;
            if (step.Input is { IsReturned: false, Message: { } received } input)
                Arrive(index, (input.From, step.Process, received), isLost: false);
            foreach (var effect in step.Effects)
            {
                if (effect.Message is not { } sent)
                    continue;
                if (!onTheWay.TryGetValue((step.Process, effect.To, sent), out var copies))
                    onTheWay.Add((step.Process, effect.To, sent), copies = new List<int>(1));
                copies.Add(index);
            }
        }

        // Copies are the same. Of a message that was doubled, the copy of the network is taken to be the lost one, so that a
        // story need not tell of it.
        void Arrive(int index, (ProcessId, ProcessId, IMessage) message, bool isLost)
        {
            if (!onTheWay.TryGetValue(message, out var copies) || copies.Count == 0)
                return;
            var number = isLost && HasRoutine ? copies.FindIndex(copy => _entries[copy].Happening.Fault is not null) : 0;
            _origin[index] = copies[Math.Max(0, number)];
            copies.RemoveAt(Math.Max(0, number));
        }
    }

    private void LinkTimers()
    {
        var setters = new Dictionary<(ProcessId Of, TimerId Timer), int>();
        for (var index = 0; index < _entries.Count; index++)
        {
            if (_entries[index].Happening.Step is not { } step)
                continue;
            if (step.Input.Kind == InputKind.Timer)
                _setter[index] = setters.GetValueOrDefault((step.Process, step.Input.Timer), None);
            foreach (var effect in step.Effects)
            {
                if (effect.Kind == EffectKind.Set)
                    setters[(step.Process, effect.Timer)] = index;
            }
        }
    }

    private void FindRoutine()
    {
        var known = new HashSet<(ProcessId Of, ProcessId From, ProcessId To, IMessage Message)>();
        for (var index = 0; index < _entries.Count; index++)
        {
            switch (_entries[index].Happening)
            {
                case { Fault: Fault.Drop drop }:
                    _isRoutine[index] = IsOfRoutine(drop.Message) || known.Contains((drop.To, drop.From, drop.To, drop.Message));
                    break;
                case { Fault: Fault.Duplicate copy }: _isRoutine[index] = IsOfRoutine(copy.Message); break;
                case { Fault: Fault.Restart { Recollection: not Recollection.Everything } restart }:
                    known.RemoveWhere(message => message.Of == restart.Process);
                    break;
                case { Step: { } step }: _isRoutine[index] = IsRoutine(step, known); break;
            }
        }
    }

    private bool IsRoutine(RecordedStep step, HashSet<(ProcessId Of, ProcessId From, ProcessId To, IMessage Message)> known)
    {
        var (self, input) = (step.Process, step.Input);
        var isRoutine = input.Kind == InputKind.Timer
            || (input.Message is { } received && (!known.Add((self, input.From, self, received)) || IsOfRoutine(received)));
        foreach (var effect in step.Effects)
        {
            isRoutine &= effect.Kind switch
            {
                EffectKind.Send => !known.Add((self, self, effect.To, effect.Message!)) || IsOfRoutine(effect.Message!),
                EffectKind.Set or EffectKind.Cancel => true,
                _ => false,
            };
        }
        return isRoutine;
    }

    private bool IsOfRoutine(IMessage message) => _routineKinds.Contains(message.Kind);

    // Losses and doublings are no steps of a process, although an event of it tells them.
    private bool IsOfNetwork(int index) => _entries[index].Happening.Fault is Fault.Drop or Fault.Duplicate;

    // What is repeated on request says the same as the first time. A copy that the network made may come too late.
    private MessageKey? ReceivedAt(int index) =>
        _entries[index].Happening.Step is { Input: { Message: { } message } input } step
        && (IsOfRoutine(message)
            || (_origin[index] is not None and var origin && _entries[origin].Happening.Fault is Fault.Duplicate))
            ? MessageKey.Of(input.From, step.Process, message)
            : null;
}
