using System.Buffers;
using System.Text;

namespace Akka.Remote.Wire;

/// <summary>Builds a small protobuf message whose size nobody knows beforehand. Values that are the type's default are left out.</summary>
internal sealed class ProtoBuilder
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ProtoBuilder Varint(uint tag, ulong value)
    {
        if (value == 0) return this;
        var writer = new ProtoWriter(_bytes.GetSpan(11));
        writer.Varint(tag, value);
        _bytes.Advance(writer.Written);
        return this;
    }

    public ProtoBuilder Flag(uint tag, bool value) => Varint(tag, value ? 1u : 0u);

    public ProtoBuilder Fixed64(uint tag, ulong value)
    {
        if (value == 0) return this;
        var writer = new ProtoWriter(_bytes.GetSpan(9));
        writer.Fixed64(tag, value);
        _bytes.Advance(writer.Written);
        return this;
    }

    public ProtoBuilder Text(uint tag, string? text) =>
        string.IsNullOrEmpty(text) ? this : Message(tag, Encoding.UTF8.GetBytes(text));

    public ProtoBuilder Bytes(uint tag, ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? this : Message(tag, bytes);

    /// <summary>A message inside this one: written even when it is empty, as presence has a meaning.</summary>
    public ProtoBuilder Message(uint tag, ReadOnlySpan<byte> message)
    {
        var writer = new ProtoWriter(_bytes.GetSpan(ProtoWriter.SizeOfField(message.Length)));
        writer.Bytes(tag, message);
        _bytes.Advance(writer.Written);
        return this;
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}
