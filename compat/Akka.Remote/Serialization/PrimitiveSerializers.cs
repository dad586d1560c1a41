using System.Buffers.Binary;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Wire;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>
/// Strings in UTF-8, integers of 32 and 64 bits in little-endian order. Reads the manifests of all versions: short ones, and the names of
/// the types in .NET and in the .NET Framework; writes the long ones unless <c>use-legacy-behavior</c> is off.
/// </summary>
internal sealed class PrimitiveSerializers : SerializerWithStringManifest, IInPlaceReader, IInPlaceWriter
{
    private readonly Names _string;
    private readonly Names _int;
    private readonly Names _long;

    public PrimitiveSerializers(ExtendedActorSystem system, Config config) : base(system)
    {
        var legacy = config.GetBoolean("use-legacy-behavior", true);
        _string = new Names("S", "System.String", legacy);
        _int = new Names("I", "System.Int32", legacy);
        _long = new Names("L", "System.Int64", legacy);
    }

    public override int Identifier => 17;

    public override string Manifest(object o) => NamesOf(o).Written;

    public byte[] ManifestOf(object message) => NamesOf(message).WrittenBytes;

    public int SizeOf(object message) => message switch
    {
        string text => Encoding.UTF8.GetByteCount(text),
        int => sizeof(int),
        _ => sizeof(long),
    };

    public void Write(object message, Span<byte> target)
    {
        switch (message)
        {
            case string text: Encoding.UTF8.GetBytes(text, target); break;
            case int number: BinaryPrimitives.WriteInt32LittleEndian(target, number); break;
            case long number: BinaryPrimitives.WriteInt64LittleEndian(target, number); break;
        }
    }

    public override byte[] ToBinary(object obj)
    {
        _ = NamesOf(obj);
        var bytes = new byte[SizeOf(obj)];
        Write(obj, bytes);
        return bytes;
    }

    public override object FromBinary(byte[] bytes, string manifest) => Read(bytes, Encoding.UTF8.GetBytes(manifest), 0);

    public object Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> manifest, int depth)
    {
        if (_string.Include(manifest)) return ProtoReader.TextOf(bytes);
        if (_int.Include(manifest)) return BinaryPrimitives.ReadInt32LittleEndian(Exactly(sizeof(int), bytes));
        if (_long.Include(manifest)) return BinaryPrimitives.ReadInt64LittleEndian(Exactly(sizeof(long), bytes));
        throw new SerializationException($"Manifest of a primitive must be that of a string, an int or a long, was [{ProtoReader.TextOf(manifest)}].");
    }

    private static ReadOnlySpan<byte> Exactly(int size, ReadOnlySpan<byte> bytes) => bytes.Length == size
        ? bytes
        : throw new SerializationException($"Integer must be of {size} bytes, was of [{bytes.Length}].");

    private Names NamesOf(object message) => message switch
    {
        string => _string,
        int => _int,
        long => _long,
        _ => throw new SerializationException($"Primitive must be a string, an int or a long, was of type [{message.GetType()}]."),
    };

    private sealed class Names
    {
        private readonly byte[] _short;
        private readonly byte[] _modern;
        private readonly byte[] _framework;

        public Names(string shortName, string typeName, bool legacy)
        {
            _short = Encoding.UTF8.GetBytes(shortName);
            _modern = Encoding.UTF8.GetBytes($"{typeName}, System.Private.CoreLib");
            _framework = Encoding.UTF8.GetBytes($"{typeName}, mscorlib");
            WrittenBytes = legacy ? _modern : _short;
            Written = Encoding.UTF8.GetString(WrittenBytes);
        }

        public string Written { get; }

        public byte[] WrittenBytes { get; }

        public bool Include(ReadOnlySpan<byte> manifest) =>
            manifest.SequenceEqual(_modern) || manifest.SequenceEqual(_short) || manifest.SequenceEqual(_framework);
    }
}
