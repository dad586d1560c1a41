using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Quorum;

/// <summary>A session as a voter has it.</summary>
/// <param name="id">The client.</param>
/// <param name="epoch">See <see cref="Epoch"/>.</param>
/// <param name="begunAt">When its first beat came, on the clock of the voter; for people only.</param>
internal sealed class VoterSession(SessionId id, Epoch epoch, TimeSpan begunAt)
{
    public SessionId Id { get; } = id;

    public Epoch Epoch { get; } = epoch;

    public TimeSpan BegunAt { get; } = begunAt;

    /// <summary>Where its answers go: the process from which its latest message came.</summary>
    public ProcessId Client { get; set; }

    /// <summary>The number of its latest beat.</summary>
    public long Beat { get; set; }

    /// <summary>When that came, on the clock of the voter; for people only.</summary>
    public TimeSpan HeardAt { get; set; }

    /// <summary>Who it is, for people.</summary>
    public string? Holder { get; set; }

    /// <summary>The requests that are over (rule 11).</summary>
    public NumberRanges Over { get; } = new();

    /// <summary>Of requests that are over, whose client may not know it yet: the value that was stored last (rule 20).</summary>
    public List<(long Number, ValueStamp Stamp)> LastStores { get; } = [];

    /// <summary>The requests that are not over, by number.</summary>
    public Dictionary<long, VoterClaim> Claims { get; } = [];

    /// <summary>
    /// See <see cref="IMachine.Exchange"/>; the requests pass with their names, and what is for people is left out.
    /// </summary>
    public static VoterSession Exchange(StateCodec codec, VoterSession? session)
    {
        var id = new SessionId(codec.Number(session?.Id.Value ?? 0));
        var epoch = new Epoch(codec.Number(session?.Epoch.Incarnation ?? 0), codec.Number(session?.Epoch.Number ?? 0));
        session ??= new VoterSession(id, epoch, begunAt: default);
        session.Client = codec.Process(session.Client);
        session.Beat = codec.Number(session.Beat);
        session.Over.Exchange(codec);
        codec.List(session.LastStores, (fields, last) => (fields.Number(last.Number), ValueStamp.Exchange(fields, last.Stamp)));
        return session;
    }
}
