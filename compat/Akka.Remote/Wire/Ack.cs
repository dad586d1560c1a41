using System.Buffers.Binary;

namespace Akka.Remote.Wire;

/// <summary>An acknowledgement to be written: all system messages up to <paramref name="Cumulative"/> have arrived, except for <paramref name="Nacks"/>.</summary>
internal readonly record struct Ack(ulong Cumulative, ulong[]? Nacks = null)
{
    // The number 0 is the type's default and left out, as all writers of proto3 do.
    public int Size => (Cumulative == 0 ? 0 : 1 + sizeof(ulong)) + (NacksSize == 0 ? 0 : ProtoWriter.SizeOfField(NacksSize));

    private int NacksSize => (Nacks?.Length ?? 0) * sizeof(ulong);

    public void Write(ref ProtoWriter writer)
    {
        writer.Open(WireTag.Bytes1, Size);
        if (Cumulative != 0) writer.Fixed64(WireTag.Fixed1, Cumulative);
        if (NacksSize == 0) return;
        var packed = writer.Bytes(WireTag.Bytes2, NacksSize);
        foreach (var nack in Nacks!)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(packed, nack);
            packed = packed[sizeof(ulong)..];
        }
    }
}
