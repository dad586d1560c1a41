using Hocon.Parsing;
using Hocon.Resolving;

namespace Hocon;

/// <summary>Reads HOCON, "human-optimized config object notation".</summary>
public sealed class HoconParser
{
    /// <summary>Reads a text, has its includes fetched by the callback, and resolves its substitutions.</summary>
    /// <exception cref="HoconParserException">The text is not HOCON, an include cannot be read or a substitution not be resolved.</exception>
    public static HoconRoot Parse(string text, HoconIncludeCallbackAsync? includeCallback = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new HoconRoot(Resolver.Resolve(SyntaxParser.Parse(text, includeCallback)));
    }
}
