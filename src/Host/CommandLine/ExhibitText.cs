using Coterie.Lab.Museum;

namespace Coterie.Host.CommandLine;

/// <summary>What a visitor of the museum of bugs reads.</summary>
internal static class ExhibitText
{
    /// <summary>Its name, its explanation, and how to see it.</summary>
    public static string Of(Exhibit exhibit) =>
        $"{exhibit.Name} (of {exhibit.Protocol.Name}; breaks {exhibit.Breaks.Name.ToLowerInvariant()})\n  {exhibit.Explanation}\n  {Command(exhibit)} --bug {exhibit.Name}{Options(exhibit.Needs)}\n";

    private static string Command(Exhibit exhibit) => $"coterie explore --processes {exhibit.Processes} --requests {exhibit.Requests}";

    private static string Options(Circumstances needs) => string.Concat(
        from circumstance in new[] { Circumstances.Loss, Circumstances.Duplicate, Circumstances.Withdraw }
        where needs.HasFlag(circumstance)
        select $" --{circumstance.ToString().ToLowerInvariant()}") + (needs.HasFlag(Circumstances.Restart) ? " --crashes 1" : "");
}
