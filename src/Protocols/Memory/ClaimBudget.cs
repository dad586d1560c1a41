namespace Coterie.Protocols.Memory;

/// <summary>How many claims all variables of a memory have together: locks that are held, and commands that wait. Safe for all threads.</summary>
/// <param name="most">The most there may be.</param>
public sealed class ClaimBudget(int most)
{
    private int _taken;

    /// <summary>The most there may be.</summary>
    public int Most => most;

    /// <summary>Takes a place for a claim.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= most)
            return true;
        Interlocked.Decrement(ref _taken);
        return false;
    }

    /// <summary>Gives places back.</summary>
    public void Return(int count) => Interlocked.Add(ref _taken, -count);
}
