using Akka.Actor;

namespace Akka.Remote.Wire;

/// <summary>Who a peer says it is.</summary>
internal readonly ref struct HandshakeView
{
    private readonly ReadOnlySpan<byte> _host;
    private readonly ReadOnlySpan<byte> _protocol;
    private readonly int _port;

    private HandshakeView(ReadOnlySpan<byte> system, ReadOnlySpan<byte> host, int port, ReadOnlySpan<byte> protocol, ulong uid)
    {
        System = system;
        _host = host;
        _port = port;
        _protocol = protocol;
        Uid = uid;
    }

    /// <summary>The name of its actor system.</summary>
    public ReadOnlySpan<byte> System { get; }

    /// <summary>Which incarnation of the address it is.</summary>
    public ulong Uid { get; }

    /// <exception cref="WireFormatException">The bytes are no handshake, or it does not say all.</exception>
    public static HandshakeView Read(ReadOnlySpan<byte> handshake)
    {
        ReadOnlySpan<byte> origin = default;
        ulong uid = 0;
        var reader = new ProtoReader(handshake);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case WireTag.Bytes1: origin = reader.Bytes(); break;
                case WireTag.Fixed2: uid = reader.Fixed64(); break;
                default: reader.Skip(); break;
            }
        }
        return ReadOrigin(origin, uid);
    }

    /// <summary>The address at which others reach the peer.</summary>
    /// <exception cref="WireFormatException">A part of it is no UTF-8.</exception>
    public Address ToAddress() => new(
        $"akka.{ProtoReader.TextOf(_protocol)}", ProtoReader.TextOf(System), ProtoReader.TextOf(_host), _port);

    private static HandshakeView ReadOrigin(ReadOnlySpan<byte> origin, ulong uid)
    {
        ReadOnlySpan<byte> system = default, host = default, protocol = default;
        ulong port = 0;
        var reader = new ProtoReader(origin);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case WireTag.Bytes1: system = reader.Bytes(); break;
                case WireTag.Bytes2: host = reader.Bytes(); break;
                case WireTag.Varint3: port = reader.Varint(); break;
                case WireTag.Bytes4: protocol = reader.Bytes(); break;
                default: reader.Skip(); break;
            }
        }
        if (system.IsEmpty || host.IsEmpty || protocol.IsEmpty)
            WireFormatException.Throw("Address of a peer must have system, host and protocol, did not.");
        if (port is 0 or > 65535) WireFormatException.Throw($"Port of a peer must be from 1 to 65535, was [{port}].");
        return new HandshakeView(system, host, (int)port, protocol, uid);
    }
}
