using static Coterie.Actors.Wire.Field;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Actors.Wire;

// The messages of rule 24; watch.proto has the fields.
internal static partial class QuorumFormats
{
    private static WireFormat[] Watches =>
    [
        WireFormat.Of("QW", (Watch m) => Data(m), Message),
        WireFormat.Of(
            "QX",
            (EndWatch m) => new EndWatchData { Session = m.Session.Value, Number = m.Number },
            d => new EndWatch(Session(d.Session), WatchNumber(d.Number))),
        WireFormat.Of("QF", (Followed m) => Data(m), Message),
        WireFormat.Of("qc", (Changed m) => Data(m), Message),
        WireFormat.Of(
            "qx",
            (WatchEnded m) => new EndWatchData { Session = m.Session.Value, Number = m.Number },
            d => new WatchEnded(Session(d.Session), WatchNumber(d.Number))),
    ];

    private static WatchData Data(Watch m)
    {
        var data = new WatchData { Session = m.Session.Value };
        data.Page.AddRange(m.Page.Select(watch => new NamedWatchData
        {
            Number = watch.Number,
            Name = watch.Name,
            IsPrefix = watch.IsPrefix,
        }));
        return data;
    }

    private static Watch Message(WatchData d) => new(
        Session(d.Session), [.. AtMost(d.Page, MostOfPage, "The watches of a page").Select(Message)]);

    // A prefix may be empty.
    private static NamedWatch Message(NamedWatchData d) => new(
        WatchNumber(d.Number), d is { IsPrefix: true, Name: "" } ? "" : Name(d.Name), d.IsPrefix);

    private static FollowedData Data(Followed m) =>
        new() { Session = m.Session.Value, Epoch = Data(m.Epoch), Number = m.Number, Lost = m.Lost };

    private static Followed Message(FollowedData d) =>
        new(Session(d.Session), Epoch(d.Epoch), ChangeNumber(d.Number), ChangeNumber(d.Lost));

    private static ChangedData Data(Changed m)
    {
        var data = new ChangedData { Session = m.Session.Value, Epoch = Data(m.Epoch), Number = m.Number };
        data.Page.AddRange(m.Page.Select(value => new WatchedValueData
        {
            Name = value.Name,
            Stored = DataOrNothing(value.Stored),
            IsRecovered = value.IsRecovered,
        }));
        data.Listed.AddRange(m.Listed);
        return data;
    }

    private static Changed Message(ChangedData d) => new(
        Session(d.Session),
        Epoch(d.Epoch),
        Within(d.Number, 1, Any, "The number of the message"),
        [.. AtMost(d.Page, MostOfPage, "The values of a page").Select(Message)],
        [.. AtMost(d.Listed, MostOfPage, "The watches of a page").Select(WatchNumber)]);

    private static NamedValue Message(WatchedValueData d) =>
        new(Name(d.Name), Stored(Required(d.Stored, "The value")), d.IsRecovered);

    private static long WatchNumber(long value) => Within(value, 1, Any, "The number of the watch");

    private static long ChangeNumber(long value) => Within(value, 0, Any, "The number of the message");
}
