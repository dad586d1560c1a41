using System.Globalization;
using Coterie.Actors.Text;

namespace Coterie.Actors.Locks;

/// <summary>Says in words who holds a lock, and who waits.</summary>
internal static class LockSentences
{
    private const int MostNamed = 3;
    private const int MostCharacters = 100;

    /// <summary>One or two sentences about a lock.</summary>
    /// <param name="held">What the members know; null if they know of nobody.</param>
    public static string Of(LockView? held)
    {
        if (held is null)
            return "Nobody holds it now.";
        var holders = held.Claims.Where(claim => claim.IsInside).ToList();
        var waiting = held.Claims.Count - holders.Count + held.More;
        var more = waiting switch
        {
            0 => "",
            1 => " 1 other waits.",
            _ => string.Create(CultureInfo.InvariantCulture, $" {waiting} others wait."),
        };
        return (holders.Count > 0 ? $"It is held by {All(holders)}." : "No majority of the members has one holder.") + more;
    }

    private static string All(List<ClaimView> holders)
    {
        var named = string.Join(" and ", holders.Take(MostNamed).Select(One));
        var others = holders.Count - MostNamed;
        return others <= 0 ? named : string.Create(CultureInfo.InvariantCulture, $"{named} and {others} more");
    }

    private static string One(ClaimView claim)
    {
        var purpose = claim.Purpose is null ? "" : $" ({Printable.Escape(claim.Purpose, MostCharacters)})";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Printable.Escape(claim.Holder, MostCharacters)}{purpose} for {claim.Since.TotalSeconds:0.0} s");
    }
}
