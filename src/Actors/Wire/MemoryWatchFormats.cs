using Coterie.Protocols.Quorum;
using static Coterie.Actors.Wire.Field;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Wire;

// Watches of the variables of one server; memory.proto has the fields.
internal static partial class MemoryFormats
{
    private static WireFormat[] Watches =>
    [
        WireFormat.Of("MWA", (Watch m) => Data(m), Message),
        WireFormat.Of("mch", (Changes m) => Data(m), Message),
    ];

    private static WatchMemoryData Data(Watch m) => new()
    {
        Id = m.Id,
        Name = m.Name,
        IsPrefix = m.IsPrefix,
        Client = m.Client.Value,
        Watch = m.Number,
        Page = m.Page,
        PatienceMs = Milliseconds(m.Patience),
    };

    private static Watch Message(WatchMemoryData d) => new(
        d.Id,
        d.Name,
        d.IsPrefix,
        new SessionId(Within(d.Client, 1, long.MaxValue, "The client")),
        Within(d.Watch, 1, long.MaxValue, "The number of the watch"),
        PageNumber(d.Page),
        Span(d.PatienceMs));

    private static ChangesData Data(Changes m)
    {
        var data = new ChangesData { Id = m.Id, Number = m.Number, IsListed = m.IsListed };
        data.Page.AddRange(m.Page.Select(variable => new WatchedVariableData
        {
            Name = variable.Name,
            Found = Found(variable.Value, variable.Version),
        }));
        return data;
    }

    private static Changes Message(ChangesData d) => new(d.Id, PageNumber(d.Number), [.. d.Page.Select(Message)], d.IsListed);

    private static WatchedVariable Message(WatchedVariableData d)
    {
        var found = Required(d.Found, "The variable");
        return new(Name(d.Name), ValueOrNone(found.Value), Version(found));
    }

    private static long PageNumber(long value) => Within(value, 0, long.MaxValue, "The number of the page");
}
