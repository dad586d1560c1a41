using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Remote.Wire;
using Akka.Serialization;
using AkkaSerialization = Akka.Serialization.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>The engine's own messages that ordinary actors send, and those of the remote death watch.</summary>
internal sealed class MiscMessageSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system), IInPlaceReader
{
    private readonly PayloadCodec _payloads = new(system);

    public override int Identifier => 16;

    public override string Manifest(object o) => o switch
    {
        Identify => "ID",
        ActorIdentity => "AID",
        IActorRef => "AR",
        PoisonPill => "PP",
        Kill => "K",
        Heartbeat => "RWHB",
        HeartbeatRsp => "RWHR",
        Status.Failure => "STF",
        Status.Success => "STS",
        _ => throw Unknown(o.GetType().ToString()),
    };

    public override byte[] ToBinary(object obj) => obj switch
    {
        Identify { MessageId: null } => [],
        Identify identify => new ProtoBuilder().Message(WireTag.Bytes1, Payload(identify.MessageId)).ToArray(),
        ActorIdentity identity => new ProtoBuilder()
            .Message(WireTag.Bytes1, Payload(identity.MessageId))
            .Text(WireTag.Bytes2, identity.Subject is null ? null : AkkaSerialization.SerializedActorPath(identity.Subject))
            .ToArray(),
        IActorRef actor => RefData.Of(AkkaSerialization.SerializedActorPath(actor)),
        PoisonPill or Kill or Heartbeat => [],
        HeartbeatRsp response => new ProtoBuilder().Varint(WireTag.Varint1, (ulong)response.AddressUid).ToArray(),
        Status.Failure failure => new ProtoBuilder()
            .Message(WireTag.Bytes1, ExceptionData.Of(failure.Cause))
            .Message(WireTag.Bytes2, Payload(failure.State))
            .ToArray(),
        Status.Success success => new ProtoBuilder().Message(WireTag.Bytes1, Payload(success.Status)).ToArray(),
        _ => throw Unknown(obj.GetType().ToString()),
    };

    public override object FromBinary(byte[] bytes, string manifest) => Read(bytes, Encoding.UTF8.GetBytes(manifest), 0);

    public object Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> manifest, int depth)
    {
        if (manifest.SequenceEqual("RWHB"u8)) return Heartbeat.Instance;
        if (manifest.SequenceEqual("RWHR"u8)) return ReadHeartbeatResponse(bytes);
        if (manifest.SequenceEqual("AR"u8)) return system.Provider.ResolveActorRef(ProtoReader.TextOf(RefData.Path(bytes)));
        if (manifest.SequenceEqual("ID"u8)) return new Identify(ReadFields(bytes, depth).First!);
        if (manifest.SequenceEqual("AID"u8)) return ReadIdentity(bytes, depth);
        if (manifest.SequenceEqual("STS"u8)) return new Status.Success(ReadFields(bytes, depth).First!);
        if (manifest.SequenceEqual("STF"u8)) return ReadFailure(bytes, depth);
        if (manifest.SequenceEqual("PP"u8)) return PoisonPill.Instance;
        if (manifest.SequenceEqual("K"u8)) return Kill.Instance;
        throw Unknown(ProtoReader.TextOf(manifest));
    }

    private static SerializationException Unknown(string what) =>
        new($"Message of serializer 16 must be one of the engine's own, was [{what}].");

    private static HeartbeatRsp ReadHeartbeatResponse(ReadOnlySpan<byte> bytes)
    {
        ulong uid = 0;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            if (reader.Tag == WireTag.Varint1) uid = reader.Varint();
            else reader.Skip();
        }
        return new HeartbeatRsp((int)uid);
    }

    private ActorIdentity ReadIdentity(ReadOnlySpan<byte> bytes, int depth)
    {
        var fields = ReadFields(bytes, depth);
        var path = ProtoReader.TextOf(fields.Second);
        return new ActorIdentity(fields.First!, path.Length == 0 ? null : system.Provider.ResolveActorRef(path));
    }

    private Status.Failure ReadFailure(ReadOnlySpan<byte> bytes, int depth)
    {
        Exception? cause = null;
        object? state = null;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case WireTag.Bytes1: cause = ExceptionData.Read(reader.Bytes(), depth + 1); break;
                case WireTag.Bytes2: state = _payloads.ReadInner(PayloadView.Read(reader.Bytes()), depth + 1); break;
                default: reader.Skip(); break;
            }
        }
        return new Status.Failure(cause!, state!);
    }

    // A message in field 1, and perhaps bytes in field 2.
    private Fields ReadFields(ReadOnlySpan<byte> bytes, int depth)
    {
        object? first = null;
        ReadOnlySpan<byte> second = default;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case WireTag.Bytes1: first = _payloads.ReadInner(PayloadView.Read(reader.Bytes()), depth + 1); break;
                case WireTag.Bytes2: second = reader.Bytes(); break;
                default: reader.Skip(); break;
            }
        }
        return new Fields(first, second);
    }

    private byte[] Payload(object? message) => _payloads.Prepare(message).ToArray();

    private readonly ref struct Fields(object? first, ReadOnlySpan<byte> second)
    {
        public object? First { get; } = first;

        public ReadOnlySpan<byte> Second { get; } = second;
    }
}
