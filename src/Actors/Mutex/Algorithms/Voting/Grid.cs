namespace Coterie.Mutex;

/// <summary>
/// The processes row by row in a grid that is as square as N allows, whose last row may be shorter (Maekawa 1985, where no projective plane is at hand): a quorum is the row and the column of its process.
/// </summary>
/// <remarks>
/// Two crosses meet: the first one's row and the second one's column meet in a cell, and so do the other two. Only cells of the last row can be missing; if both were, both processes would be in the last row,
/// and share that.
/// </remarks>
public static class Grid
{
    /// <summary>The row and the column of <paramref name="process"/>, in the order of their numbers.</summary>
    public static IReadOnlyList<ProcessId> Cross(ProcessId process, int processes)
    {
        var width = Width(processes);
        var (row, column) = Math.DivRem(process.Value - 1, width);
        return [.. Enumerable.Range(1, processes).Where(id => (id - 1) / width == row || (id - 1) % width == column).Select(id => new ProcessId(id))];
    }

    private static int Width(int processes)
    {
        var width = 1;
        while (width * width < processes)
            width++;
        return width;
    }
}
