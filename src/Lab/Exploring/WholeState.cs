using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Exploring;

/// <summary>A message with its sender and its receiver. Without a message: the news that the sender is gone.</summary>
/// <param name="Number">Its number among all letters, from 0.</param>
/// <param name="Message">The message; null for the news that the sender is gone.</param>
/// <param name="From">Who sent it.</param>
/// <param name="To">Who gets it.</param>
/// <param name="Channel">Numbers the pair of its sender and its receiver.</param>
/// <param name="Index">Its number among the letters to the same process, from 0.</param>
internal sealed record Letter(int Number, IMessage? Message, ProcessId From, ProcessId To, int Channel, int Index);

/// <summary>
/// All letters that were ever sent, numbered from 0 in the order in which they were seen. Equal messages from the same process to
/// the same process are one letter.
/// </summary>
internal sealed class Letters(int processes)
{
    private readonly Dictionary<(ProcessId From, ProcessId To, IMessage? Message), int> _numbers = [];
    private readonly List<Letter> _letters = [];
    private readonly List<int[]> _renamed = []; // for each letter and renaming, the number of the letter, plus one
    private readonly int[] _countTo = new int[processes];

    public Letter this[int number] => _letters[number];

    /// <summary>
    /// The number of the letter that a letter becomes by a renaming. Messages must not name processes that are alike.
    /// </summary>
    public int Rename(int number, Renaming renaming, int numberOfRenaming)
    {
        var renamed = _renamed[number] = Memo.WithPlace(_renamed[number], numberOfRenaming, numberOfRenaming + 1);
        if (renamed[numberOfRenaming] == 0)
        {
            var letter = _letters[number];
            renamed[numberOfRenaming] = Number(renaming.Of(letter.From), renaming.Of(letter.To), letter.Message) + 1;
        }
        return renamed[numberOfRenaming] - 1;
    }

    /// <summary>The number of the letter with <paramref name="message"/>.</summary>
    public int Number(ProcessId from, ProcessId to, IMessage? message)
    {
        if (_numbers.TryGetValue((from, to, message), out var number))
            return number;
        number = _letters.Count;
        _letters.Add(new Letter(number, message, from, to, (from.Value * (processes + 1)) + to.Value, _countTo[to.Value - 1]++));
        _numbers.Add((from, to, message), number);
        _renamed.Add([]);
        return number;
    }
}

/// <summary>A global state: the local state of each process, and the letters on the way.</summary>
/// <param name="processes">The processes, process 1 first.</param>
/// <param name="letters">All letters.</param>
/// <param name="pairs">All pairs of timers whose order mattered.</param>
/// <param name="settings">What the network does.</param>
internal sealed class WholeState(
    ProcessExplorer[] processes, Letters letters, TimerPairs pairs, ExplorationSettings settings)
{
    private readonly LocalState[] _locals = [.. processes.Select(process => process.Start.Next)];
    private readonly bool _oneCopy = settings.OneCopy;
    private readonly Rhythm? _rhythm = settings.Protocol.Rhythm;
    private readonly bool _inOrder = settings.IsInOrder;
    private readonly bool _countsCrashes = settings.Crashes > 0;
    private readonly TimerOrder? _order = settings.Protocol.FiresLater is { } firesLater
        ? new TimerOrder(firesLater, pairs)
        : null;
    private readonly ProcessView[] _views = new ProcessView[processes.Length];
    private int[] _onTheWay = new int[16];
    private byte[] _bytes = new byte[64];
    private int _count;
    private int _missed; // whose latest beat did not reach everybody at once: one bit each

    /// <summary>How many crashes there were.</summary>
    public int Crashes { get; private set; }

    /// <summary>How many beats did not reach everybody at once.</summary>
    public int Misses { get; private set; }

    /// <summary>Learns of every step; null for nobody.</summary>
    public IStateListener? Listener { get; set; }

    /// <summary>The local state of each process, process 1 first.</summary>
    public ReadOnlySpan<LocalState> Locals => _locals;

    /// <summary>
    /// The numbers of the letters on the way. If letters may overtake one another, their order has no meaning, and they are
    /// sorted. Otherwise the letters of a channel stand together, the oldest first.
    /// </summary>
    public ReadOnlySpan<int> OnTheWay => _onTheWay.AsSpan(0, _count);

    /// <summary>Whether no process waits, is inside or will make a further request.</summary>
    public bool IsDone => Array.TrueForAll(_locals, local => local.IsDone);

    /// <summary>The letter with this number.</summary>
    public Letter LetterOf(int number) => letters[number];

    /// <summary>What is visible of each process, process 1 first; valid until the state changes.</summary>
    public IReadOnlyList<ProcessView> Views()
    {
        for (var i = 0; i < _locals.Length; i++)
            _views[i] = _locals[i].View;
        return _views;
    }

    /// <summary>The same in the middle of a step of <paramref name="process"/>, with its notes at that moment.</summary>
    public IReadOnlyList<ProcessView> Views(ProcessId process, INotes? notes)
    {
        var views = Views();
        if (notes is not null)
            _views[process.Value - 1] = _views[process.Value - 1] with { Notes = notes };
        return views;
    }

    /// <summary>Puts the letters that the processes send at their start on the way.</summary>
    public void Start()
    {
        foreach (var process in processes)
            Change(process.Process, process.Start);
        // Each process may start at a time of its own, so that the timers set then are in no order.
        _order?.Clear();
        foreach (var process in processes)
            Send(process.Start.Sent, missing: 0);
        FireAtOnce();
    }

    /// <summary>Becomes a copy of <paramref name="other"/>.</summary>
    public void Become(WholeState other)
    {
        other._locals.CopyTo(_locals, 0);
        (Crashes, Misses, _missed) = (other.Crashes, other.Misses, other._missed);
        _order?.Become(other._order!);
        if (_onTheWay.Length < other._count)
            Array.Resize(ref _onTheWay, other._onTheWay.Length);
        other.OnTheWay.CopyTo(_onTheWay);
        _count = other._count;
    }

    /// <summary>Becomes <paramref name="other"/> with other numbers for the processes.</summary>
    /// <param name="other">The other state.</param>
    /// <param name="renaming">The new numbers.</param>
    /// <param name="number">The number of the renaming, from 0.</param>
    public void Become(WholeState other, Renaming renaming, int number)
    {
        (Crashes, Misses, _missed) = (other.Crashes, other.Misses, other._missed);
        _order?.Become(other._order!, renaming);
        for (var i = 0; i < _locals.Length; i++)
            _locals[i] = Rename(other._locals[renaming.Before(i)], renaming.Before(i), i, renaming, number);
        _count = 0;
        foreach (var letter in other.OnTheWay)
            Put(letters.Rename(letter, renaming, number));
    }

    private LocalState Rename(LocalState state, int before, int after, Renaming renaming, int number)
    {
        state.Renamed = Memo.WithPlace(state.Renamed, number, number + 1);
        ref var found = ref state.Renamed[number];
        if (found == 0)
            found = processes[after].Become(processes[before], state, renaming).Number + 1;
        return processes[after][found - 1];
    }

    /// <summary>Whether the order of timers lets this timer, which is set, fire now.</summary>
    public bool MayFire(ProcessId process, TimerId timer) => _order is null || _order.MayFire(process, timer);

    /// <summary>
    /// Whether a process has something to tell by its next beat: its latest one did not reach everybody, or somebody who gets
    /// beats has come back after a crash.
    /// </summary>
    public bool MustBeat(ProcessId process) => (_missed & (1 << (process.Value - 1))) != 0;

    /// <summary>Takes a letter off the way.</summary>
    public void TakeAway(int position)
    {
        _count--;
        Array.Copy(_onTheWay, position + 1, _onTheWay, position, _count - position);
    }

    /// <summary>Takes a step, and those that follow at once.</summary>
    /// <param name="played">The step.</param>
    /// <param name="missing">The processes that its beat does not reach at once: one bit each, process 1 the lowest.</param>
    public void Take(in Played played, int missing = 0)
    {
        if (_rhythm is not null)
            Count(played, missing);
        Step(played, missing);
        FireAtOnce();
    }

    private LocalState Local(ProcessId process) => _locals[process.Value - 1];

    private bool IsBeat(in Played played) => played.Input >= LocalInput.FirstTimer
        && played.Letter < 0 && _rhythm!.SendsBeat(_locals[played.Process.Value - 1].View.Timers[played.Timer]);

    private void Count(in Played played, int missing)
    {
        if (IsBeat(played))
        {
            var bit = 1 << (played.Process.Value - 1);
            Misses += missing != 0 ? 1 : 0;
            _missed = missing != 0 ? _missed | bit : _missed & ~bit;
        }
        else if (played is { Letter: < 0, Input: LocalInput.Restart } && played.Process.Value <= _rhythm!.Receivers)
        {
            _missed = (1 << _locals.Length) - (1 << _rhythm.Receivers);
        }
    }

    private void Step(in Played played, int missing = 0)
    {
        Listener?.Plays(this, played);
        Change(played.Process, played.Outcome);
        Send(played.Outcome.Sent, missing);
        if (played.Outcome.Watches.Length > 0 || played.Outcome.Unwatches.Length > 0)
            Watch(played.Process, played.Outcome);
    }

    private void Change(ProcessId process, Outcome outcome)
    {
        _locals[process.Value - 1] = outcome.Next;
        if (outcome.TimerChanges.Length > 0)
            _order!.Take(process, outcome.TimerChanges, _locals);
    }

    private void Send(int[] sent, int missing)
    {
        foreach (var letter in sent)
        {
            if (_rhythm is null || !_rhythm.ArrivesAtOnce(letters[letter].Message!))
                Put(letter);
        }
        if (_rhythm is null)
            return;
        foreach (var number in sent)
        {
            var letter = letters[number];
            if (letter.Message is null || !_rhythm.ArrivesAtOnce(letter.Message))
                continue;
            if ((missing & (1 << (letter.To.Value - 1))) != 0 || Local(letter.To).IsDown)
                Listener?.Misses(letter);
            else
                Step(new Played(letter.To, default, 0, number, processes[letter.To.Value - 1].On(Local(letter.To), letter)));
        }
    }

    private void FireAtOnce()
    {
        if (_rhythm is null)
            return;
        for (var i = 0; i < _locals.Length; i++)
        {
            var (local, process) = (_locals[i], processes[i]);
            for (var place = 0; place < local.Timers; place++)
            {
                if (!_rhythm.FiresAtOnce(local.View, local.View.Timers[place], local.Durations[place]))
                    continue;
                var outcome = process.On(local, LocalInput.FirstTimer, place);
                Step(new Played(process.Process, LocalInput.FirstTimer, place, -1, outcome));
                i = -1; // from the beginning
                break;
            }
        }
    }

    private void Watch(ProcessId process, Outcome outcome)
    {
        foreach (var watched in outcome.Watches)
        {
            if (_locals[watched.Value - 1].IsDown)
                Put(letters.Number(watched, process, null));
        }
        foreach (var unwatched in outcome.Unwatches)
        {
            if (OnTheWay.IndexOf(letters.Number(unwatched, process, null)) is >= 0 and var position)
                TakeAway(position);
        }
    }

    /// <summary>A process has crashed: puts the news on the way to the processes that watch it.</summary>
    public void Crashed(ProcessId process)
    {
        Crashes++;
        for (var i = 0; i < _locals.Length; i++)
        {
            if (Array.IndexOf(_locals[i].Watched, process) >= 0)
                Put(letters.Number(process, new ProcessId(i + 1), null));
        }
    }

    /// <summary>The state as bytes, the same for the same state; valid until the next call.</summary>
    public ReadOnlySpan<byte> ToBytes()
    {
        var numbers = _locals.Length + _count + 3 + (_order?.Count ?? 0);
        if (_bytes.Length < numbers * 5)
            _bytes = new byte[numbers * 10];
        var length = 0;
        if (_countsCrashes)
            Write(Crashes, ref length);
        if (_rhythm is not null)
            Write((Misses << _locals.Length) | _missed, ref length);
        foreach (var local in _locals)
            Write(local.Number, ref length);
        if (_order is not null)
        {
            Write(_order.Count, ref length);
            foreach (var pair in _order.Pairs)
                Write(pair, ref length);
        }
        foreach (var letter in OnTheWay)
            Write(letter, ref length);
        return _bytes.AsSpan(0, length);
    }

    /// <summary>Becomes the state of these bytes.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        if (_countsCrashes)
            Crashes = ReadNumber(ref bytes);
        if (_rhythm is not null)
            (Misses, _missed) = Math.DivRem(ReadNumber(ref bytes), 1 << _locals.Length);
        for (var i = 0; i < _locals.Length; i++)
            _locals[i] = processes[i][ReadNumber(ref bytes)];
        if (_order is not null)
        {
            _order.Clear();
            for (var left = ReadNumber(ref bytes); left > 0; left--)
                _order.Add(ReadNumber(ref bytes));
        }
        for (_count = 0; bytes.Length > 0; _count++)
        {
            if (_count == _onTheWay.Length)
                Array.Resize(ref _onTheWay, _count * 2);
            _onTheWay[_count] = ReadNumber(ref bytes);
        }
    }

    private void Put(int letter)
    {
        if (_oneCopy && OnTheWay.Contains(letter))
            return;
        if (_count == _onTheWay.Length)
            Array.Resize(ref _onTheWay, _count * 2);
        var position = _count;
        for (; position > 0 && GoesBefore(letter, _onTheWay[position - 1]); position--)
            _onTheWay[position] = _onTheWay[position - 1];
        _onTheWay[position] = letter;
        _count++;
    }

    private bool GoesBefore(int letter, int other) =>
        _inOrder ? letters[letter].Channel < letters[other].Channel : letter < other;

    // Seven bits a byte, the eighth says that more follow.
    private void Write(int number, ref int length)
    {
        for (; number > 0x7F; number >>= 7)
            _bytes[length++] = (byte)(number | 0x80);
        _bytes[length++] = (byte)number;
    }

    private static int ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        var (number, shift, at) = (0, 0, 0);
        for (; bytes[at] > 0x7F; shift += 7)
            number |= (bytes[at++] & 0x7F) << shift;
        number |= bytes[at++] << shift;
        bytes = bytes[at..];
        return number;
    }
}

/// <summary>One step of one process.</summary>
/// <param name="Process">Who takes it.</param>
/// <param name="Input">The input, if it is not a letter.</param>
/// <param name="Timer">The place of the timer that fires, among those that are set; otherwise 0.</param>
/// <param name="Letter">The number of the letter; -1 for none.</param>
/// <param name="Outcome">What comes of it.</param>
internal readonly record struct Played(ProcessId Process, LocalInput Input, int Timer, int Letter, Outcome Outcome);

/// <summary>Learns of what happens in a state.</summary>
internal interface IStateListener
{
    /// <summary>A step is about to be taken.</summary>
    void Plays(WholeState state, in Played played);

    /// <summary>A letter that would arrive at once is lost.</summary>
    void Misses(Letter letter);
}
