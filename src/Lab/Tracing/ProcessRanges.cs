using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing;

/// <summary>Sets of processes in few characters.</summary>
internal static class ProcessRanges
{
    /// <summary>Three and more in a row as a range: <c>1..3, 5, 6</c>.</summary>
    public static string Text(IEnumerable<ProcessId> processes)
    {
        var parts = new List<string>();
        var ids = processes.Select(process => process.Value).Order().ToArray();
        for (var i = 0; i < ids.Length;)
        {
            var end = i;
            while (end + 1 < ids.Length && ids[end + 1] == ids[end] + 1)
                end++;
            if (end - i >= 2)
                parts.Add($"{ids[i]}..{ids[end]}");
            else
                parts.AddRange(ids[i..(end + 1)].Select(id => $"{id}"));
            i = end + 1;
        }
        return string.Join(", ", parts);
    }
}
