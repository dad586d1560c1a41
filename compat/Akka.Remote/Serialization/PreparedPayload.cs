using Akka.Remote.Wire;

namespace Akka.Remote.Serialization;

/// <summary>A message that is ready to be written: its size is known, and its bytes are there or will be written in place.</summary>
internal readonly struct PreparedPayload
{
    private readonly object _content;
    private readonly IInPlaceWriter? _writer;
    private readonly byte[] _manifest;
    private readonly int _serializerId;
    private readonly int _contentSize;

    public PreparedPayload(int serializerId, byte[] manifest, byte[] bytes)
    {
        _serializerId = serializerId;
        _manifest = manifest;
        _content = bytes;
        _contentSize = bytes.Length;
        Size = FieldsSize();
    }

    public PreparedPayload(int serializerId, IInPlaceWriter writer, object message)
    {
        _serializerId = serializerId;
        _manifest = writer.ManifestOf(message);
        _content = message;
        _writer = writer;
        _contentSize = writer.SizeOf(message);
        Size = FieldsSize();
    }

    /// <summary>The size of the Payload on the wire.</summary>
    public int Size { get; }

    public void Write(ref ProtoWriter output)
    {
        if (_contentSize > 0)
        {
            var target = output.Bytes(WireTag.Bytes1, _contentSize);
            if (_writer is null) ((byte[])_content).CopyTo(target);
            else _writer.Write(_content, target);
        }
        if (_serializerId != 0) output.Varint(WireTag.Varint2, WireId);
        if (_manifest.Length > 0) output.Bytes(WireTag.Bytes3, _manifest);
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        var writer = new ProtoWriter(bytes);
        Write(ref writer);
        return bytes;
    }

    // A negative int32 travels as ten bytes, as the sign is extended.
    private ulong WireId => (ulong)(long)_serializerId;

    private int FieldsSize() => (_contentSize == 0 ? 0 : ProtoWriter.SizeOfField(_contentSize))
        + (_serializerId == 0 ? 0 : 1 + ProtoWriter.SizeOf(WireId))
        + (_manifest.Length == 0 ? 0 : ProtoWriter.SizeOfField(_manifest.Length));
}
