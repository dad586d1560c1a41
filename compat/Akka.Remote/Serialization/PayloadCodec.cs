using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Remote.Wire;

namespace Akka.Remote.Serialization;

/// <summary>
/// Messages to payloads and back. What a peer sends is read only by a serializer that is registered here, and never by JSON with type
/// names, which would make whatever the sender names.
/// </summary>
internal sealed class PayloadCodec(ExtendedActorSystem system)
{
    /// <summary>How many messages may be inside of one another: no honest one needs more, and the stack is finite.</summary>
    public const int MaximumDepth = 16;

    private const int NullId = 0;
    private const int JsonId = 1;
    private static readonly PreparedPayload Null = new(NullId, [], []);

    private readonly ManifestTexts _manifests = new();

    /// <summary>A message that is ready to be written. Refs in it are written with the address of the present transport.</summary>
    /// <exception cref="Exception">No serializer is bound to it, or its serializer failed.</exception>
    public PreparedPayload Prepare(object? message)
    {
        if (message is null) return Null;
        var format = system.Serialization.FormatOf(message.GetType());
        if (format.Serializer is IInPlaceWriter writer) return new PreparedPayload(format.Identifier, writer, message);
        var manifest = format.Named is { } named ? _manifests.BytesOf(named.Manifest(message)) : format.Manifest;
        return new PreparedPayload(format.Identifier, manifest, format.Serializer.ToBinary(message));
    }

    /// <summary>Reads a message. False: it is refused, and nothing was made of it.</summary>
    public bool TryRead(PayloadView payload, out object message, out Refusal refusal)
    {
        message = null!;
        refusal = default;
        if (!IsAccepted(payload.SerializerId, out var serializer, out refusal)) return false;
        try
        {
            message = Read(payload, serializer, 0)!;
        }
        catch (Exception mistake) when (mistake is not OutOfMemoryException)
        {
            refusal = new Refusal(payload.SerializerId, false, $"Message of serializer {payload.SerializerId} must be one that it can read, was not: {mistake.Message}");
            return false;
        }
        return true;
    }

    /// <summary>Reads a message inside of another; null where null was written.</summary>
    /// <exception cref="SerializationException">It is refused.</exception>
    public object? ReadInner(PayloadView payload, int depth)
    {
        if (payload.SerializerId == NullId) return null;
        if (depth >= MaximumDepth) throw new SerializationException($"Messages must be at most {MaximumDepth} deep inside of one another, were deeper.");
        return IsAccepted(payload.SerializerId, out var serializer, out var refusal)
            ? Read(payload, serializer, depth)
            : throw new SerializationException(refusal.Text);
    }

    private object? Read(PayloadView payload, Akka.Serialization.Serializer serializer, int depth)
    {
        if (serializer is IInPlaceReader reader) return reader.Read(payload.Bytes, payload.Manifest, depth);
        var bytes = payload.Bytes.ToArray();
        if (serializer is Akka.Serialization.SerializerWithStringManifest named) return named.FromBinary(bytes, _manifests.TextOf(payload.Manifest));
        return serializer.FromBinary(bytes, payload.Manifest.IsEmpty ? null! : BoundType(payload));
    }

    private Type BoundType(PayloadView payload) => system.Serialization.BoundType(payload.SerializerId, _manifests.TextOf(payload.Manifest));

    private bool IsAccepted(int id, out Akka.Serialization.Serializer serializer, out Refusal refusal)
    {
        serializer = id is NullId or JsonId ? null! : system.Serialization.Find(id)!;
        refusal = serializer is not null ? default : new Refusal(id, true, id == JsonId
            ? $"Serializer of a message must be registered in akka.actor.serializers, was [{id}]: JSON with type names is never read from the network."
            : $"Serializer of a message must be registered in akka.actor.serializers, was [{id}].");
        return serializer is not null;
    }
}
