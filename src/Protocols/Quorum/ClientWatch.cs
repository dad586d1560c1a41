using System.Numerics;
using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>One watch of a client.</summary>
/// <remarks>
/// <code>
/// state      condition                                                          next       effects
/// listing    m voters have sent all names                                       settling   none
/// settling   of each name that was unsettled then, that value is told, or a later one   whole   Listed
/// settling   fewer than m voters have sent all names                            listing    none
/// whole      fewer than m voters have sent all names                            listing    Interrupted
/// </code>
/// A name is unsettled while some voter has a later value than the one that was told.
/// </remarks>
/// <param name="number">Its number.</param>
/// <param name="name">The name, or the prefix.</param>
/// <param name="isPrefix">Whether it is a prefix.</param>
/// <param name="voters">n.</param>
internal sealed class ClientWatch(long number, string name, bool isPrefix, int voters) : IWatch, IComparable<ClientWatch>
{
    private readonly Dictionary<string, WatchedName> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Doubt> _unsettled = new(StringComparer.Ordinal);
    private uint _listedBy; // the voters that have sent all names: one bit each
    private WatchStanding _standing;
    private int _awaited; // how many doubts the list waits for

    public long Number => number;

    public string Name => name;

    public bool IsPrefix => isPrefix;

    /// <summary>How many names it has found.</summary>
    public int NameCount => _names.Count;

    public int CompareTo(ClientWatch? other) => Number.CompareTo(other!.Number);

    public bool IsListedBy(int voter) => (_listedBy & (1u << voter)) != 0;

    /// <summary>A voter has told what it has of a name.</summary>
    /// <returns>Whether the name is unsettled.</returns>
    public bool On(int voter, in NamedValue value, int needed, Outbox outbox)
    {
        if (!_names.TryGetValue(value.Name, out var known))
            _names.Add(value.Name, known = new WatchedName(value.Name, voters));
        if (!known.Take(voter, value))
            return false;
        // It must be exactly this stamp. A voter with a later value may have got that from a client that did not know this one:
        // then this one is at a minority, and will be lost.
        if (value.Stored.Stamp > known.Told && known.CountWith(value.Stored.Stamp) >= needed)
        {
            known.Told = value.Stored.Stamp;
            outbox.Tell(new Watched(number, known.Name, value.Stored));
        }
        Settle(known, outbox);
        return known.IsUnsettled;
    }

    /// <summary>A voter has sent all names.</summary>
    public void SetListed(int voter, int majority, Outbox outbox)
    {
        _listedBy |= 1u << voter;
        if (_standing != WatchStanding.Listing || BitOperations.PopCount(_listedBy) < majority)
            return;
        _standing = WatchStanding.Settling;
        foreach (var doubt in _unsettled.Values)
            doubt.Awaited = _names[doubt.Name].Latest;
        _awaited = _unsettled.Count;
        TellIfWhole(outbox);
    }

    /// <summary>What a voter has told does not count any more.</summary>
    public void Strike(int voter, int majority, Outbox outbox)
    {
        _listedBy &= ~(1u << voter);
        if (BitOperations.PopCount(_listedBy) < majority)
        {
            if (_standing == WatchStanding.Whole)
                outbox.Tell(new Interrupted(number));
            (_standing, _awaited) = (WatchStanding.Listing, 0);
            foreach (var doubt in _unsettled.Values)
                doubt.Awaited = default;
        }
        foreach (var known in _names.Values)
        {
            known.Strike(voter);
            Settle(known, outbox);
        }
    }

    /// <summary>Tells which names are unsettled with the same value as a while ago.</summary>
    /// <returns>Whether any name is unsettled.</returns>
    public bool TellUnsettled(Outbox outbox)
    {
        foreach (var doubt in _unsettled.Values.OrderBy(doubt => doubt.Name, StringComparer.Ordinal))
        {
            var latest = _names[doubt.Name].Latest;
            if (latest == doubt.Since && _standing != WatchStanding.Listing)
                outbox.Tell(new Unsettled(number, doubt.Name));
            doubt.Since = latest;
        }
        return _unsettled.Count > 0;
    }

    public static ClientWatch Exchange(StateCodec codec, ClientWatch? watch, int voters)
    {
        var number = codec.Number(watch?.Number ?? 0);
        var name = codec.Text(watch?.Name ?? "");
        var isPrefix = codec.Flag(watch?.IsPrefix ?? false);
        watch ??= new ClientWatch(number, name, isPrefix, voters);
        watch._listedBy = Watches.ExchangeVoters(codec, watch._listedBy, voters);
        watch._standing = (WatchStanding)codec.Number((long)watch._standing);
        codec.Values(
            watch._names,
            watch._names.Values.OrderBy(known => known.Name, StringComparer.Ordinal),
            known => known.Name,
            (fields, known) => WatchedName.Exchange(fields, known, voters));
        codec.Values(
            watch._unsettled,
            watch._unsettled.Values.OrderBy(doubt => doubt.Name, StringComparer.Ordinal),
            doubt => doubt.Name,
            Doubt.Exchange);
        watch._awaited = watch._unsettled.Values.Count(doubt => doubt.Awaited != default);
        return watch;
    }

    public override string ToString() =>
        $"watch {number} of [{name}{(isPrefix ? "..." : "")}] {_standing}, {_names.Count} names, {_unsettled.Count} unsettled";

    private void Settle(WatchedName known, Outbox outbox)
    {
        if (!_unsettled.TryGetValue(known.Name, out var doubt))
        {
            if (known.IsUnsettled)
                _unsettled.Add(known.Name, new Doubt(known.Name));
            return;
        }
        if (doubt.Awaited != default && (known.Told >= doubt.Awaited || !known.IsUnsettled))
        {
            doubt.Awaited = default;
            _awaited--;
        }
        if (!known.IsUnsettled)
            _unsettled.Remove(known.Name);
        if (_unsettled is { Count: 0, Capacity: > 64 })
            _unsettled.TrimExcess();
        TellIfWhole(outbox);
    }

    private void TellIfWhole(Outbox outbox)
    {
        if (_standing != WatchStanding.Settling || _awaited > 0)
            return;
        _standing = WatchStanding.Whole;
        outbox.Tell(new Listed(number));
    }

    /// <summary>A name that is unsettled.</summary>
    private sealed class Doubt(string name)
    {
        public string Name => name;

        /// <summary>The list waits for this value, or a later one; the default if it does not.</summary>
        public ValueStamp Awaited { get; set; }

        /// <summary>The latest value when somebody last looked.</summary>
        public ValueStamp Since { get; set; }

        public static Doubt Exchange(StateCodec codec, Doubt? doubt)
        {
            var name = codec.Text(doubt?.Name ?? "");
            doubt ??= new Doubt(name);
            doubt.Awaited = ValueStamp.Exchange(codec, doubt.Awaited);
            doubt.Since = ValueStamp.Exchange(codec, doubt.Since);
            return doubt;
        }
    }
}

/// <summary>How far a watch is.</summary>
internal enum WatchStanding
{
    /// <summary>Fewer voters than a majority have sent all names.</summary>
    Listing,

    /// <summary>A majority has, and of some names it is not known which value is the latest.</summary>
    Settling,

    /// <summary>It follows all changes.</summary>
    Whole,
}

/// <summary>A watched name: what the voters have of it.</summary>
/// <param name="name">The name.</param>
/// <param name="voters">n.</param>
internal sealed class WatchedName(string name, int voters)
{
    private readonly ValueStamp[] _stamps = new ValueStamp[voters]; // the default for a voter that has told nothing
    private uint _recovered; // the voters that have their value from others: one bit each

    public string Name => name;

    /// <summary>The stamp of the value that was told last.</summary>
    public ValueStamp Told { get; set; }

    /// <summary>The largest stamp that some voter has.</summary>
    public ValueStamp Latest
    {
        get
        {
            var latest = default(ValueStamp);
            foreach (var stamp in _stamps)
                latest = stamp > latest ? stamp : latest;
            return latest;
        }
    }

    /// <summary>Whether some voter has a later value than the one that was told.</summary>
    public bool IsUnsettled => Latest > Told;

    /// <summary>Takes what a voter has told.</summary>
    /// <returns>Whether it is later than what it had told before.</returns>
    public bool Take(int voter, in NamedValue value)
    {
        if (value.Stored.Stamp <= _stamps[voter])
            return false;
        _stamps[voter] = value.Stored.Stamp;
        _recovered = value.IsRecovered ? _recovered | (1u << voter) : _recovered & ~(1u << voter);
        return true;
    }

    /// <summary>How many voters have exactly this from a client.</summary>
    public int CountWith(ValueStamp stamp)
    {
        var count = 0;
        for (var voter = 0; voter < _stamps.Length; voter++)
            count += _stamps[voter] == stamp && (_recovered & (1u << voter)) == 0 ? 1 : 0;
        return count;
    }

    /// <summary>What the voter has is not known any more.</summary>
    public void Strike(int voter)
    {
        _stamps[voter] = default;
        _recovered &= ~(1u << voter);
    }

    public static WatchedName Exchange(StateCodec codec, WatchedName? known, int voters)
    {
        var name = codec.Text(known?.Name ?? "");
        known ??= new WatchedName(name, voters);
        known.Told = ValueStamp.Exchange(codec, known.Told);
        for (var i = 0; i < voters; i++)
        {
            ref var stamp = ref known._stamps[codec.Place(i)];
            stamp = ValueStamp.Exchange(codec, stamp);
        }
        known._recovered = Watches.ExchangeVoters(codec, known._recovered, voters);
        return known;
    }
}
