using System.Numerics;

namespace Coterie.Protocols.Kernel;

/// <summary>A set of the processes 1 to N, one bit each; enumerated in the order of their numbers.</summary>
public sealed class ProcessSet
{
    private readonly ulong[] _words;
    private readonly int _processes;

    /// <summary>An empty set that can hold the processes 1 to <paramref name="processes"/>.</summary>
    public ProcessSet(int processes)
    {
        _processes = processes;
        _words = new ulong[(processes + 63) / 64];
    }

    /// <summary>How many processes are in the set.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// The members as bits: process 1 is the lowest of the first word. Whoever changes them must call <see cref="Recount"/>.
    /// </summary>
    internal Span<ulong> Words => _words;

    /// <summary>Whether <paramref name="process"/> is in the set; false for a process outside 1 to N.</summary>
    public bool Contains(ProcessId process) => InRange(process) && (_words[Word(process)] & Bit(process)) != 0;

    /// <summary>Adds <paramref name="process"/>; false if it was in the set already.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The process is not one of 1 to N.</exception>
    public bool Add(ProcessId process)
    {
        if (!InRange(process))
            throw new ArgumentOutOfRangeException(
                nameof(process), process, $"process must be from 1 to {_processes}, was [{process}].");
        ref var word = ref _words[Word(process)];
        if ((word & Bit(process)) != 0)
            return false;
        word |= Bit(process);
        Count++;
        return true;
    }

    /// <summary>Removes <paramref name="process"/>; false if it was not in the set.</summary>
    public bool Remove(ProcessId process)
    {
        if (!Contains(process))
            return false;
        _words[Word(process)] &= ~Bit(process);
        Count--;
        return true;
    }

    /// <summary>Fills the set with all processes but <paramref name="process"/>.</summary>
    public void FillWithAllBut(ProcessId process)
    {
        Array.Fill(_words, ulong.MaxValue);
        if (_processes % 64 != 0)
            _words[^1] = (1UL << (_processes % 64)) - 1;
        Count = _processes;
        Remove(process);
    }

    /// <summary>Counts the members in <see cref="Words"/> again.</summary>
    internal void Recount()
    {
        Count = 0;
        foreach (var word in _words)
            Count += BitOperations.PopCount(word);
    }

    /// <summary>Empties the set.</summary>
    public void Clear()
    {
        Array.Clear(_words);
        Count = 0;
    }

    /// <summary>The members, smallest number first. The set must not change during the enumeration.</summary>
    public Enumerator GetEnumerator() => new(_words);

    /// <summary>The members in braces: <c>{2, 5}</c>.</summary>
    public override string ToString()
    {
        var members = new List<ProcessId>();
        foreach (var member in this)
            members.Add(member);
        return $"{{{string.Join(", ", members)}}}";
    }

    private bool InRange(ProcessId process) => process.Value >= 1 && process.Value <= _processes;

    private static int Word(ProcessId process) => (process.Value - 1) >> 6;

    private static ulong Bit(ProcessId process) => 1UL << ((process.Value - 1) & 63);

    /// <summary>Enumerates a set without allocation.</summary>
    public struct Enumerator
    {
        private readonly ulong[] _words;
        private int _index;
        private ulong _rest;

        internal Enumerator(ulong[] words)
        {
            _words = words;
            _index = -1;
        }

        /// <summary>The current member.</summary>
        public ProcessId Current { get; private set; }

        /// <summary>Goes to the next member; false when there is none.</summary>
        public bool MoveNext()
        {
            while (_rest == 0)
            {
                if (++_index >= _words.Length)
                    return false;
                _rest = _words[_index];
            }
            Current = new ProcessId((_index << 6) + BitOperations.TrailingZeroCount(_rest) + 1);
            _rest &= _rest - 1;
            return true;
        }
    }
}
