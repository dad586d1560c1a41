using System.Buffers.Binary;
using Akka.Actor;

namespace Akka.Remote.Refs;

/// <summary>Remembers which ref a path on the wire stands for: the latest of each place in a table of fixed size. For one thread at a time.</summary>
internal sealed class RefTable
{
    private const int Size = 1024;

    private Entry[]? _entries; // made when first needed: most strangers send nothing

    public IInternalActorRef? Find(ReadOnlySpan<byte> path)
    {
        if (_entries is null) return null;
        ref readonly var entry = ref _entries[Place(path)];
        // An actor that has stopped may have been followed by another at the same path.
        return entry.Path is not null && path.SequenceEqual(entry.Path) && !entry.Ref.IsTerminated ? entry.Ref : null;
    }

    public IInternalActorRef Add(ReadOnlySpan<byte> path, IInternalActorRef found)
    {
        if (!found.IsTerminated) (_entries ??= new Entry[Size])[Place(path)] = new Entry(path.ToArray(), found);
        return found;
    }

    // The end of a path, with name and uid, is what tells it from others.
    private static int Place(ReadOnlySpan<byte> path)
    {
        var tail = path.Length >= 16 ? path[^16..] : path;
        var a = tail.Length >= 8 ? BinaryPrimitives.ReadUInt64LittleEndian(tail) : 0;
        var b = tail.Length >= 8 ? BinaryPrimitives.ReadUInt64LittleEndian(tail[^8..]) : (ulong)tail.Length;
        return (int)(((a * 0x9E3779B97F4A7C15) ^ (b * 0xC2B2AE3D27D4EB4F)) >> 54);
    }

    private readonly record struct Entry(byte[]? Path, IInternalActorRef Ref);
}
