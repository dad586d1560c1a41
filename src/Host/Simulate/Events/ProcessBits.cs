using Coterie.Protocols.Kernel;

namespace Coterie.Host.Simulate.Events;

/// <summary>
/// A set of processes whose number is not known before, one bit each: thousands of processes may wait for all others.
/// </summary>
internal sealed class ProcessBits
{
    private ulong[] _bits = [];

    /// <summary>How many processes are in the set.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a process is in the set.</summary>
    public bool Contains(ProcessId process) => Word(process) < _bits.Length && (_bits[Word(process)] & Bit(process)) != 0;

    /// <summary>Adds a process; false if it was in the set already.</summary>
    public bool Add(ProcessId process)
    {
        if (Contains(process))
            return false;
        if (Word(process) >= _bits.Length)
            Array.Resize(ref _bits, Word(process) + 1);
        _bits[Word(process)] |= Bit(process);
        Count++;
        return true;
    }

    /// <summary>Removes a process if it is in the set.</summary>
    public void Remove(ProcessId process)
    {
        if (!Contains(process))
            return;
        _bits[Word(process)] &= ~Bit(process);
        Count--;
    }

    private static int Word(ProcessId process) => process.Value / 64;

    private static ulong Bit(ProcessId process) => 1UL << (process.Value % 64);
}
