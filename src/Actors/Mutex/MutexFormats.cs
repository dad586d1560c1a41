using Coterie.Mutex.Wire;
using Coterie.Serialization;
using static Coterie.Mutex.MutexProtocol;
using static Coterie.Serialization.Field;

namespace Coterie.Mutex;

/// <summary>The mutex messages on the wire; <c>mutex.proto</c> has the fields.</summary>
internal static class MutexFormats
{
    public static IEnumerable<WireFormat> All { get; } =
    [
        WireFormat.Of("XQ", (Request m) => new RequestData { At = Data(m.At) }, d => new Request(Timestamp(d.At))),
        WireFormat.Of("XP", (Reply m) => new ReplyData { From = m.From.Value, To = Data(m.To) }, d => new Reply(new(d.From), Timestamp(d.To))),
    ];

    public static TimestampData Data(Timestamp timestamp) => new() { Clock = timestamp.Clock, Process = timestamp.Process.Value };

    public static Timestamp Timestamp(TimestampData? data)
    {
        var given = Required(data, "The timestamp");
        return new(given.Clock, new(given.Process));
    }
}
