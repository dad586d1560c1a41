namespace Coterie.Protocols.Kernel;

/// <summary>
/// One value for each of the processes 1 to N, found by the process. The number N does not change; the values may.
/// Enumerated in the order of the processes. The default of this type has no process.
/// </summary>
public readonly struct PerProcess<T>
{
    private readonly T[] _values;

    /// <summary>Values for the processes 1 to <paramref name="processes"/>, each the default of its type.</summary>
    /// <param name="processes">N, from 0.</param>
    public PerProcess(int processes) => _values = new T[processes];

    /// <summary>Values for the processes 1 to <paramref name="processes"/>.</summary>
    /// <param name="processes">N, from 0.</param>
    /// <param name="value">Makes the value of a process; called once for each, in the order of their numbers.</param>
    public PerProcess(int processes, Func<ProcessId, T> value)
        : this(processes)
    {
        for (var i = 0; i < processes; i++)
            _values[i] = value(new ProcessId(i + 1));
    }

    /// <summary>A copy of <paramref name="values"/>; the first one belongs to process 1.</summary>
    public PerProcess(ReadOnlySpan<T> values) => _values = values.ToArray();

    /// <summary>N, the number of processes.</summary>
    public int Count => Values.Length;

    /// <summary>The values in the order of the processes; they may be changed.</summary>
    public Span<T> Values => _values;

    /// <summary>The value of <paramref name="process"/>; it may be changed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The process is not one of 1 to N.</exception>
    public ref T this[ProcessId process]
    {
        get
        {
            var values = Values;
            var index = process.Value - 1;
            if ((uint)index >= (uint)values.Length)
                Refuse(process, values.Length);
            return ref values[index];
        }
    }

    /// <summary>The values in the order of the processes.</summary>
    public Span<T>.Enumerator GetEnumerator() => Values.GetEnumerator();

    // Apart from the indexer, so that the indexer is small enough to be inlined.
    private static void Refuse(ProcessId process, int processes) =>
        throw new ArgumentOutOfRangeException(
            nameof(process), process, $"process must be from 1 to {processes}, was [{process}].");
}
