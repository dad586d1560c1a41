using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// The names of a voter, with their floors (rules 15 and 16) and values (rule 19). Floors only rise; so do the stamps of values,
/// unless the protocol is broken on purpose. A name that has no value, and had no request for long, is forgotten: its floor
/// lives on in <see cref="Base"/>. What a durable voter must store of floors and values, it stores here (rule 12).
/// </summary>
/// <remarks>
/// Invariants, with the numbers of <see cref="Voter"/>:
/// (6) no floor is below the floor of the forgotten names;
/// (7) no value has a stamp whose token is above the floor; above the floor plus one, if the vote is out;
/// (8) a durable voter that has its memory has reserved a number above every floor, as far as there are numbers.
/// </remarks>
internal sealed class VotedNames
{
    /// <summary>
    /// A forgotten name raises the floor of all forgotten names to a multiple of this: so the voters rarely differ there.
    /// </summary>
    public const long FloorStep = 1024;

    // A page of floors stays far below the largest frame.
    private const int MostNamesOfPage = 500;
    private const int MostCharactersOfPage = 20_000;

    private readonly Dictionary<string, VotedName> _names = new(StringComparer.Ordinal);
    private readonly VoterLife _life;
    private readonly TimeSpan _sweepInterval;
    private bool _isSweepSet;

    /// <summary>No names yet.</summary>
    /// <param name="life">Stores the number above all floors.</param>
    /// <param name="sweepInterval">How long a name that is idle is kept at least; twice as long at most.</param>
    public VotedNames(VoterLife life, TimeSpan sweepInterval)
    {
        (_life, _sweepInterval) = (life, sweepInterval);
        Watches = new VoterWatches(_names);
    }

    /// <summary>The floor of every name that is not here.</summary>
    public long Base { get; private set; }

    /// <summary>The watches, which are told of each value that is taken.</summary>
    public VoterWatches Watches { get; }

    public int Count => _names.Count;

    public Dictionary<string, VotedName>.ValueCollection All => _names.Values;

    /// <summary>The name, if it is here; otherwise null.</summary>
    public VotedName? Find(string text) => _names.GetValueOrDefault(text);

    /// <summary>The name, which is used now; a new one if it was not here.</summary>
    public VotedName Get(string text)
    {
        if (!_names.TryGetValue(text, out var name))
            _names.Add(text, name = new VotedName(text, Base));
        name.IsIdle = false;
        return name;
    }

    /// <summary>The floor of a name is at least this from now on.</summary>
    public void Raise(VotedName name, long floor, Outbox outbox)
    {
        name.Raise(floor);
        _life.Reserve(name.Floor, outbox);
    }

    /// <summary>The same of a name for which a session has no request: there may be none at all.</summary>
    public void RaiseIdle(string text, long floor, Outbox outbox)
    {
        var name = Get(text);
        Raise(name, floor, outbox);
        SweepIfFree(name, outbox);
    }

    /// <summary>
    /// Takes a value. The number of its token is used: whoever has the vote ends it with at least that floor.
    /// </summary>
    public void Take(VotedName name, in StampedValue value, bool isRecovered, Outbox outbox)
    {
        Raise(name, name.Voted.Count > 0 ? value.Stamp.Token - 1 : value.Stamp.Token, outbox);
        (name.Stored, name.IsRecovered) = (value, isRecovered);
        if (_life.IsDurable)
            outbox.Store(new ValueKept(name.Name, value, isRecovered));
        outbox.Note(new Voter.ValueTaken(name.Name, value.Stamp));
        Watches.OnTaken(name.Name, outbox);
    }

    /// <summary>Takes what an earlier life has stored (rule 12).</summary>
    public void Remember(VoterMemory memory, Outbox outbox)
    {
        Base = memory.Floor!.Value;
        foreach (var (text, stored, isRecovered) in memory.Values)
        {
            var name = Get(text);
            name.Raise(stored.Stamp.Token);
            (name.Stored, name.IsRecovered) = (stored, isRecovered);
            outbox.Note(new Voter.ValueTaken(text, stored.Stamp));
            _life.Reserve(name.Floor, outbox);
        }
        _life.Reserve(Base, outbox);
    }

    /// <summary>Takes what other voters have told (rule 12).</summary>
    /// <param name="recovery">What they have told.</param>
    /// <param name="takesValues">Whether values are taken, too; otherwise rule 12 is broken.</param>
    /// <param name="outbox">Where what is to be stored goes.</param>
    public void Learn(Recovery recovery, bool takesValues, Outbox outbox)
    {
        Base = Math.Max(Base, recovery.Base);
        foreach (var (text, floor, stored, isRecovered) in recovery.Floors)
        {
            if (floor > Base || stored != default || _names.ContainsKey(text))
                RaiseIdle(text, floor, outbox);
            if (stored != default && takesValues)
                Take(Get(text), stored, isRecovered, outbox);
        }
    }

    /// <summary>No floor is below that of the forgotten names.</summary>
    public void RaiseAll(Outbox outbox)
    {
        foreach (var name in _names.Values)
            Raise(name, Base, outbox);
    }

    /// <summary>A page of floors and values for a voter that recovers (rule 12).</summary>
    /// <param name="message">What it asks.</param>
    /// <param name="isFoundedWith">Whether the two began together without memory.</param>
    public Floors PageFor(Recall message, bool isFoundedWith)
    {
        var page = new List<NamedFloor>();
        var characters = 0;
        var isLast = true;
        var names = _names.Values.Where(name => string.CompareOrdinal(name.Name, message.After) > 0)
            .OrderBy(name => name.Name, StringComparer.Ordinal).Take(MostNamesOfPage + 1);
        foreach (var name in names)
        {
            characters += name.Name.Length + (name.Stored.Value?.Bytes.Length ?? 0);
            isLast = page.Count == 0 || (page.Count < MostNamesOfPage && characters <= MostCharactersOfPage);
            if (!isLast)
                break;
            page.Add(new NamedFloor(name.Name, name.FloorToRecall, name.Stored, name.IsRecovered));
        }
        return new Floors(message.Round, Base, page, isLast, isFoundedWith);
    }

    /// <summary>A name that has no request is looked at after a while, whether it is to be forgotten.</summary>
    public void SweepIfFree(VotedName name, Outbox outbox)
    {
        if (name.IsFree)
            SetSweep(outbox);
    }

    /// <summary>Forgets names without a value that had no request at the last sweep either.</summary>
    public void Sweep(Outbox outbox)
    {
        _isSweepSet = false;
        foreach (var name in _names.Values)
        {
            if (name is not { IsIdle: true, IsFree: true })
                continue;
            _names.Remove(name.Name); // a dictionary allows that meanwhile
            if (name.Floor > Base)
                Base = Math.Min((name.Floor + FloorStep - 1) / FloorStep * FloorStep, FencingToken.MostNumber);
        }
        foreach (var name in _names.Values)
        {
            name.IsIdle = name.IsFree && name.Stored == default;
            name.Raise(Base);
        }
        _life.Reserve(Base, outbox);
        _names.TrimExcess();
        if (_names.Values.Any(name => name.IsIdle))
            SetSweep(outbox);
    }

    /// <summary>A crash has ended the timer.</summary>
    public void Restart(Outbox outbox)
    {
        if (_isSweepSet)
            outbox.Set(QuorumTimers.Sweep, _sweepInterval);
    }

    /// <summary>Passes everything but the names through the codec.</summary>
    public void Exchange(StateCodec codec)
    {
        Base = codec.Number(Base);
        _isSweepSet = codec.Flag(_isSweepSet);
    }

    /// <summary>Passes the names with their requests through the codec.</summary>
    /// <param name="codec">The codec.</param>
    /// <param name="sessions">The sessions, as they are by then; they get their requests.</param>
    public void Exchange(StateCodec codec, IReadOnlyDictionary<SessionId, VoterSession> sessions) => codec.Values(
        _names,
        _names.Values.OrderBy(name => name.Name, StringComparer.Ordinal),
        name => name.Name,
        (fields, name) => VotedName.Exchange(fields, name, sessions));

    /// <summary>Checks its invariants.</summary>
    /// <param name="voter">The voter, whose text is the state in the error.</param>
    /// <param name="hasSessions">Whether it has ever begun a session.</param>
    public void Check(IMachine voter, bool hasSessions)
    {
        var mustReserve = _life.MustHaveReserved(hasSessions);
        Invariant.Holds(voter, 8, !mustReserve || _life.HasReservedAbove(Base));
        foreach (var name in _names.Values)
        {
            Invariant.Holds(voter, 6, name.Floor >= Base);
            Invariant.Holds(voter, 7, name.Stored.Stamp.Token <= name.FloorToRecall);
            Invariant.Holds(voter, 8, !mustReserve || _life.HasReservedAbove(name.Floor));
        }
    }

    public override string ToString() => $"base {Base}, names [{string.Join(" | ", _names.Values)}]";

    private void SetSweep(Outbox outbox)
    {
        if (_isSweepSet)
            return;
        _isSweepSet = true;
        outbox.Set(QuorumTimers.Sweep, _sweepInterval);
    }
}
