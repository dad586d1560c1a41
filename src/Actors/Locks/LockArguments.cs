using Coterie.Actors.Text;
using Coterie.Protocols.Quorum;

namespace Coterie.Actors.Locks;

/// <summary>The rules of arguments that several calls have.</summary>
internal static class LockArguments
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);

    /// <summary>A name of a lock or variable.</summary>
    /// <exception cref="ArgumentException">It is empty, too long, or has half of a surrogate pair.</exception>
    public static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        CheckPrefix(name);
    }

    /// <summary>What names begin with: the same, but it may be empty.</summary>
    /// <exception cref="ArgumentException">It is too long, or has half of a surrogate pair.</exception>
    public static void CheckPrefix(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > QuorumTerms.LongestName)
        {
            throw new ArgumentException(
                $"name must have at most {QuorumTerms.LongestName} characters, was [{name.Length} characters].", nameof(name));
        }
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsSurrogate(name[i]))
                continue;
            if (i + 1 == name.Length || !char.IsSurrogatePair(name[i], name[i + 1]))
            {
                throw new ArgumentException(
                    $"name must be text without half of a surrogate pair, was [{Printable.Escape(name, 100)}].", nameof(name));
            }
            i++;
        }
    }

    /// <summary>A time that somebody waits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative and not infinite, or too long.</exception>
    public static void CheckTimeout(TimeSpan timeout)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "timeout must be zero or more, or infinite.");
        if (timeout > LongestTimeout)
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, $"timeout must be at most {LongestTimeout}.");
    }
}
