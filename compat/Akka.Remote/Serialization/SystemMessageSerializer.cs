using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Wire;
using Akka.Serialization;
using AkkaSerialization = Akka.Serialization.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>The system messages that go from node to node: those of death watch, and no other.</summary>
internal sealed class SystemMessageSerializer(ExtendedActorSystem system) : Serializer(system), IInPlaceReader
{
    public override int Identifier => 22;

    public override bool IncludeManifest => true;

    public override byte[] ToBinary(object obj) => obj switch
    {
        Watch watch => WatchData(watch.Watchee, watch.Watcher),
        Unwatch unwatch => WatchData(unwatch.Watchee, unwatch.Watcher),
        DeathWatchNotification death => new ProtoBuilder()
            .Message(WireTag.Bytes1, Ref(death.Actor))
            .Flag(WireTag.Varint2, death.ExistenceConfirmed)
            .Flag(WireTag.Varint3, death.AddressTerminated)
            .ToArray(),
        _ => throw new SerializationException($"System message for another node must be one of death watch, was [{obj.GetType()}]."),
    };

    public override object FromBinary(byte[] bytes, Type type) => Read(bytes, Encoding.UTF8.GetBytes(TypeName.Of(type)), 0);

    public object Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> manifest, int depth)
    {
        if (manifest.SequenceEqual("Akka.Dispatch.SysMsg.DeathWatchNotification, Akka"u8)) return ReadDeath(bytes);
        var isWatch = manifest.SequenceEqual("Akka.Dispatch.SysMsg.Watch, Akka"u8);
        if (!isWatch && !manifest.SequenceEqual("Akka.Dispatch.SysMsg.Unwatch, Akka"u8))
            throw new SerializationException($"Manifest of a system message must be one of death watch, was [{ProtoReader.TextOf(manifest)}].");
        var reader = new ProtoReader(bytes);
        IInternalActorRef? watchee = null, watcher = null;
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case WireTag.Bytes1: watchee = ReadRef(reader.Bytes()); break;
                case WireTag.Bytes2: watcher = ReadRef(reader.Bytes()); break;
                default: reader.Skip(); break;
            }
        }
        if (watchee is null || watcher is null) throw new SerializationException("Watch must name watchee and watcher, did not.");
        return isWatch ? new Watch(watchee, watcher) : new Unwatch(watchee, watcher);
    }

    private DeathWatchNotification ReadDeath(ReadOnlySpan<byte> bytes)
    {
        IActorRef? actor = null;
        bool existed = false, addressTerminated = false;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case WireTag.Bytes1: actor = ReadRef(reader.Bytes()); break;
                case WireTag.Varint2: existed = reader.Varint() != 0; break;
                case WireTag.Varint3: addressTerminated = reader.Varint() != 0; break;
                default: reader.Skip(); break;
            }
        }
        return actor is null
            ? throw new SerializationException("Death must name the actor, did not.")
            : new DeathWatchNotification(actor, existed, addressTerminated);
    }

    private static byte[] WatchData(IActorRef watchee, IActorRef watcher) =>
        new ProtoBuilder().Message(WireTag.Bytes1, Ref(watchee)).Message(WireTag.Bytes2, Ref(watcher)).ToArray();

    private static byte[] Ref(IActorRef actor) => RefData.Of(AkkaSerialization.SerializedActorPath(actor));

    private IInternalActorRef ReadRef(ReadOnlySpan<byte> data) =>
        (IInternalActorRef)system.Provider.ResolveActorRef(ProtoReader.TextOf(RefData.Path(data)));
}
