namespace Coterie.Protocols.Kernel;

/// <summary>
/// A logical clock for each of the processes 1 to N, at first 0. Each of the N processes keeps N clocks, so a clock takes four
/// bytes until one of them passes 2^31; then each takes eight.
/// </summary>
internal sealed class Clocks(int processes)
{
    private int[]? _small = new int[processes];
    private long[] _large = [];

    /// <summary>The clock of <paramref name="process"/>.</summary>
    public long this[ProcessId process]
    {
        get => this[process.Value - 1];
        set => this[process.Value - 1] = value;
    }

    /// <summary>Whether no clock is above <paramref name="limit"/>.</summary>
    public bool AreUpTo(long limit)
    {
        for (var i = 0; i < processes; i++)
        {
            if (this[i] > limit)
                return false;
        }
        return true;
    }

    /// <summary>Passes all clocks through <paramref name="codec"/>.</summary>
    public void Exchange(StateCodec codec)
    {
        for (var i = 0; i < processes; i++)
            this[i] = codec.Number(this[i]);
    }

    private long this[int index]
    {
        get => _small is null ? _large[index] : _small[index];
        set
        {
            if (_small is not null && value > int.MaxValue)
            {
                _large = Array.ConvertAll(_small, clock => (long)clock);
                _small = null;
            }
            if (_small is null)
                _large[index] = value;
            else
                _small[index] = (int)value;
        }
    }
}
