using Google.Protobuf;

namespace Coterie.Actors.Nodes.Tcp;

/// <summary>One life of the node at the other end of a connection, as the first frame from there names it.</summary>
/// <param name="Host">The host of its address.</param>
/// <param name="Port">The port of its address: where it listens.</param>
/// <param name="Uid">The number of its life.</param>
internal sealed record PeerIdentity(string Host, int Port, ulong Uid)
{
    // The numbers of the fields in Akka.Remote's frames.
    private const int Instruction = 2;
    private const int HandshakeInfo = 2;
    private const int Origin = 1;
    private const int UidOfOrigin = 2;
    private const int HostOfAddress = 2;
    private const int PortOfAddress = 3;

    /// <summary>Reads the frame by which a node introduces itself; null if it is another one.</summary>
    public static PeerIdentity? Read(ByteString frame)
    {
        try
        {
            return Part(frame, Instruction) is { } instruction && Part(instruction, HandshakeInfo) is { } handshake
                && Part(handshake, Origin) is { } origin && Part(origin, HostOfAddress) is { } host
                ? new PeerIdentity(host.ToStringUtf8(), PortOf(origin), UidOf(handshake))
                : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null; // Akka.Remote finds that out, too, and closes the connection
        }
    }

    private static ByteString? Part(ByteString message, int field) =>
        Find(message, field, WireFormat.WireType.LengthDelimited)?.ReadBytes();

    private static int PortOf(ByteString address) =>
        (int?)Find(address, PortOfAddress, WireFormat.WireType.Varint)?.ReadUInt32() ?? 0;

    private static ulong UidOf(ByteString handshake) =>
        Find(handshake, UidOfOrigin, WireFormat.WireType.Fixed64)?.ReadFixed64() ?? 0;

    // The message from the value of that field on; null if it has none of that type.
    private static CodedInputStream? Find(ByteString message, int field, WireFormat.WireType type)
    {
        var input = message.CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            if (tag == WireFormat.MakeTag(field, type))
                return input;
            input.SkipLastField();
        }
        return null;
    }
}
