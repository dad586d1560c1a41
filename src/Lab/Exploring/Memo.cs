namespace Coterie.Lab.Exploring;

/// <summary>Arrays that grow with the places that are asked for.</summary>
internal static class Memo
{
    /// <summary>The array itself if it has the place; otherwise a longer copy.</summary>
    /// <param name="known">The array.</param>
    /// <param name="place">The place that is needed, from 0.</param>
    /// <param name="length">The length of a longer copy; above the place.</param>
    public static T[] WithPlace<T>(T[] known, int place, int length)
    {
        if (place >= known.Length)
            Array.Resize(ref known, length);
        return known;
    }
}
