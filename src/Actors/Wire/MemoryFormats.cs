using System.Runtime.Serialization;
using Coterie.Protocols.Memory;
using static Coterie.Actors.Wire.Field;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Wire;

/// <summary>The memory's messages on the wire, commands in capitals; <c>memory.proto</c> has the fields.</summary>
internal static class MemoryFormats
{
    public static IEnumerable<WireFormat> All { get; } =
    [
        WireFormat.Of("MR", (Read m) => m.Under is { } under ? new ReadData { Id = m.Id, Name = m.Name, Under = under } : new ReadData { Id = m.Id, Name = m.Name }, Message),
        WireFormat.Of("MW", (Write m) => Data(m), Message),
        WireFormat.Of("MAR", (AcquireRead m) => Data(m.Id, m.Name, m.Lease), d => new AcquireRead(d.Id, d.Name, Lease(d))),
        WireFormat.Of("MAW", (AcquireWrite m) => Data(m.Id, m.Name, m.Lease), d => new AcquireWrite(d.Id, d.Name, Lease(d))),
        WireFormat.Of("MRL", (Release m) => new ReleaseData { Id = m.Id, Name = m.Name, Lock = m.Lock }, d => new Release(d.Id, d.Name, d.Lock)),
        WireFormat.Of("ML", (List m) => m.After is { } after ? new ListData { Id = m.Id, After = after } : new ListData { Id = m.Id }, Message),
        WireFormat.Of("mc", (Current m) => new CurrentData { Id = m.Id, Value = Data(m.Value), NeverWritten = m.IsNeverWritten }, d => new Current(d.Id, Value(d.Value), d.NeverWritten)),
        WireFormat.Of("mw", (Written m) => new IdData { Id = m.Id }, d => new Written(d.Id)),
        WireFormat.Of("mg", (Granted m) => new GrantedData { Id = m.Id, LeaseMs = Milliseconds(m.Lease) }, d => new Granted(d.Id, Span(Within(d.LeaseMs, 0, long.MaxValue, "The lease")))),
        WireFormat.Of("mr", (Released m) => new IdData { Id = m.Id }, d => new Released(d.Id)),
        WireFormat.Of("mx", (Expired m) => new IdData { Id = m.Id }, d => new Expired(d.Id)),
        WireFormat.Of("ml", (Variables m) => Data(m), Message),
        WireFormat.Of("mf", (Refused m) => RefusalData.Of(m), RefusalData.Message),
    ];

    private static Read Message(ReadData d) => new(d.Id, d.Name, d.HasUnder ? d.Under : null);

    private static WriteData Data(Write m)
    {
        var data = new WriteData { Id = m.Id, Name = m.Name, Value = Data(m.Value) };
        if (m.Under is { } under)
            data.Under = under;
        if (m.Fence is { } fence)
            data.Fence = MutexFormats.Data(fence);
        return data;
    }

    private static Write Message(WriteData d) => new(
        d.Id, d.Name, Value(d.Value), d.HasUnder ? d.Under : null, d.Fence is null ? null : MutexFormats.Timestamp(d.Fence));

    private static AcquireData Data(long id, string name, TimeSpan? lease)
    {
        var data = new AcquireData { Id = id, Name = name };
        if (lease is { } wanted)
            data.LeaseMs = Milliseconds(wanted);
        return data;
    }

    private static TimeSpan? Lease(AcquireData d) => d.HasLeaseMs ? Span(d.LeaseMs) : null;

    private static List Message(ListData d) => new(d.Id, d.HasAfter ? d.After : null);

    private static VariablesData Data(Variables m)
    {
        var data = new VariablesData { Id = m.Id, IsLast = m.IsLast };
        data.Page.AddRange(m.Page.Select(variable => new NamedValueData
        {
            Name = variable.Name,
            Value = Data(variable.Value),
            NeverWritten = variable.IsNeverWritten,
        }));
        return data;
    }

    private static Variables Message(VariablesData d) =>
        new(d.Id, [.. d.Page.Select(variable => new NamedValue(Name(variable.Name), Value(variable.Value), variable.NeverWritten))], d.IsLast);

    // Of a list, for people: a server's names keep the rule.
    private static string Name(string name) =>
        VariableName.IsValid(name) ? name : throw new SerializationException($"The name of a variable must be {VariableName.Rule}, was [{name.Length} characters].");

    private static ValueData Data(Value value) => new() { Int32 = value.Number };

    private static Value Value(ValueData? data) => Required(data, "The value") is { KindCase: ValueData.KindOneofCase.Int32 } number
        ? new(number.Int32)
        : throw Unknown("The kind of the value", data!.KindCase);

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    // What does not fit is longer than anybody grants.
    private static TimeSpan Span(long milliseconds) =>
        TimeSpan.FromTicks(Math.Clamp(milliseconds, -MostMilliseconds, MostMilliseconds) * TimeSpan.TicksPerMillisecond);

    private const long MostMilliseconds = long.MaxValue / TimeSpan.TicksPerMillisecond;
}
