using System.Runtime.Serialization;
using Coterie.Protocols.Quorum;
using Google.Protobuf;
using static Coterie.Actors.Wire.Field;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Actors.Wire;

/// <summary>
/// The messages of the quorum lock on the wire, those of clients in capitals; <c>quorum.proto</c> has the fields.
/// </summary>
internal static partial class QuorumFormats
{
    // A page of floors has at most so many names, and a page of states fewer names and requests.
    private const int MostNames = 1000;
    private const long Any = long.MaxValue;

    public static IEnumerable<WireFormat> All { get; } =
    [
        WireFormat.Of("QB", (Beat m) => Data(m), Message),
        WireFormat.Of("QR", (Request m) => Data(m), Message),
        WireFormat.Of(
            "QY",
            (Yield m) => Vote(m.Session, m.Number, m.Epoch, m.Vote),
            d => new Yield(Session(d.Session), Number(d), Epoch(d.Epoch), Vote(d))),
        WireFormat.Of(
            "QU",
            (Busy m) => Vote(m.Session, m.Number, m.Epoch, m.Vote),
            d => new Busy(Session(d.Session), Number(d), Epoch(d.Epoch), Vote(d))),
        WireFormat.Of(
            "QA",
            (Raise m) => Vote(m.Session, m.Number, m.Epoch, m.Vote, m.Floor),
            d => new Raise(Session(d.Session), Number(d), Epoch(d.Epoch), Vote(d), Floor(d.Floor))),
        WireFormat.Of("QS", (Store m) => Data(m), Message),
        WireFormat.Of("QL", (Look m) => Data(m), Message),
        WireFormat.Of("QE", (Release m) => Data(m), Message),
        WireFormat.Of("QI", (Inspect m) => Data(m), Message),
        WireFormat.Of("qh", (Heard m) => Data(m), Message),
        WireFormat.Of(
            "qf",
            (Foreign m) => new ForeignData { Session = m.Session.Value, Group = m.GroupText },
            d => new Foreign(new SessionId(Within(d.Session, 0, Any, "The session")), Sentence(d.Group))),
        WireFormat.Of(
            "qq",
            (Queued m) => Vote(m.Session, m.Number, m.Epoch, 0, 0, m.IsBusy),
            d => new Queued(Session(d.Session), Number(d), Epoch(d.Epoch), d.Flag)),
        WireFormat.Of(
            "qg",
            (Grant m) => Data(m),
            d => new Grant(
                Session(d.Session),
                Number(d),
                Epoch(d.Epoch),
                Vote(d),
                Floor(d.Floor),
                d.Flag,
                StoredOrNothing(d.Stored),
                d.IsRecovered)),
        WireFormat.Of(
            "qi",
            (Inquire m) => Data(m),
            d => new Inquire(Session(d.Session), Number(d), Epoch(d.Epoch), Vote(d), d.Flag, d.TriesOnce)),
        WireFormat.Of(
            "qa",
            (Raised m) => Vote(m.Session, m.Number, m.Epoch, m.Vote, m.Floor),
            d => new Raised(Session(d.Session), Number(d), Epoch(d.Epoch), Vote(d), Floor(d.Floor))),
        WireFormat.Of("qt", (Stored m) => Data(m), Message),
        WireFormat.Of("qv", (Seen m) => Data(m), Message),
        WireFormat.Of(
            "qo",
            (Over m) => new OverData { Session = m.Session.Value, Number = m.Number },
            d => new Over(Session(d.Session), RequestNumber(d.Number))),
        WireFormat.Of("qr", (Recall m) => Data(m), Message),
        WireFormat.Of(
            "qn",
            (Forgotten m) => new ForgottenData { Incarnation = m.Incarnation, Round = m.Round },
            d => new Forgotten(Incarnation(d.Incarnation), Round(d.Round))),
        WireFormat.Of("ql", (Floors m) => Data(m), Message),
        WireFormat.Of("qs", (Inspected m) => Data(m), Message),
        .. Watches,
    ];

    private static BeatData Data(Beat m)
    {
        var data = new BeatData
        {
            Session = m.Session.Value,
            Number = m.Number,
            Oldest = m.Oldest,
            Lapsed = m.Lapsed is { } lapsed ? Data(lapsed) : null,
            Group = m.Group,
        };
        if (m.Holder is { } holder)
            data.Holder = holder;
        return data;
    }

    private static Beat Message(BeatData d) => new(
        Session(d.Session),
        Within(d.Number, 1, Any, "The number of the beat"),
        Within(d.Oldest, 1, Any, "The oldest request"),
        d.Lapsed is null ? null : Epoch(d.Lapsed),
        d.Group,
        d.HasHolder ? Sentence(d.Holder) : null);

    private static HeardData Data(Heard m) =>
        new()
        {
            Session = m.Session.Value,
            Number = m.Number,
            Epoch = Data(m.Epoch),
            Clock = m.Clock,
            Unanswered = m.Unanswered,
        };

    private static Heard Message(HeardData d) => new(
        Session(d.Session),
        Within(d.Number, 1, Any, "The number of the beat"),
        Epoch(d.Epoch),
        Clock(d.Clock),
        ChangeNumber(d.Unanswered));

    private static LockRequestData Data(Request m)
    {
        var data = new LockRequestData
        {
            Session = m.Session.Value,
            Number = m.Number,
            Name = m.Name,
            Shared = m.Mode == VoteMode.Shared,
            Clock = m.Ticket.Clock,
            Inside = m.Inside,
            TriesOnce = m.TriesOnce,
        };
        if (m.Purpose is { } purpose)
            data.Purpose = purpose;
        return data;
    }

    private static Request Message(LockRequestData d) => new(
        Session(d.Session),
        RequestNumber(d.Number),
        Name(d.Name),
        Mode(d.Shared),
        new Ticket(Within(d.Clock, 1, Ticket.MostClock, "The clock"), Session(d.Session)),
        Floor(d.Inside),
        d.HasPurpose ? Sentence(d.Purpose) : null,
        d.TriesOnce);

    private static VoteData Vote(SessionId session, long number, Epoch epoch, long vote, long floor = 0, bool flag = false) =>
        new() { Session = session.Value, Number = number, Epoch = Data(epoch), Vote = vote, Floor = floor, Flag = flag };

    private static VoteData Data(Grant m)
    {
        var data = Vote(m.Session, m.Number, m.Epoch, m.Vote, m.Floor, m.IsAwaited);
        (data.Stored, data.IsRecovered) = (DataOrNothing(m.Stored), m.IsRecovered);
        return data;
    }

    private static StoreData Data(Store m) => new()
    {
        Session = m.Session.Value,
        Number = m.Number,
        Epoch = Data(m.Epoch),
        Vote = m.Vote,
        Name = m.Name,
        Value = DataOrNothing(m.Value),
        Releases = m.Releases,
    };

    private static Store Message(StoreData d) => new(
        Session(d.Session),
        RequestNumber(d.Number),
        Epoch(d.Epoch),
        VoteNumber(d.Vote),
        Name(d.Name),
        Stored(Required(d.Value, "The value")),
        d.Releases);

    private static StoredData Data(Stored m) => new()
    {
        Session = m.Session.Value,
        Number = m.Number,
        Epoch = Data(m.Epoch),
        Vote = m.Vote,
        Stamp = Data(m.Stamp),
        Over = m.IsOver,
    };

    private static Stored Message(StoredData d) => new(
        Session(d.Session), RequestNumber(d.Number), Epoch(d.Epoch), VoteNumber(d.Vote), Stamp(d.Stamp), d.Over);

    private static LookData Data(Look m) => new() { Session = m.Session.Value, Number = m.Number, Name = m.Name };

    private static Look Message(LookData d) =>
        new(Session(d.Session), Within(d.Number, 1, Any, "The number of the look"), Name(d.Name));

    private static SeenData Data(Seen m) => new()
    {
        Session = m.Session.Value,
        Number = m.Number,
        Epoch = Data(m.Epoch),
        Stored = DataOrNothing(m.Stored),
        IsRecovered = m.IsRecovered,
    };

    private static Seen Message(SeenData d) => new(
        Session(d.Session),
        Within(d.Number, 1, Any, "The number of the look"),
        Epoch(d.Epoch),
        StoredOrNothing(d.Stored),
        d.IsRecovered);

    private static StampData Data(ValueStamp stamp) => new() { Token = stamp.Token, Count = stamp.Count };

    // Whoever has stored nothing adds no bytes.
    private static StampedValueData? DataOrNothing(in StampedValue stored)
    {
        if (stored == default)
            return null;
        var data = new StampedValueData { Stamp = Data(stored.Stamp) };
        if (stored.Value is { } value)
            data.Value = ByteString.CopyFrom(value.Bytes);
        return data;
    }

    private static StampedValue StoredOrNothing(StampedValueData? data) => data is null ? default : Stored(data);

    private static StampedValue Stored(StampedValueData data) => new(Stamp(data.Stamp), data.HasValue ? Value(data.Value) : null);

    private static ValueStamp Stamp(StampData? data) => new(
        Within(Required(data, "The stamp").Token, 1, FencingToken.MostNumber, "The token of the stamp"),
        Within(data!.Count, 1, Any, "The count of the stamp"));

    private static Payload Value(ByteString bytes) => bytes.Length <= Payload.MostBytes
        ? Payload.Of(bytes.Span)
        : throw new SerializationException($"The value must have at most {Payload.MostBytes} bytes, was [{bytes.Length} bytes].");

    private static VoteData Data(Inquire m)
    {
        var data = Vote(m.Session, m.Number, m.Epoch, m.Vote, 0, m.IsBetter);
        data.TriesOnce = m.TriesOnce;
        return data;
    }

    private static LockReleaseData Data(Release m)
    {
        var data = new LockReleaseData { Session = m.Session.Value, Number = m.Number, Token = m.Token };
        if (m.Name is { } name)
            data.Name = name;
        return data;
    }

    private static Release Message(LockReleaseData d) => new(
        Session(d.Session),
        RequestNumber(d.Number),
        d.HasName ? Name(d.Name) : null,
        Floor(d.Token));

    private static RecallData Data(Recall m)
    {
        var data = new RecallData { Incarnation = m.Incarnation, Round = m.Round, Group = m.Group };
        if (m.After is { } after)
            data.After = after;
        return data;
    }

    private static Recall Message(RecallData d) =>
        new(Incarnation(d.Incarnation), Round(d.Round), d.HasAfter ? Name(d.After) : null, d.Group);

    private static FloorsData Data(Floors m)
    {
        var data = new FloorsData { Round = m.Round, Base = m.Base, IsLast = m.IsLast, IsFoundedWith = m.IsFoundedWith };
        data.Page.AddRange(m.Page.Select(floor => new NamedFloorData
        {
            Name = floor.Name,
            Floor = floor.Floor,
            Stored = DataOrNothing(floor.Stored),
            IsRecovered = floor.IsRecovered,
        }));
        return data;
    }

    private static Floors Message(FloorsData d) => new(
        Round(d.Round),
        Floor(d.Base),
        [.. AtMost(d.Page, MostNames, "The names of a page")
            .Select(floor => new NamedFloor(
                Name(floor.Name), Floor(floor.Floor), StoredOrNothing(floor.Stored), floor.IsRecovered))],
        d.IsLast,
        d.IsFoundedWith);

    private static InspectData Data(Inspect m)
    {
        var data = new InspectData { Id = m.Id };
        if (m.Name is { } name)
            data.Name = name;
        if (m.After is { } after)
            data.After = after;
        return data;
    }

    private static Inspect Message(InspectData d) =>
        new(d.Id, d.HasName ? Name(d.Name) : null, d.HasAfter ? Name(d.After) : null);

    private static InspectedData Data(Inspected m)
    {
        var data = new InspectedData
        {
            Id = m.Id,
            IsVoting = m.State.IsVoting,
            IsLast = m.State.IsLast,
            MoreSessions = m.State.MoreSessions,
        };
        data.Sessions.AddRange(m.State.Sessions.Select(Data));
        foreach (var name in m.State.Names)
        {
            var state = new NameStateData { Name = name.Name, Floor = name.Floor, More = name.More };
            state.Claims.AddRange(name.Claims.Select(Data));
            data.Names.Add(state);
        }
        return data;
    }

    private static SessionStateData Data(SessionState session)
    {
        var data = new SessionStateData
        {
            Session = session.Session.Value,
            AgeTicks = session.Age.Ticks,
            SinceBeatTicks = session.SinceBeat.Ticks,
        };
        if (session.Holder is { } holder)
            data.Holder = holder;
        return data;
    }

    private static ClaimStateData Data(ClaimState claim)
    {
        var data = new ClaimStateData
        {
            Session = claim.Session.Value,
            Number = claim.Number,
            Shared = claim.Mode == VoteMode.Shared,
            HasVote = claim.HasVote,
            Inside = claim.Inside,
            SinceTicks = claim.Since.Ticks,
            LeftTicks = claim.TimeLeft.Ticks,
        };
        if (claim.Holder is { } holder)
            data.Holder = holder;
        if (claim.Purpose is { } purpose)
            data.Purpose = purpose;
        return data;
    }

    private static Inspected Message(InspectedData d) => new(
        d.Id,
        new VoterState(d.IsVoting, [.. AtMost(d.Names, MostNames, "The names of a page").Select(Message)], d.IsLast)
        {
            Sessions = [.. AtMost(d.Sessions, MostNames, "The sessions of a page").Select(Message)],
            MoreSessions = Within(d.MoreSessions, 0, int.MaxValue, "The number of sessions left out"),
        });

    private static SessionState Message(SessionStateData d) => new(
        Session(d.Session),
        d.HasHolder ? Sentence(d.Holder) : null,
        TimeSpan.FromTicks(d.AgeTicks),
        TimeSpan.FromTicks(d.SinceBeatTicks));

    private static NameState Message(NameStateData d) => new(
        Name(d.Name),
        Floor(d.Floor),
        [.. AtMost(d.Claims, MostNames, "The requests of a name").Select(Message)],
        Within(d.More, 0, int.MaxValue, "The number of requests left out"));

    private static ClaimState Message(ClaimStateData d) => new(
        Session(d.Session),
        d.HasHolder ? Sentence(d.Holder) : null,
        d.HasPurpose ? Sentence(d.Purpose) : null,
        RequestNumber(d.Number),
        Mode(d.Shared),
        d.HasVote,
        Floor(d.Inside),
        TimeSpan.FromTicks(d.SinceTicks),
        TimeSpan.FromTicks(d.LeftTicks));

    private static EpochData Data(Epoch epoch) => new() { Incarnation = epoch.Incarnation, Number = epoch.Number };

    private static Epoch Epoch(EpochData? data) => new(
        Incarnation(Required(data, "The epoch").Incarnation), Within(data!.Number, 1, Any, "The number of the epoch"));

    private static SessionId Session(long value) => new(Within(value, 1, Any, "The session"));

    private static long Number(VoteData d) => RequestNumber(d.Number);

    private static long RequestNumber(long value) => Within(value, 1, Any, "The number of the request");

    private static long Vote(VoteData d) => VoteNumber(d.Vote);

    private static long VoteNumber(long value) => Within(value, 1, Any, "The vote");

    private static long Floor(long value) => Within(value, 0, FencingToken.MostNumber, "The floor or token");

    private static long Clock(long value) => Within(value, 0, Ticket.MostClock, "The clock");

    private static long Incarnation(long value) => Within(value, 1, Any, "The incarnation");

    private static long Round(long value) => Within(value, 1, Any, "The round");

    private static VoteMode Mode(bool shared) => shared ? VoteMode.Shared : VoteMode.Exclusive;

    private static string Name(string name) => name.Length is >= 1 and <= QuorumTerms.LongestName
        ? name
        : throw new SerializationException(
            $"The name of a lock must have 1 to {QuorumTerms.LongestName} characters, was [{name.Length} characters].");
}
