using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex.Algorithms.Voting;

/// <summary>The only vote of a member: which request has it, which requests wait for it, and whether it was asked back.</summary>
/// <param name="processes">N.</param>
internal sealed class Vote(int processes)
{
    private readonly List<Timestamp> _waiting = [];
    private readonly PerProcess<long> _over = new(processes);

    /// <summary>The request that has the vote; null while the member has it itself.</summary>
    public Timestamp? Given { get; private set; }

    /// <summary>Whether the vote was asked back from <see cref="Given"/>.</summary>
    public bool IsAskedBack { get; set; }

    /// <summary>The earliest waiting request; null if there is none.</summary>
    public Timestamp? First => _waiting.Count == 0 ? null : _waiting[0];

    /// <summary>
    /// Whether the process has released this request or a later one; then the request arrived after its own release.
    /// </summary>
    public bool IsOver(Timestamp request) => request.Clock <= _over[request.Process];

    /// <summary>The request waits from now on, the smaller timestamp before the larger.</summary>
    public void Await(Timestamp request)
    {
        var index = _waiting.BinarySearch(request);
        if (index < 0)
            _waiting.Insert(~index, request);
    }

    /// <summary>The earliest waiting request gets the vote; null if none waits, or if a request has it already.</summary>
    public Timestamp? GiveToFirst()
    {
        if (Given is not null || First is not { } first)
            return null;
        _waiting.RemoveAt(0);
        Given = first;
        return first;
    }

    /// <summary>The vote comes back, if <paramref name="request"/> has it, and the request waits again.</summary>
    /// <returns>Whether the request had the vote.</returns>
    public bool TakeBack(Timestamp request)
    {
        if (Given != request)
            return false;
        (Given, IsAskedBack) = (null, false);
        Await(request);
        return true;
    }

    /// <summary>Request <paramref name="request"/> is over, and with it all earlier ones of its process.</summary>
    public void End(Timestamp request)
    {
        ref var over = ref _over[request.Process];
        over = Math.Max(over, request.Clock);
        _waiting.RemoveAll(IsOver);
        if (Given is { } given && IsOver(given))
            (Given, IsAskedBack) = (null, false);
    }

    /// <summary>Passes the state through <paramref name="codec"/>.</summary>
    public void Exchange(StateCodec codec)
    {
        codec.List(_waiting, (c, request) => c.Timestamp(request));
        codec.Numbers(_over.Values);
        Given = codec.Request(Given);
        IsAskedBack = codec.Flag(IsAskedBack);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"vote {(Given is { } given ? $"of {given}{(IsAskedBack ? " (asked back)" : "")}" : "at hand")}, "
        + $"waiting [{string.Join(", ", _waiting)}]";
}
