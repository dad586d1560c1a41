using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Coterie.Actors.Locks;

/// <summary>Numbers that nobody has had before: sessions and incarnations.</summary>
internal static class RandomNumbers
{
    /// <summary>A random number from 1 to 2^63 - 1.</summary>
    public static long Next()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        long number;
        do
        {
            RandomNumberGenerator.Fill(bytes);
            number = BinaryPrimitives.ReadInt64LittleEndian(bytes) & long.MaxValue;
        }
        while (number == 0);
        return number;
    }
}
