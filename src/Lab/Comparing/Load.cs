namespace Coterie.Lab.Comparing;

/// <summary>How often processes want in.</summary>
/// <param name="Name">As on the command line, or in a chart.</param>
/// <param name="Offered">
/// Requests per T that all processes together would make if they never waited, each process independently and at random. Null if
/// every process wants in again at once.
/// </param>
public sealed record Load(string Name, double? Offered)
{
    /// <summary>One request in a thousand T: no other process wants in.</summary>
    public static Load Low { get; } = new("low", 0.001);

    /// <summary>Every process wants in again at once.</summary>
    public static Load High { get; } = new("high", null);

    /// <summary>The loads that have names.</summary>
    public static IReadOnlyList<Load> Named { get; } = [Low, High];
}
