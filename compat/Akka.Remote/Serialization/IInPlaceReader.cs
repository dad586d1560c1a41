namespace Akka.Remote.Serialization;

/// <summary>A serializer that reads from the received frame itself, without a copy of the bytes.</summary>
internal interface IInPlaceReader
{
    /// <param name="bytes">The message; not to be kept.</param>
    /// <param name="manifest">What it is, in UTF-8.</param>
    /// <param name="depth">How many messages this one is inside of; see <see cref="PayloadCodec.MaximumDepth"/>.</param>
    object Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> manifest, int depth);
}
