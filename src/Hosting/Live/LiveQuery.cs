using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Coterie.Hosting.Live;

/// <summary>Which names a viewer wants to see.</summary>
/// <param name="Search">Only names that contain it, or whose holders, waiters or purposes do; empty for all.</param>
/// <param name="Most">How many at most, of locks and of variables.</param>
internal sealed record LiveQuery(string Search, int Most)
{
    /// <summary>The longest <see cref="Search"/>, in characters: the longest name of a lock.</summary>
    public const int LongestSearch = 512;

    /// <summary>The largest <see cref="Most"/>.</summary>
    public const int LargestMost = 1_000;

    /// <summary>Without a choice of the viewer.</summary>
    public static LiveQuery Default { get; } = new("", 100);

    /// <summary>Reads <c>?search=TEXT&amp;most=N</c>.</summary>
    /// <param name="given">The query of a request.</param>
    /// <param name="query">What it asks for; null if a part breaks its rule.</param>
    /// <param name="error">The rule, in a sentence, if one is broken.</param>
    public static bool TryRead(IQueryCollection given, out LiveQuery? query, out string error)
    {
        query = null;
        error = "";
        var search = (string?)given["search"] ?? "";
        if (search.Length > LongestSearch)
        {
            error = string.Create(
                CultureInfo.InvariantCulture,
                $"search must have at most {LongestSearch} characters, was [{search.Length} characters].");
            return false;
        }
        var most = (string?)given["most"];
        var number = Default.Most;
        var isNumber = most is null || int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        if (!isNumber || number is < 1 or > LargestMost)
        {
            error = $"most must be a whole number from 1 to 1000, was [{(most is { Length: > 40 } ? most[..40] : most)}].";
            return false;
        }
        query = new LiveQuery(search.Trim(), number);
        return true;
    }
}
