namespace Hocon.Values;

/// <summary>Reads truth values.</summary>
internal static class Booleans
{
    public const string Rule = "true, on or yes, or false, off or no";

    public static bool TryParse(string? text, out bool value)
    {
        value = text is "true" or "on" or "yes";
        return value || text is "false" or "off" or "no";
    }
}
