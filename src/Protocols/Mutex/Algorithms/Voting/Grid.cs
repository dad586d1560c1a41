using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex.Algorithms.Voting;

/// <summary>
/// The processes row by row in a grid that is as square as N allows, whose last row may be shorter (Maekawa 1985, where no projective plane is at hand): a
/// quorum is the row and the column of its process.
/// </summary>
/// <remarks>
/// Two crosses meet: the first one's row and the second one's column meet in a cell, and so do the other two. Only cells of the last row can be missing; if
/// both were, both processes would be in the last row, and share that.
/// </remarks>
public static class Grid
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

    /// <summary>How many are in the smallest cross: that of the last row, or of a column without a cell there.</summary>
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
