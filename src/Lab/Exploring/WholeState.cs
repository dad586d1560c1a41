using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Lab.Exploring;

/// <summary>A state of the whole, taken apart: the local state of each process, and the letters on the way.</summary>
/// <param name="processes">The processes, 1 first.</param>
/// <param name="letters">The letters that there are.</param>
/// <param name="settings">What the network does.</param>
internal sealed class WholeState(ProcessExplorer[] processes, Letters letters, ExplorationSettings settings)
{
    private readonly LocalState[] _locals = [.. processes.Select(process => process.Initial)];
    private readonly bool _oneCopy = settings.OneCopy;
    private readonly bool _inOrder = settings.Algorithm.Needs.InOrder;
    private int[] _onTheWay = new int[16];
    private byte[] _bytes = new byte[64];
    private int _count;

    /// <summary>What each process is, process 1 first.</summary>
    public ReadOnlySpan<LocalState> Locals => _locals;

    /// <summary>
    /// The numbers of the letters on the way. Where letters overtake one another their order means nothing, and they are sorted; otherwise those of a channel stand together, the oldest first.
    /// </summary>
    public ReadOnlySpan<int> OnTheWay => _onTheWay.AsSpan(0, _count);

    /// <summary>Whether nobody waits, is inside or will ask again.</summary>
    public bool IsDone => Array.TrueForAll(_locals, local => local.IsDone);

    /// <summary>Becomes a copy of <paramref name="other"/>.</summary>
    public void Become(WholeState other)
    {
        other._locals.CopyTo(_locals, 0);
        if (_onTheWay.Length < other._count)
            Array.Resize(ref _onTheWay, other._onTheWay.Length);
        other.OnTheWay.CopyTo(_onTheWay);
        _count = other._count;
    }

    /// <summary>A letter is no longer on the way.</summary>
    public void TakeAway(int position)
    {
        _count--;
        Array.Copy(_onTheWay, position + 1, _onTheWay, position, _count - position);
    }

    /// <summary>A process goes over to its next local state and sends.</summary>
    public void Apply(ProcessId process, Outcome outcome)
    {
        _locals[process.Value - 1] = outcome.Next;
        foreach (var letter in outcome.Sent)
        {
            if (!_oneCopy || !OnTheWay.Contains(letter))
                Put(letter);
        }
    }

    /// <summary>The state as bytes, the same for the same state; valid until the next call.</summary>
    public ReadOnlySpan<byte> ToBytes()
    {
        if (_bytes.Length < (_locals.Length + _count) * 5)
            _bytes = new byte[(_locals.Length + _count) * 10];
        var length = 0;
        foreach (var local in _locals)
            Write(local.Number, ref length);
        foreach (var letter in OnTheWay)
            Write(letter, ref length);
        return _bytes.AsSpan(0, length);
    }

    /// <summary>Becomes the state of these bytes.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < _locals.Length; i++)
            _locals[i] = processes[i][ReadNumber(ref bytes)];
        for (_count = 0; bytes.Length > 0; _count++)
        {
            if (_count == _onTheWay.Length)
                Array.Resize(ref _onTheWay, _count * 2);
            _onTheWay[_count] = ReadNumber(ref bytes);
        }
    }

    private void Put(int letter)
    {
        if (_count == _onTheWay.Length)
            Array.Resize(ref _onTheWay, _count * 2);
        var position = _count;
        for (; position > 0 && GoesBefore(letter, _onTheWay[position - 1]); position--)
            _onTheWay[position] = _onTheWay[position - 1];
        _onTheWay[position] = letter;
        _count++;
    }

    private bool GoesBefore(int letter, int other) => _inOrder ? letters[letter].Channel < letters[other].Channel : letter < other;

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

/// <summary>A message and whom it goes to.</summary>
/// <param name="Message">The message.</param>
/// <param name="To">Who gets it.</param>
/// <param name="Channel">Numbers the pair of its sender and its receiver.</param>
/// <param name="Index">Its number among the letters to the same process, from 0.</param>
internal sealed record Letter(IWireMessage Message, ProcessId To, int Channel, int Index);

/// <summary>The letters ever sent, numbered from 0 in the order seen. Equal messages to the same process are one letter.</summary>
internal sealed class Letters(int processes)
{
    private readonly Dictionary<(ProcessId, IWireMessage), int> _numbers = [];
    private readonly List<Letter> _letters = [];
    private readonly int[] _countTo = new int[processes];

    public Letter this[int number] => _letters[number];

    /// <summary>The number of the letter with <paramref name="message"/> to <paramref name="to"/>.</summary>
    public int Number(ProcessId to, IWireMessage message)
    {
        if (_numbers.TryGetValue((to, message), out var number))
            return number;
        _letters.Add(new Letter(message, to, (message.From.Value * (processes + 1)) + to.Value, _countTo[to.Value - 1]++));
        _numbers.Add((to, message), _letters.Count - 1);
        return _letters.Count - 1;
    }
}
