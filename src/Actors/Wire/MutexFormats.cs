using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using Coterie.Protocols.Mutex.Algorithms.Voting;
using static Coterie.Actors.Wire.Field;

namespace Coterie.Actors.Wire;

/// <summary>The mutex messages on the wire; <c>mutex.proto</c> has the fields.</summary>
internal static class MutexFormats
{
    public static IEnumerable<WireFormat> All { get; } =
    [
        Own<MutexProtocol.Request>("XQ", m => m.At, at => new(at)),
        About<MutexProtocol.Reply>("XP", m => m.To, (from, to) => new(from, to)),
        About<CentralProtocol.Grant>("XCG", m => m.To, (from, to) => new(from, to)),
        Own<CentralProtocol.Release>("XCR", m => m.Over, over => new(over)),
        Stamped<LamportProtocol.Acknowledge>("XLA", m => (m.At, m.To), (at, to) => new(at, to)),
        Stamped<LamportProtocol.Release>("XLR", m => (m.At, m.Over), (at, over) => new(at, over)),
        About<VotingProtocol.Locked>("XVL", m => m.To, (from, to) => new(from, to)),
        About<VotingProtocol.Failed>("XVF", m => m.To, (from, to) => new(from, to)),
        About<VotingProtocol.Inquire>("XVI", m => m.To, (from, to) => new(from, to)),
        Own<VotingProtocol.Relinquish>("XVY", m => m.Of, of => new(of)),
        Own<VotingProtocol.Release>("XVR", m => m.Over, over => new(over)),
        WireFormat.Of("XSP", (SuzukiKasamiProtocol.Privilege m) => Data(m), Message),
        Sender<RaymondProtocol.Request>("XRQ", from => new(from)),
        Sender<RaymondProtocol.Privilege>("XRP", from => new(from)),
        About<NaimiTrehelProtocol.Request>("XNQ", m => m.At, (from, at) => new(from, at)),
        About<NaimiTrehelProtocol.Token>("XNT", m => m.To, (from, to) => new(from, to)),
    ];

    public static TimestampData Data(Timestamp timestamp) => new() { Clock = timestamp.Clock, Process = timestamp.Process.Value };

    public static Timestamp Timestamp(TimestampData? data)
    {
        var given = Required(data, "The timestamp");
        return new(Clock(given.Clock), Process(given.Process));
    }

    /// <exception cref="System.Runtime.Serialization.SerializationException">
    /// No process can have this number. Whether the group has a process of that number, only its processes know.
    /// </exception>
    public static ProcessId Process(int number) => new(Within(number, 1, int.MaxValue, "The number of a process"));

    // A process that receives the largest clock can still count on for a long time.
    private static long Clock(long clock) => Within(clock, 0, long.MaxValue / 2, "The clock");

    private static WireFormat Own<TMessage>(string manifest, Func<TMessage, Timestamp> request, Func<Timestamp, TMessage> read)
        where TMessage : class, MutexProtocol.IWireMessage =>
        WireFormat.Of(manifest, (TMessage m) => new OwnData { Request = Data(request(m)) }, d => read(Timestamp(d.Request)));

    private static WireFormat About<TMessage>(
        string manifest, Func<TMessage, Timestamp> request, Func<ProcessId, Timestamp, TMessage> read)
        where TMessage : class, MutexProtocol.IWireMessage =>
        WireFormat.Of(
            manifest,
            (TMessage m) => new AboutData { From = m.From.Value, Request = Data(request(m)) },
            d => read(Process(d.From), Timestamp(d.Request)));

    private static WireFormat Stamped<TMessage>(
        string manifest,
        Func<TMessage, (Timestamp At, Timestamp Request)> stamps,
        Func<Timestamp, Timestamp, TMessage> read)
        where TMessage : class, MutexProtocol.IWireMessage =>
        WireFormat.Of(
            manifest,
            (TMessage m) => new StampedData { At = Data(stamps(m).At), Request = Data(stamps(m).Request) },
            d => read(Timestamp(d.At), Timestamp(d.Request)));

    private static WireFormat Sender<TMessage>(string manifest, Func<ProcessId, TMessage> read)
        where TMessage : class, MutexProtocol.IWireMessage =>
        WireFormat.Of(manifest, (TMessage m) => new SenderData { From = m.From.Value }, d => read(Process(d.From)));

    private static PrivilegeData Data(SuzukiKasamiProtocol.Privilege m) =>
        new()
        {
            From = m.From.Value,
            To = m.To is { } request ? Data(request) : null,
            Queue = { m.Queue.Select(process => process.Value) },
            Granted = { m.Granted },
        };

    private static SuzukiKasamiProtocol.Privilege Message(PrivilegeData d) =>
        new(Process(d.From), d.To is null ? null : Timestamp(d.To), [.. d.Queue.Select(Process)], [.. d.Granted.Select(Clock)]);
}
