namespace Coterie.Bench.Locks;

/// <summary>All rows, and what a reader must know of them.</summary>
/// <param name="Rows">Case by case; in a case, service by service.</param>
/// <param name="Notes">How each service was used, and what was left out.</param>
internal sealed record LockResults(IReadOnlyList<LockRow> Rows, IReadOnlyList<string> Notes)
{
    /// <summary>What our lock is called in the tables.</summary>
    public const string Ours = "Coterie";

    /// <summary>Our own row of the same case; null if our lock was not measured.</summary>
    public LockRow? OursBeside(LockRow row) => Rows.FirstOrDefault(each => each.Case == row.Case && each.Peer == Ours);
}
