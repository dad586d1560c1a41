using System.Diagnostics.CodeAnalysis;

namespace Coterie.Protocols.Memory;

/// <summary>The purpose for which a client wants a variable's lock.</summary>
public enum LockMode
{
    /// <summary>To read: other readers may hold it at the same time.</summary>
    Read,

    /// <summary>To write: alone.</summary>
    Write,
}

/// <summary>
/// What a client wants to do with a variable, or did with it, in words: <c>read</c>, <c>read 5</c>, <c>write 5</c>, <c>read
/// lock</c>, <c>write lock</c>.
/// </summary>
/// <param name="Mode">Whether it reads or writes.</param>
/// <param name="IsLock">Whether it is about a lock, which is held for a while; otherwise about one read or one write.</param>
/// <param name="Value">
/// The value that is written, or was read; null for a lock, for a read that has no answer yet, and if it is not known.
/// </param>
public readonly record struct Access(LockMode Mode, bool IsLock = false, Value? Value = null)
{
    private const string Lock = "lock";

    /// <summary>The words.</summary>
    public override string ToString() => (IsLock, Value) switch
    {
        (true, _) => $"{Verb} {Lock}",
        (_, { } value) => $"{Verb} {value}",
        _ => Verb,
    };

    /// <summary>Reads the words back.</summary>
    /// <returns>Whether these are the words of an access.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Access access)
    {
        access = default;
        var words = text?.Split(' ') ?? [];
        if (words is not [("read" or "write") and var verb, ..] || words.Length > 2)
            return false;
        var mode = verb == "read" ? LockMode.Read : LockMode.Write;
        var value = words is [_, not Lock and var number] ? Memory.Value.TryParse(number) : null;
        access = new Access(mode, words is [_, Lock], value);
        return access.ToString() == text;
    }

    private string Verb => Mode == LockMode.Read ? "read" : "write";
}
