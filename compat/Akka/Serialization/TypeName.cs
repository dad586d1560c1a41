namespace Akka.Serialization;

/// <summary>The name of a type on the wire: with its assembly, without version, culture and key.</summary>
internal static class TypeName
{
    public static string Of(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}
