using System.Buffers.Binary;

namespace Coterie.Actors.Memory.RawPort;

/// <summary>
/// Distinguishes the first bytes of a node of Akka.Remote from those of a client of the raw port. If a node was given the wrong
/// port, its first bytes contain random ones, which could be a command to write.
/// </summary>
internal static class NodeGreeting
{
    /// <summary>Why such a connection is closed, for the log.</summary>
    public const string Reason = "it is a node of Akka.Remote, as Coterie's own clients are; they need the server's other port";

    private const int HeaderSize = 9;

    /// <summary>
    /// Whether a connection that begins with these bytes comes from a node: a frame (its length, 4 bytes, little-endian) that
    /// holds an instruction (field 2 of the message), which is to associate (1).
    /// </summary>
    public static bool Begins(ReadOnlySpan<byte> input) =>
        input.Length >= HeaderSize
        && BinaryPrimitives.ReadInt32LittleEndian(input) >= HeaderSize - sizeof(int)
        && input[4] == 0x12 && input[6] == 0x08 && input[7] == 0x01 && input[8] == 0x12;
}
