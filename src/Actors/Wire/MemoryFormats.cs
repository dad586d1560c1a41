using System.Runtime.Serialization;
using Coterie.Protocols.Memory;
using static Coterie.Actors.Wire.Field;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Wire;

/// <summary>The memory's messages on the wire, commands in capitals; <c>memory.proto</c> has the fields.</summary>
internal static partial class MemoryFormats
{
    public static IEnumerable<WireFormat> All { get; } =
    [
        WireFormat.Of("MR", (Read m) => Data(m), Message),
        WireFormat.Of("MW", (Write m) => Data(m), Message),
        WireFormat.Of("MAR", (AcquireRead m) => Data(m.Id, m.Name, m.Lease), d => new AcquireRead(d.Id, d.Name, Lease(d))),
        WireFormat.Of("MAW", (AcquireWrite m) => Data(m.Id, m.Name, m.Lease), d => new AcquireWrite(d.Id, d.Name, Lease(d))),
        WireFormat.Of("MRL", (Release m) => Data(m), d => new Release(d.Id, d.Name, d.Lock)),
        WireFormat.Of("ML", (List m) => Data(m), Message),
        WireFormat.Of("mc", (Current m) => Data(m), d => new Current(d.Id, Value(d.Value), d.NeverWritten)),
        WireFormat.Of("mw", (Written m) => new IdData { Id = m.Id }, d => new Written(d.Id)),
        WireFormat.Of("mg", (Granted m) => new GrantedData { Id = m.Id, LeaseMs = Milliseconds(m.Lease) }, Message),
        WireFormat.Of("mr", (Released m) => new IdData { Id = m.Id }, d => new Released(d.Id)),
        WireFormat.Of("mx", (Expired m) => new IdData { Id = m.Id }, d => new Expired(d.Id)),
        WireFormat.Of("ml", (Listing m) => Data(m), Message),
        WireFormat.Of("mf", (Refused m) => RefusalData.Of(m), RefusalData.Message),
        .. Operations,
        .. Watches,
    ];

    private static ReadData Data(Read m)
    {
        var data = new ReadData { Id = m.Id, Name = m.Name };
        if (m.Under is { } under)
            data.Under = under;
        return data;
    }

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

    private static ReleaseData Data(Release m) => new() { Id = m.Id, Name = m.Name, Lock = m.Lock };

    private static CurrentData Data(Current m) => new() { Id = m.Id, Value = Data(m.Value), NeverWritten = m.IsNeverWritten };

    private static Granted Message(GrantedData d) => new(d.Id, Span(Within(d.LeaseMs, 0, long.MaxValue, "The lease")));

    private static ListData Data(List m)
    {
        var data = new ListData { Id = m.Id };
        if (m.After is { } after)
            data.After = after;
        return data;
    }

    private static List Message(ListData d) => new(d.Id, d.HasAfter ? d.After : null);

    private static VariablesData Data(Listing m)
    {
        var data = new VariablesData { Id = m.Id, IsLast = m.IsLast };
        data.Page.AddRange(m.Page.Select(variable => new NamedValueData
        {
            Name = variable.Name,
            Value = variable.Other is { } other ? new ValueData { Typed = Data(other) } : Data(variable.Value),
            NeverWritten = variable.IsNeverWritten,
        }));
        return data;
    }

    private static Listing Message(VariablesData d) => new(d.Id, [.. d.Page.Select(Message)], d.IsLast);

    private static NamedValue Message(NamedValueData d) => d.Value is { KindCase: ValueData.KindOneofCase.Typed } other
        ? new(Name(d.Name), default, Other: Value(other.Typed))
        : new(Name(d.Name), Value(d.Value), d.NeverWritten);

    // Of a list, which people read: the names of an honest server keep the rule.
    private static string Name(string name) => VariableName.IsValid(name)
        ? name
        : throw new SerializationException(
            $"The name of a variable must be {VariableName.Rule}, was [{name.Length} characters].");

    private static ValueData Data(Value value) => new() { Int32 = value.Number };

    private static Value Value(ValueData? data) =>
        Required(data, "The value") is { KindCase: ValueData.KindOneofCase.Int32 } number
            ? new(number.Int32)
            : throw Unknown("The kind of the value", data!.KindCase);

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    // A lease that does not fit into a TimeSpan is longer than any server grants.
    private static TimeSpan Span(long milliseconds) =>
        TimeSpan.FromTicks(Math.Clamp(milliseconds, -MostMilliseconds, MostMilliseconds) * TimeSpan.TicksPerMillisecond);

    private const long MostMilliseconds = long.MaxValue / TimeSpan.TicksPerMillisecond;
}
