namespace Akka.Remote.Serialization;

/// <summary>Why a message from a peer was not read.</summary>
/// <param name="SerializerId">The serializer that it names.</param>
/// <param name="IsOfSerializer">Whether the serializer as such is refused, so that all of its messages are; else only this one is.</param>
/// <param name="Text">The reason, as a sentence for the log.</param>
internal readonly record struct Refusal(int SerializerId, bool IsOfSerializer, string Text);
