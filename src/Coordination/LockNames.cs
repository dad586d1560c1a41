using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Coterie.Coordination;

/// <summary>The names of the locks that are behind leases.</summary>
internal static class LockNames
{
    /// <summary>How long the name of a lock may be.</summary>
    public const int Longest = 512;

    private const string Prefix = "akka-lease/";
    private const int HashCharacters = 64;

    /// <summary>
    /// The name of the lock: that of the lease after a prefix. If that is too long, or no text, the end is replaced by a hash of
    /// the whole, and the name has exactly <see cref="Longest"/> characters, which no other name has.
    /// </summary>
    public static string Of(string lease)
    {
        if (Prefix.Length + lease.Length < Longest && lease.EnumerateRunes().All(rune => rune != Rune.ReplacementChar))
            return Prefix + lease;
        var bytes = MemoryMarshal.AsBytes(lease.AsSpan()); // an encoding would replace half a surrogate pair
        var kept = new StringBuilder(Prefix);
        foreach (var rune in lease.EnumerateRunes().TakeWhile(_ => kept.Length < Longest - HashCharacters - 2))
            kept.Append(rune.ToString());
        return kept.Append('#', Longest - HashCharacters - kept.Length)
            .Append(Convert.ToHexStringLower(SHA256.HashData(bytes))).ToString();
    }
}
