using System.Runtime.Serialization;
using Coterie.Actors.Text;

namespace Coterie.Actors.Wire;

/// <summary>The checks of a field: bytes that can be parsed may still make no sense.</summary>
internal static class Field
{
    /// <exception cref="SerializationException">The field is not there.</exception>
    public static T Required<T>(T? value, string field)
        where T : class =>
        value ?? throw new SerializationException($"{field} must be set, was [].");

    /// <exception cref="SerializationException">The value means nothing to this version.</exception>
    public static SerializationException Unknown(string field, object value) =>
        new($"{field} must be known to this version, was [{value}].");

    /// <exception cref="SerializationException">The value is out of its range.</exception>
    public static long Within(long value, long least, long most, string field) => value >= least && value <= most
        ? value
        : throw new SerializationException($"{field} must be from {least} to {most}, was [{value}].");

    /// <exception cref="SerializationException">The value is out of its range.</exception>
    public static int Within(int value, int least, int most, string field) => value >= least && value <= most
        ? value
        : throw new SerializationException($"{field} must be from {least} to {most}, was [{value}].");

    /// <exception cref="SerializationException">There are more.</exception>
    public static T AtMost<T>(T items, int most, string field)
        where T : System.Collections.ICollection =>
        items.Count <= most ? items : throw new SerializationException($"{field} must be at most {most}, was [{items.Count}].");

    /// <exception cref="SerializationException">It is shorter than zero or longer than <paramref name="most"/>.</exception>
    public static TimeSpan Ticks(long ticks, TimeSpan most, string field) => Ticks(ticks, TimeSpan.Zero, most, field);

    /// <exception cref="SerializationException">It is out of its range.</exception>
    public static TimeSpan Ticks(long ticks, TimeSpan least, TimeSpan most, string field) =>
        ticks >= least.Ticks && ticks <= most.Ticks
            ? TimeSpan.FromTicks(ticks)
            : throw new SerializationException(
                $"{field} must be from {least.Ticks} to {most.Ticks} ticks of 100 ns, was [{ticks}].");

    /// <summary>A text of another node, for people: without control characters, and not too long.</summary>
    public static string Sentence(string text) => Printable.Escape(text, 1000);
}
