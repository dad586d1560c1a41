using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Akka.Remote.Wire;

namespace Akka.Remote.Serialization;

/// <summary>Manifests as text and in UTF-8: a few short ones come again and again.</summary>
internal sealed class ManifestTexts
{
    // Peers choose what they send; what is kept of it is bounded.
    private const int MaximumCount = 1024;
    private const int MaximumLength = 256;

    private readonly ConcurrentDictionary<string, byte[]> _bytes = new();
    private readonly ConcurrentDictionary<byte[], string> _texts = new(SameBytes.Instance);

    public byte[] BytesOf(string text)
    {
        if (_bytes.TryGetValue(text, out var known)) return known;
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= MaximumLength && _bytes.Count < MaximumCount) _bytes[text] = bytes;
        return bytes;
    }

    /// <exception cref="WireFormatException">The bytes are no UTF-8.</exception>
    public string TextOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return "";
        if (_texts.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(bytes, out var known)) return known;
        var text = ProtoReader.TextOf(bytes);
        if (bytes.Length <= MaximumLength && _texts.Count < MaximumCount) _texts[bytes.ToArray()] = text;
        return text;
    }

    private sealed class SameBytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly SameBytes Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
