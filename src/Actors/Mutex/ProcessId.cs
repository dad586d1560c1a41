using System.Globalization;

namespace Coterie.Mutex;

/// <summary>Names one of the N processes of a group: a whole number from 1 to N.</summary>
public readonly record struct ProcessId(int Value)
{
    /// <summary>The number alone, as in <c>Process 5</c>.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
