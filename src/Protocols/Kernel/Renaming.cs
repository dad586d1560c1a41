namespace Coterie.Protocols.Kernel;

/// <summary>
/// Other numbers for the first processes of a group. The processes after them keep theirs. An explorer uses it to see that two
/// states are the same but for the numbers of processes that are alike.
/// </summary>
public sealed class Renaming
{
    private readonly int[] _before; // for each new index, the old one
    private readonly int[] _after; // for each old index, the new one

    private Renaming(int[] before)
    {
        (_before, _after) = (before, new int[before.Length]);
        for (var i = 0; i < before.Length; i++)
            _after[before[i]] = i;
    }

    /// <summary>
    /// All renamings of the first <paramref name="processes"/>; the first one changes nothing. There are n! of them.
    /// </summary>
    public static IReadOnlyList<Renaming> All(int processes)
    {
        var found = new List<Renaming>();
        Extend([]);
        return found;

        void Extend(int[] before)
        {
            if (before.Length == processes)
                found.Add(new Renaming(before));
            for (var next = 0; next < processes; next++)
            {
                if (Array.IndexOf(before, next) < 0)
                    Extend([.. before, next]);
            }
        }
    }

    /// <summary>The new number of a process.</summary>
    public ProcessId Of(ProcessId process) =>
        process.Value >= 1 && process.Value <= _after.Length ? new ProcessId(_after[process.Value - 1] + 1) : process;

    /// <summary>The index, from 0, that the process with this new index had before.</summary>
    public int Before(int index) => index < _before.Length ? _before[index] : index;
}
