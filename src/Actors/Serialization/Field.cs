using System.Runtime.Serialization;

namespace Coterie.Serialization;

/// <summary>What a reader demands of a field: bytes that parse may still say nothing.</summary>
internal static class Field
{
    /// <exception cref="SerializationException">The field is not there.</exception>
    public static T Required<T>(T? value, string field)
        where T : class =>
        value ?? throw new SerializationException($"{field} must be set, was [].");

    /// <exception cref="SerializationException">The value means nothing to this version.</exception>
    public static SerializationException Unknown(string field, object value) => new($"{field} must be known to this version, was [{value}].");

    /// <exception cref="SerializationException">The value is out of its range.</exception>
    public static int Within(int value, int least, int most, string field) => value >= least && value <= most
        ? value
        : throw new SerializationException($"{field} must be from {least} to {most}, was [{value}].");
}
