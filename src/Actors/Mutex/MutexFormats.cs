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
        WireFormat.Of("XQ", (Request m) => Data(m), Message),
        WireFormat.Of("XP", (Reply m) => Data(m), Message),
    ];

    public static RequestData Data(Request m) => new() { At = Data(m.At) };

    public static Request Message(RequestData d) => new(Timestamp(d.At));

    public static ReplyData Data(Reply m) => new() { From = m.From.Value, To = Data(m.To) };

    public static Reply Message(ReplyData d) => new(new(d.From), Timestamp(d.To));

    public static TimestampData Data(Timestamp timestamp) => new() { Clock = timestamp.Clock, Process = timestamp.Process.Value };

    public static Timestamp Timestamp(TimestampData? data)
    {
        var given = Required(data, "The timestamp");
        return new(given.Clock, new(given.Process));
    }
}
