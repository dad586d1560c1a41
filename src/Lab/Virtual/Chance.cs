using System.Globalization;
using System.Text.RegularExpressions;
using Coterie.Lab.Workloads;

namespace Coterie.Lab.Virtual;

/// <summary>How likely something is.</summary>
/// <param name="Value">From 0 (never) to 1 (always).</param>
public readonly partial record struct Chance(double Value)
{
    /// <summary>The rule of <see cref="TryParse"/>, for the message of an error.</summary>
    public const string Rule = "a share such as 1%, 0.5% or 0, up to 100%";

    /// <summary>Whether it can happen at all.</summary>
    public bool IsPossible => Value > 0;

    /// <summary>Reads <c>1%</c>, <c>0.5%</c> or <c>0</c>.</summary>
    /// <returns>The chance; null if the text breaks the <see cref="Rule"/>.</returns>
    public static Chance? TryParse(string text)
    {
        var match = Pattern().Match(text.Trim());
        if (!match.Success)
            return null;
        var number = decimal.Parse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        if (number > 100 || (number != 0 && match.Groups[2].Length == 0))
            return null;
        return new Chance((double)(number / 100));
    }

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(decimal)Value * 100:0.#########}%");

    /// <summary>Whether it happens this time. Draws nothing if it cannot happen.</summary>
    internal bool Happens(Draws draws) => IsPossible && draws.NextFraction() < Value;

    [GeneratedRegex(@"^(\d{1,3}(?:\.\d{1,9})?)\s?(%)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
