using System.Globalization;

namespace Coterie.Protocols.Kernel;

/// <summary>Lists of processes in sentences: in order, each once, three or more consecutive ones as <c>1 to 3</c>.</summary>
public static class ProcessList
{
    /// <summary>
    /// Such as <c>Process 3</c>, <c>Processes 3 and 4</c>, <c>Processes 1, 2 and 5</c>, <c>Processes 1 to 3 and 7</c>.
    /// </summary>
    /// <param name="processes">One or more, in any order.</param>
    public static string Named(IEnumerable<ProcessId> processes)
    {
        var ids = Ordered(processes);
        return $"{(ids.Length == 1 ? "Process" : "Processes")} {Numbers(ids)}";
    }

    /// <summary>Such as <c>3</c>, <c>3 and 4</c>, <c>1, 2 and 5</c>, <c>1 to 3 and 7</c>.</summary>
    /// <param name="processes">One or more, in any order.</param>
    public static string Numbers(IEnumerable<ProcessId> processes) => Numbers(Ordered(processes));

    private static int[] Ordered(IEnumerable<ProcessId> processes) =>
        [.. processes.Select(process => process.Value).Distinct().Order()];

    private static string Numbers(int[] ids)
    {
        var parts = new List<string>();
        for (var i = 0; i < ids.Length;)
        {
            var end = i;
            while (end + 1 < ids.Length && ids[end + 1] == ids[end] + 1)
                end++;
            if (end - i >= 2)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{ids[i]} to {ids[end]}"));
            else
                parts.AddRange(ids[i..(end + 1)].Select(id => id.ToString(CultureInfo.InvariantCulture)));
            i = end + 1;
        }
        return parts.Count <= 1 ? string.Concat(parts) : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
    }
}
