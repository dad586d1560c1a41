using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex.Algorithms.Voting;

/// <summary>
/// The processes row by row in a grid that is as square as N allows and whose last row may be shorter (Maekawa 1985, if there is
/// no projective plane). A quorum is the row and the column of its process.
/// </summary>
/// <remarks>
/// Any two crosses meet: the row of the first and the column of the second meet in a cell, and so do the column of the first and
/// the row of the second. Only cells of the last row can be missing; if both are missing, both processes are in the last row, and
/// share it.
/// </remarks>
internal static class Grid
{
    /// <summary>The row and the column of <paramref name="process"/>, in the order of their numbers.</summary>
    public static IReadOnlyList<ProcessId> Cross(ProcessId process, int processes)
    {
        var width = Width(processes);
        var (row, column) = Math.DivRem(process.Value - 1, width);
        var inRow = Enumerable.Range(0, width).Select(c => (row * width) + c);
        var inColumn = Enumerable.Range(0, width).Select(r => (r * width) + column);
        return [.. inRow.Union(inColumn).Where(cell => cell < processes).Order().Select(cell => new ProcessId(cell + 1))];
    }

    /// <summary>The size of the smallest cross, which belongs to the last row or to a column without a cell there.</summary>
    public static int SmallestCross(int processes)
    {
        var width = Width(processes);
        var (fullRows, last) = Math.DivRem(processes, width);
        return last == 0 ? width + fullRows - 1 : Math.Min(width + fullRows - 1, last + fullRows);
    }

    private static int Width(int processes)
    {
        var width = 1;
        while (width * width < processes)
            width++;
        return width;
    }
}
