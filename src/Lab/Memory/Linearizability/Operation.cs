using System.Globalization;

namespace Coterie.Lab.Memory.Linearizability;

/// <summary>An operation on one register, that took effect at one moment between its call and its return, or may have.</summary>
/// <param name="Process">The client.</param>
/// <param name="Function">What it does.</param>
/// <param name="Value">What a read found, what a write or compare-and-set leaves, or how much is added.</param>
/// <param name="Expected">What a compare-and-set found.</param>
/// <param name="Called">Place of the call in the history.</param>
/// <param name="Returned">
/// Place of the return in the history; null where the outcome is unknown: it may take effect at any later time, or never.
/// </param>
internal sealed record Operation(int Process, Function Function, int Value, int Expected, int Called, int? Returned)
{
    /// <summary>The value that it must find; null for a write and an addition.</summary>
    public int? Finds => Function switch
    {
        Function.Read => Value,
        Function.Cas => Expected,
        _ => null,
    };

    /// <summary>The value that it leaves; null for a read, and for an addition, which may leave any.</summary>
    public int? Leaves => Function is Function.Read or Function.Add ? null : Value;

    /// <summary>Whether it changes what the register holds.</summary>
    public bool Changes => Function != Function.Read;

    /// <summary>
    /// Carries it out on a register that holds <paramref name="held"/>; null where it cannot have happened there.
    /// </summary>
    public int? On(int held) => Function == Function.Add
        ? unchecked(held + Value)
        : Finds is { } found && found != held ? null : Leaves ?? held;

    public override string ToString()
    {
        var what = Function switch
        {
            Function.Read => Text($"read {Value}"),
            Function.Write => Text($"wrote {Value}"),
            Function.Add => Text($"added {Value}"),
            _ => Text($"replaced {Expected} by {Value}"),
        };
        return Returned is { } returned
            ? Text($"process {Process} {what} (events {Called} to {returned})")
            : Text($"process {Process} {what}, perhaps (event {Called})");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
