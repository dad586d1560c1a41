namespace Akka.Remote.Serialization;

/// <summary>A serializer that knows the size of a message beforehand and writes it into the frame itself.</summary>
internal interface IInPlaceWriter
{
    /// <summary>The manifest of a message, in UTF-8.</summary>
    byte[] ManifestOf(object message);

    int SizeOf(object message);

    /// <summary>Writes exactly <see cref="SizeOf"/> bytes.</summary>
    void Write(object message, Span<byte> target);
}
