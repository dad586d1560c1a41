namespace Akka.Remote.Wire;

/// <summary>The byte in front of a protobuf field: its number and its kind. All numbers here are below 16.</summary>
internal static class WireTag
{
    public const int VarintKind = 0;
    public const int Fixed64Kind = 1;
    public const int BytesKind = 2;
    public const int Fixed32Kind = 5;

    public const uint Varint1 = (1 << 3) | VarintKind;
    public const uint Varint2 = (2 << 3) | VarintKind;
    public const uint Varint3 = (3 << 3) | VarintKind;

    public const uint Fixed1 = (1 << 3) | Fixed64Kind;
    public const uint Fixed2 = (2 << 3) | Fixed64Kind;
    public const uint Fixed5 = (5 << 3) | Fixed64Kind;

    public const uint Bytes1 = (1 << 3) | BytesKind;
    public const uint Bytes2 = (2 << 3) | BytesKind;
    public const uint Bytes3 = (3 << 3) | BytesKind;
    public const uint Bytes4 = (4 << 3) | BytesKind;
    public const uint Bytes5 = (5 << 3) | BytesKind;
    public const uint Bytes7 = (7 << 3) | BytesKind;
}
