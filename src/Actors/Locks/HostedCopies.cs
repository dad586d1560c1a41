using Coterie.Protocols.Variables;

namespace Coterie.Actors.Locks;

/// <summary>
/// The copies of variables that a client has given out (rule 23): at most one good copy of each variable. A copy is good for a
/// third of a lease at most. Whoever reads on then takes the next one, and so the client learns that its votes are still used.
/// To be used under <see cref="ClientSteps.Gate"/>.
/// </summary>
/// <param name="group">The group.</param>
internal sealed class HostedCopies(GroupSettings group)
{
    private readonly Dictionary<string, LocalCopy> _copies = new(StringComparer.Ordinal);

    /// <summary>A copy of the variable that was given out before and is still good; otherwise null.</summary>
    public LocalCopy? Find(string name) => _copies.TryGetValue(name, out var known) && known.IsGood ? known : null;

    /// <summary>Gives out a copy.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="copy">What the machine says of it.</param>
    /// <param name="began">The monotonic clock, read before <paramref name="now"/>.</param>
    /// <param name="now">The clock of the machine, read before the copy was taken.</param>
    public LocalCopy Add(string name, in VariableCopy copy, long began, TimeSpan now)
    {
        var third = group.Terms.Lease / 3;
        var left = copy.Deadline - now < third ? copy.Deadline - now : third;
        return _copies[name] = new LocalCopy(copy, group.Clock, began, left, third * group.Terms.Margin / 4);
    }

    /// <summary>The copy of a variable is not good any more, if there is one.</summary>
    public void End(string name)
    {
        if (_copies.Remove(name, out var copy))
            copy.End();
    }

    /// <summary>No copy is good any more.</summary>
    public void EndAll()
    {
        foreach (var copy in _copies.Values)
            copy.End();
        _copies.Clear();
    }
}
