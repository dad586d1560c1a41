using Akka.Actor;
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

    /// <summary>Whether the node listens at that address.</summary>
    public bool IsAt(Address address) => address.Host == Host && address.Port == Port;

    /// <summary>Reads the frame by which a node introduces itself; null if it is another one.</summary>
    public static PeerIdentity? Read(ByteString frame)
    {
        try
        {
            return Part(frame, Instruction) is { } instruction && Part(instruction, HandshakeInfo) is { } handshake
                && Part(handshake, Origin) is { } origin && Part(origin, HostOfAddress) is { } host
                ? new PeerIdentity(host.ToStringUtf8(), (int)Number(origin, PortOfAddress), Number(handshake, UidOfOrigin))
                : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null; // Akka.Remote finds that out, too, and closes the connection
        }
    }

    private static ByteString? Part(ByteString message, int field)
    {
        var input = message.CreateCodedInput();
        return Find(input, field, WireFormat.WireType.LengthDelimited) ? input.ReadBytes() : null;
    }

    private static ulong Number(ByteString message, int field)
    {
        var input = message.CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) != field)
                input.SkipLastField();
            else if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.Fixed64)
                return input.ReadFixed64();
            else
                return input.ReadUInt64();
        }
        return 0;
    }

    private static bool Find(CodedInputStream input, int field, WireFormat.WireType type)
    {
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == field && WireFormat.GetTagWireType(tag) == type)
                return true;
            input.SkipLastField();
        }
        return false;
    }
}
