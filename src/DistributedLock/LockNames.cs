using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Coterie.DistributedLock;

/// <summary>
/// What a lock or a semaphore of any name is called in the group. A lock is called by its name. Two sorts of names are replaced
/// by their beginning and a hash of the whole, <c>BEGINNING~sha256~HASH</c>: those that the group does not take (empty, too long,
/// half of a surrogate pair), and those that end like the names that are made here. The slots of a semaphore are called
/// <c>NAME~semaphore~0</c> and so on, its door <c>NAME~semaphore~door</c>. So two different names are never called the same,
/// unless SHA-256 has a collision.
/// </summary>
internal static partial class LockNames
{
    private const int Longest = 512;
    private const string HashMark = "~sha256~";
    private const string SemaphoreMark = "~semaphore~";
    private const int LongestOfSemaphore = 480; // leaves room for what is added

    /// <summary>What a lock, or a reader-writer lock, is called.</summary>
    public static string OfLock(string name) => Safe(name, Longest);

    /// <summary>What a slot of a semaphore is called.</summary>
    public static string OfSlot(string semaphore, int slot) =>
        string.Create(CultureInfo.InvariantCulture, $"{Safe(semaphore, LongestOfSemaphore)}{SemaphoreMark}{slot}");

    /// <summary>What the door of a semaphore is called.</summary>
    public static string OfDoor(string semaphore) => $"{Safe(semaphore, LongestOfSemaphore)}{SemaphoreMark}door";

    private static string Safe(string name, int longest)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = WithoutHalfPairs(name);
        if (name.Length > 0 && name.Length <= longest && text == name && !MadeHere().IsMatch(name))
            return name;
        var hash = HashMark + Hash(name);
        var end = Math.Min(text.Length, longest - hash.Length);
        if (end > 0 && end < text.Length && char.IsHighSurrogate(text[end - 1]))
            end--;
        return text[..end] + hash;
    }

    // Of the code units in a fixed order of bytes: an encoding would make all halves of pairs the same.
    private static string Hash(string name)
    {
        var bytes = new byte[2 * name.Length];
        for (var i = 0; i < name.Length; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), name[i]);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    private static string WithoutHalfPairs(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes()) // gives U+FFFD for half of a pair
            text.Append(rune);
        return text.ToString();
    }

    [GeneratedRegex(@"~(sha256~[0-9a-f]{64}|semaphore~([0-9]+|door))\z")]
    private static partial Regex MadeHere();
}
