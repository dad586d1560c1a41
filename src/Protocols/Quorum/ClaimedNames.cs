using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// The names of which a client has claims or kept votes, and no others. <see cref="Claims"/> changes the claims of a name,
/// <see cref="KeptVotes"/> the votes that are kept.
/// </summary>
internal sealed class ClaimedNames
{
    private const int MostIdleCapacity = 1024;

    private readonly Dictionary<string, ClaimedName> _names = new(StringComparer.Ordinal);

    public int Count => _names.Count;

    public Dictionary<string, ClaimedName>.ValueCollection All => _names.Values;

    /// <summary>The name, if there are claims or kept votes of it; otherwise null.</summary>
    public ClaimedName? Find(string text) => _names.GetValueOrDefault(text);

    /// <summary>The name; a new one if there was none.</summary>
    public ClaimedName Get(string text)
    {
        if (!_names.TryGetValue(text, out var name))
            _names.Add(text, name = new ClaimedName(text));
        return name;
    }

    public void ForgetIfIdle(ClaimedName name)
    {
        if (name is { Claims.Count: 0, Kept: null })
            _names.Remove(name.Name);
    }

    /// <summary>Gives up the room that many names once took.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Trim()
    {
        if (_names.Capacity <= MostIdleCapacity || _names.Count > _names.Capacity / 4)
            return false;
        _names.TrimExcess();
        return true;
    }

    /// <summary>See <see cref="IMachine.Exchange"/>.</summary>
    /// <param name="codec">The codec.</param>
    /// <param name="element">Passes one name through it.</param>
    public void Exchange(StateCodec codec, Func<StateCodec, ClaimedName?, ClaimedName> element) => codec.Values(
        _names, _names.Values.OrderBy(name => name.Name, StringComparer.Ordinal), name => name.Name, element);

    public override string ToString() => string.Join(" | ", _names.Values);
}

/// <summary>One name at a client.</summary>
/// <param name="name">The name.</param>
internal sealed class ClaimedName(string name)
{
    public string Name { get; } = name;

    /// <summary>The claims that wait or are inside, in the order in which they asked.</summary>
    public List<Claim> Claims { get; } = [];

    /// <summary>
    /// Votes that are kept though nobody is inside: exclusive (rule 22) or shared (rule 23) ones; null for none.
    /// </summary>
    public Ballot? Kept { get; set; }

    /// <summary>Whether a claim that wants the name alone has asked the voters for it.</summary>
    public bool IsAskedAlone => Claims.Exists(claim => claim is { Ballot: not null, Mode: VoteMode.Exclusive });

    /// <summary>The first claim that is queued here and wants the name alone; null if there is none.</summary>
    public Claim? NextWriter => Claims.Find(claim => claim is { Ballot: null, Mode: VoteMode.Exclusive });

    /// <summary>The claims that are queued here, the first one first.</summary>
    public List<Claim> Queued => Claims.FindAll(claim => claim.Ballot is null);

    public override string ToString() => $"{Name}: [{string.Join("; ", Claims)}]{(Kept is null ? "" : $" keeps {Kept}")}";
}
