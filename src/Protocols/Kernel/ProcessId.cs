using System.Globalization;

namespace Coterie.Protocols.Kernel;

/// <summary>Names one of the N processes of a group: a whole number from 1 to N.</summary>
public readonly record struct ProcessId(int Value)
{
    /// <summary>Whether it is one of a group of <paramref name="processes"/>.</summary>
    public bool IsOneOf(int processes) => Value >= 1 && Value <= processes;

    /// <summary>The number alone, as in <c>Process 5</c>.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
