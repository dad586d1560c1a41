using System.Runtime.InteropServices;

namespace Coterie.Lab.Exploring;

/// <summary>
/// The states seen so far, numbered from 0 in the order in which they were seen. Each is stored with all its bytes and with the
/// state that it was first reached from. Two states are the same only if all their bytes are equal.
/// </summary>
/// <param name="most">The most states that it stores.</param>
internal sealed class StateStore(int most)
{
    private const int ChunkSize = 1 << 20;
    private const int LengthBits = 16;
    private readonly List<byte[]> _chunks = [];
    private readonly ChunkedList<long> _places = new();
    private readonly ChunkedList<int> _parents = new();

    // Open addressing: the upper half of the hash, and the number of the state plus one; 0 is free.
    private ulong[] _table = new ulong[1 << 16];
    private int _end = ChunkSize;

    /// <summary>How many states there are.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of state <paramref name="number"/>.</summary>
    public ReadOnlySpan<byte> this[int number]
    {
        get
        {
            var place = _places[number];
            var start = place >> LengthBits;
            return _chunks[(int)(start / ChunkSize)].AsSpan((int)(start % ChunkSize), (int)(place & ((1 << LengthBits) - 1)));
        }
    }

    /// <summary>The state from which <paramref name="number"/> was first reached; -1 for the first state.</summary>
    public int Parent(int number) => _parents[number];

    /// <summary>Looks up a state, and stores it if it is new. False if it is new and there is no room.</summary>
    /// <param name="state">Its bytes.</param>
    /// <param name="parent">The state that led to it.</param>
    /// <param name="number">Its number; the number of a new state is the previous <see cref="Count"/>.</param>
    public bool TryAdd(ReadOnlySpan<byte> state, int parent, out int number)
    {
        var hash = Hash(state);
        var tag = hash & 0xFFFFFFFF00000000;
        var slot = (int)hash & (_table.Length - 1);
        for (; _table[slot] is var entry and not 0; slot = (slot + 1) & (_table.Length - 1))
        {
            number = (int)(uint)entry - 1;
            if ((entry & 0xFFFFFFFF00000000) == tag && this[number].SequenceEqual(state))
                return true;
        }
        number = Count;
        if (Count == most)
            return false;
        _table[slot] = tag | (uint)(Count + 1);
        Keep(state);
        _parents.Add(parent);
        if (++Count > _table.Length / 2)
            Grow();
        return true;
    }

    private void Keep(ReadOnlySpan<byte> state)
    {
        if (_end + state.Length > ChunkSize)
        {
            _chunks.Add(new byte[ChunkSize]);
            _end = 0;
        }
        state.CopyTo(_chunks[^1].AsSpan(_end));
        _places.Add(((((long)_chunks.Count - 1) * ChunkSize + _end) << LengthBits) | (long)state.Length);
        _end += state.Length;
    }

    // A slot is the low half of the hash, which the table does not keep.
    private void Grow()
    {
        _table = new ulong[_table.Length * 2];
        for (var number = 0; number < Count; number++)
        {
            var hash = Hash(this[number]);
            var slot = (int)hash & (_table.Length - 1);
            while (_table[slot] != 0)
                slot = (slot + 1) & (_table.Length - 1);
            _table[slot] = (hash & 0xFFFFFFFF00000000) | (uint)(number + 1);
        }
    }

    private static ulong Hash(ReadOnlySpan<byte> state)
    {
        var hash = 0x9E3779B97F4A7C15 + (ulong)state.Length;
        for (; state.Length >= sizeof(ulong); state = state[sizeof(ulong)..])
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(state));
        ulong rest = 0;
        foreach (var next in state)
            rest = (rest << 8) | next;
        return Mix(hash ^ rest);
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, 0xD1342543DE82EF95, out var low);
        return high ^ low;
    }
}
