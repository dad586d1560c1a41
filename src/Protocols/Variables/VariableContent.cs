using System.Buffers.Binary;
using Coterie.Protocols.Quorum;

namespace Coterie.Protocols.Variables;

/// <summary>Names an operation at all times: the client, and its number there.</summary>
/// <param name="Client">The session of the client.</param>
/// <param name="Number">See <see cref="VariablesProtocol.Operate.Number"/>.</param>
public readonly record struct OperationId(SessionId Client, long Number);

/// <summary>An operation that the value of a variable has in it.</summary>
/// <param name="Id">The operation.</param>
/// <param name="Sum">What an addition has led to; 0 for other operations.</param>
internal readonly record struct Applied(OperationId Id, long Sum);

/// <summary>
/// What is stored of a variable: its value, and which operations it has in it. So a client whose store had no answer can find out
/// later whether it took effect, although others have changed the value since.
/// </summary>
/// <param name="Value">The value; null if there is none.</param>
/// <param name="Version">How many operations have changed the variable, deletions included.</param>
/// <param name="Recent">The latest operations, the last one first; at most <see cref="MostRecent"/>.</param>
internal sealed record VariableContent(VariableValue? Value, long Version, IReadOnlyList<Applied> Recent)
{
    /// <summary>How many operations are kept: whoever comes back after so many others cannot find out any more.</summary>
    public const int MostRecent = 32;

    private const int BytesOfHead = 3 + sizeof(long);
    private const int PlaceOfVersion = 3;
    private const int BytesOfApplied = 3 * sizeof(long);

    /// <summary>That of a variable that nobody has stored.</summary>
    public static VariableContent None { get; } = new(null, 0, []);

    /// <summary>The operation, if it is in it.</summary>
    public Applied? Find(OperationId id)
    {
        foreach (var applied in Recent)
        {
            if (applied.Id == id)
                return applied;
        }
        return null;
    }

    /// <summary>The version that an operation led to, if it is one of <see cref="Recent"/>; otherwise the latest.</summary>
    public long VersionAfter(OperationId id)
    {
        for (var i = 0; i < Recent.Count; i++)
        {
            if (Recent[i].Id == id)
                return Version - i;
        }
        return Version;
    }

    /// <summary>The same after one more operation.</summary>
    public VariableContent After(VariableValue? value, Applied operation) =>
        new(value, Version + 1, [operation, .. Recent.Take(MostRecent - 1)]);

    /// <summary>
    /// The bytes: kind (0 for none), how many operations (two bytes), version (eight bytes), the operations, the value.
    /// </summary>
    public Payload ToPayload()
    {
        var value = Value is null ? [] : Value.Content.Bytes;
        var bytes = new byte[BytesOfHead + (Recent.Count * BytesOfApplied) + value.Length];
        bytes[0] = Value is null ? (byte)0 : (byte)Value.Kind;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(1), (ushort)Recent.Count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(PlaceOfVersion), Version);
        var rest = bytes.AsSpan(BytesOfHead);
        foreach (var applied in Recent)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, applied.Id.Client.Value);
            BinaryPrimitives.WriteInt64LittleEndian(rest[sizeof(long)..], applied.Id.Number);
            BinaryPrimitives.WriteInt64LittleEndian(rest[(2 * sizeof(long))..], applied.Sum);
            rest = rest[BytesOfApplied..];
        }
        value.CopyTo(rest);
        return Payload.Of(bytes);
    }

    /// <summary>Reads the bytes back; null if they are none of it, as something else was stored under that name.</summary>
    public static VariableContent? Of(Payload? stored)
    {
        if (stored is null)
            return None;
        var bytes = stored.Bytes;
        if (bytes.Length < BytesOfHead)
            return null;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(bytes[1..]);
        var version = BinaryPrimitives.ReadInt64LittleEndian(bytes[PlaceOfVersion..]);
        var rest = bytes[BytesOfHead..];
        if (count > MostRecent || rest.Length < count * BytesOfApplied)
            return null;
        var recent = new Applied[count];
        for (var i = 0; i < count; i++, rest = rest[BytesOfApplied..])
        {
            var client = BinaryPrimitives.ReadInt64LittleEndian(rest);
            var number = BinaryPrimitives.ReadInt64LittleEndian(rest[sizeof(long)..]);
            var sum = BinaryPrimitives.ReadInt64LittleEndian(rest[(2 * sizeof(long))..]);
            recent[i] = new Applied(new OperationId(new SessionId(client), number), sum);
        }
        if (bytes[0] == 0)
            return rest.IsEmpty ? new VariableContent(null, version, recent) : null;
        return IsValue((ValueKind)bytes[0], rest.Length)
            ? new VariableContent(VariableValue.Of((ValueKind)bytes[0], rest), version, recent)
            : null;
    }

    private static bool IsValue(ValueKind kind, int length) => kind switch
    {
        ValueKind.WholeNumber or ValueKind.FloatingPoint => length == sizeof(long),
        ValueKind.Boolean => length == 1,
        ValueKind.Text or ValueKind.Bytes or ValueKind.Json => length <= VariableValue.MostBytes,
        _ => false,
    };
}
