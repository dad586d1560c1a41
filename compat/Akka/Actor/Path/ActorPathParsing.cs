namespace Akka.Actor;

// Reading paths from text, and what a name may consist of.
public abstract partial class ActorPath
{
    /// <summary>What a name may contain besides letters, digits and percent-encoded characters; it may not begin with <c>$</c>.</summary>
    public static readonly string ValidSymbols = "\"-_.*$+:@&=,!~';()";

    /// <summary>Whether an actor may have this name.</summary>
    public static bool IsValidPathElement(string? s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$') return false;
        for (var i = 0; i < s.Length; i++)
        {
            var c = s[i];
            if (char.IsAsciiLetterOrDigit(c) || ValidSymbols.Contains(c)) continue;
            if (c != '%' || i + 2 >= s.Length || !char.IsAsciiHexDigit(s[i + 1]) || !char.IsAsciiHexDigit(s[i + 2])) return false;
            i += 2;
        }
        return true;
    }

    /// <summary>Reads <c>akka://system/user/a</c>, with host and port and with uid where given.</summary>
    /// <exception cref="UriFormatException">It is not a path.</exception>
    public static ActorPath Parse(string path) => TryParse(path, out var parsed)
        ? parsed
        : throw new UriFormatException($"Actor path must be <protocol>://<system>[@<host>:<port>]/<name>/..., was [{path}].");

    /// <summary>Reads a path.</summary>
    public static bool TryParse(string? path, out ActorPath actorPath)
    {
        actorPath = null!;
        if (path is null || !Address.TryParse(path.AsSpan(), out var address, out var rest)) return false;
        return TryParse(new RootActorPath(address), rest, out actorPath);
    }

    /// <summary>Reads the elements below <paramref name="basePath"/>.</summary>
    public static bool TryParse(ActorPath basePath, string absoluteUri, out ActorPath actorPath) =>
        TryParse(basePath, absoluteUri.AsSpan(), out actorPath);

    /// <summary>Reads the elements below <paramref name="basePath"/>.</summary>
    public static bool TryParse(ActorPath basePath, ReadOnlySpan<char> absoluteUri, out ActorPath actorPath)
    {
        actorPath = basePath;
        var uidText = ReadOnlySpan<char>.Empty;
        var hash = absoluteUri.IndexOf('#');
        if (hash >= 0)
        {
            uidText = absoluteUri[(hash + 1)..];
            absoluteUri = absoluteUri[..hash];
        }
        while (!absoluteUri.IsEmpty)
        {
            if (absoluteUri[0] == '/') absoluteUri = absoluteUri[1..];
            var slash = absoluteUri.IndexOf('/');
            var element = slash < 0 ? absoluteUri : absoluteUri[..slash];
            if (!element.IsEmpty) actorPath = new ChildActorPath(actorPath, element.ToString(), 0);
            absoluteUri = slash < 0 ? default : absoluteUri[slash..];
        }
        if (uidText.IsEmpty || actorPath.Depth == 0) return uidText.IsEmpty;
        if (!long.TryParse(uidText, out var uid)) return false;
        actorPath = actorPath.WithUid(uid);
        return true;
    }

    /// <summary>Reads the address at the beginning of a path.</summary>
    public static bool TryParseAddress(string path, out Address address) =>
        Address.TryParse(path.AsSpan(), out address, out _);
}
