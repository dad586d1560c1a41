using Coterie.Lab.Workloads;

namespace Coterie.Lab.Hunting;

/// <summary>Random choices of a hunt.</summary>
internal static class Choices
{
    /// <summary>A whole number from 0 to below <paramref name="most"/>.</summary>
    public static int Below(this Draws draws, int most) => (int)(draws.NextFraction() * most);

    /// <summary>One of them.</summary>
    public static T Pick<T>(this Draws draws, IReadOnlyList<T> choice) => choice[draws.Below(choice.Count)];
}
