using System.Runtime.Serialization;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;
using Google.Protobuf;
using static Coterie.Actors.Wire.Field;
using static Coterie.Protocols.Memory.MemoryProtocol;
using Done = Coterie.Actors.Wire.OperatedData.OutcomeOneofCase;
using Kind = Coterie.Actors.Wire.OperateData.OperationOneofCase;

namespace Coterie.Actors.Wire;

// Operations on the variables of one server; memory.proto has the fields.
internal static partial class MemoryFormats
{
    private static WireFormat[] Operations =>
    [
        WireFormat.Of("MO", (Operate m) => Data(m), Message),
        WireFormat.Of("mo", (Operated m) => Data(m), Message),
    ];

    private static OperateData Data(Operate m)
    {
        var data = new OperateData { Id = m.Id, Name = m.Name, Client = m.Client.Value, IsRepeated = m.IsRepeated };
        if (m.Under is { } under)
            data.Under = under;
        if (m.Fence is { } fence)
            data.Fence = MutexFormats.Data(fence);
        switch (m.Operation)
        {
            case Operation.Read: data.Read = true; break;
            case Operation.Write write: data.Write = new() { Value = DataOrNone(write.Value) }; break;
            case Operation.CompareAndSet set:
                data.CompareAndSet = new() { Expected = DataOrNone(set.Expected), Value = DataOrNone(set.Value) };
                break;
            case Operation.Add add: data.Add = add.By; break;
        }
        return data;
    }

    private static Operate Message(OperateData d) => new(
        d.Id,
        d.Name,
        d.OperationCase switch
        {
            Kind.Read => new Operation.Read(),
            Kind.Write => new Operation.Write(ValueOrNone(d.Write.Value)),
            Kind.CompareAndSet =>
                new Operation.CompareAndSet(ValueOrNone(d.CompareAndSet.Expected), ValueOrNone(d.CompareAndSet.Value)),
            Kind.Add => new Operation.Add(d.Add),
            var other => throw Unknown("The operation", other),
        },
        new SessionId(Within(d.Client, 1, long.MaxValue, "The client")),
        d.HasUnder ? d.Under : null,
        d.Fence is null ? null : MutexFormats.Timestamp(d.Fence),
        d.IsRepeated);

    private static OperatedData Data(Operated m) => m.Outcome switch
    {
        Outcome.Done o => new() { Id = m.Id, Done = Found(o.Value, o.Version) },
        Outcome.Mismatch o => new() { Id = m.Id, Mismatch = Found(o.Current, o.Version) },
        Outcome.WrongKind o => new() { Id = m.Id, WrongKind = Found(o.Current, 0) },
        Outcome.Unknown => new() { Id = m.Id, Unknown = true },
        _ => throw Unknown("The outcome", m.Outcome.GetType().Name),
    };

    private static Operated Message(OperatedData d) => new(d.Id, d.OutcomeCase switch
    {
        Done.Done => new Outcome.Done(ValueOrNone(d.Done.Value), Version(d.Done)),
        Done.Mismatch => new Outcome.Mismatch(ValueOrNone(d.Mismatch.Value), Version(d.Mismatch)),
        Done.WrongKind => new Outcome.WrongKind(ValueOrNone(d.WrongKind.Value)),
        Done.Unknown => new Outcome.Unknown(),
        var other => throw Unknown("The outcome", other),
    });

    private static FoundData Found(VariableValue? value, long version) => new() { Value = DataOrNone(value), Version = version };

    private static long Version(FoundData d) => Within(d.Version, 0, long.MaxValue, "The version");

    private static TypedValueData? DataOrNone(VariableValue? value) => value is null ? null : Data(value);

    private static TypedValueData Data(VariableValue value) =>
        new() { Kind = (int)value.Kind, Content = ByteString.CopyFrom(value.Content.Bytes) };

    private static VariableValue? ValueOrNone(TypedValueData? d) => d is null ? null : Value(d);

    private static VariableValue Value(TypedValueData d)
    {
        try
        {
            return VariableValue.Of((ValueKind)(byte)Within(d.Kind, 1, byte.MaxValue, "The kind of the value"), d.Content.Span);
        }
        catch (ArgumentException wrong)
        {
            throw new SerializationException($"The value must be one of its kind: {wrong.Message}", wrong);
        }
    }
}
