using System.Buffers.Text;
using System.Text;
using Akka.Actor;

namespace Akka.Remote.Refs;

/// <summary>Paths of this system's actors as they stand in frames: with its address and the uid, in UTF-8.</summary>
internal sealed class WirePaths(Address self, LocalActorRefProvider local)
{
    private const int LongestName = 32;

    private readonly byte[] _self = Encoding.UTF8.GetBytes(self.ToString());
    private readonly byte[] _askers = OfAskers(self);

    /// <summary>The path of a sender, in <paramref name="room"/> if it fits; empty for none.</summary>
    public ReadOnlySpan<byte> OfSender(IActorRef? sender, Span<byte> room) => sender switch
    {
        null => default,
        RemoteActorRef remote => remote.WirePath,
        _ when IsOwn(sender) && TryWrite(sender.Path, room, out var length) => room[..length],
        _ => Encoding.UTF8.GetBytes(Akka.Serialization.Serialization.SerializedActorPath(sender)),
    };

    /// <summary>What the paths of those who wait for one answer begin with, in a system at <paramref name="address"/>.</summary>
    public static byte[] OfAskers(Address address) => Encoding.UTF8.GetBytes($"{address}/temp/");

    /// <summary>Who waits for one answer at a path, where the path is of that kind; else null.</summary>
    public IInternalActorRef? Asker(ReadOnlySpan<byte> path)
    {
        if (!path.StartsWith(_askers) || path.Length - _askers.Length > LongestName) return null;
        Span<char> name = stackalloc char[LongestName];
        return Encoding.UTF8.TryGetChars(path[_askers.Length..], name, out var length) ? local.FindTemporary(name[..length]) : null;
    }

    // There may be other systems in this process, of the same name even.
    private bool IsOwn(IActorRef sender) => sender is IInternalActorRef { IsLocal: true } actor && actor is not Nobody && ReferenceEquals(actor.Provider.Settings, local.Settings);

    private bool TryWrite(ActorPath path, Span<byte> room, out int length)
    {
        length = 0;
        if (path.Address.HasGlobalScope || path.Depth == 0 || !TryWriteElements(path, room, ref length)) return false;
        if (path.Uid == 0) return true;
        if (length == room.Length) return false;
        room[length++] = (byte)'#';
        if (!Utf8Formatter.TryFormat(path.Uid, room[length..], out var digits)) return false;
        length += digits;
        return true;
    }

    private bool TryWriteElements(ActorPath path, Span<byte> room, ref int length)
    {
        if (path.Depth == 0) return TryAppend(_self, room, ref length);
        if (!TryWriteElements(path.Parent, room, ref length) || length == room.Length) return false;
        room[length++] = (byte)'/';
        if (!Encoding.UTF8.TryGetBytes(path.Name, room[length..], out var written)) return false;
        length += written;
        return true;
    }

    private static bool TryAppend(ReadOnlySpan<byte> bytes, Span<byte> room, ref int length)
    {
        if (!bytes.TryCopyTo(room[length..])) return false;
        length += bytes.Length;
        return true;
    }
}
