using System.Text;

namespace Akka.Serialization;

/// <summary>How the messages of one type travel; found once per type.</summary>
internal sealed class MessageFormat
{
    private readonly byte[]? _manifest;

    public MessageFormat(Type type, Serializer serializer)
    {
        Serializer = serializer;
        Identifier = serializer.Identifier;
        Named = serializer as SerializerWithStringManifest;
        if (Named is null) _manifest = serializer.IncludeManifest ? Encoding.UTF8.GetBytes(TypeName.Of(type)) : [];
    }

    public Serializer Serializer { get; }

    public int Identifier { get; }

    /// <summary>The serializer, where it names each message itself.</summary>
    public SerializerWithStringManifest? Named { get; }

    /// <summary>The manifest of all messages of the type. Only where <see cref="Named"/> is null.</summary>
    public byte[] Manifest => _manifest!;
}
