using System.Reflection;

namespace Conformance.Tests;

/// <summary>Prints the public surface of an assembly the way <see cref="ApiList"/> has it.</summary>
internal static class ApiLister
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
                                            | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    private static readonly string FrameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    public static IEnumerable<string> Lines(Assembly assembly) =>
        assembly.GetExportedTypes().SelectMany(Lines).Distinct().Order(StringComparer.Ordinal);

    public static IEnumerable<string> Lines(Type type)
    {
        var prefix = $"{type.Assembly.GetName().Name}: {type.FullName} | ";
        yield return $"{prefix}{Kind(type)} : {string.Join(", ", Ancestors(type))}";

        var inherited = type.IsInterface ? type.GetInterfaces().SelectMany(i => i.GetMembers()) : [];
        foreach (var member in type.GetMembers(Everything).Concat(inherited).Where(IsVisible).Where(IsOurs))
            yield return $"{prefix}{(IsStatic(member) ? "static " : "")}{member}";
    }

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static IEnumerable<string> Ancestors(Type type) => type.GetInterfaces()
        .Concat(type.BaseType is { } parent ? [parent] : [])
        .Select(ancestor => ancestor.FullName ?? ancestor.Name)
        .Order(StringComparer.Ordinal);

    // What a type inherits from .NET itself depends on the version of .NET and not on us.
    private static bool IsOurs(MemberInfo member) =>
        Path.GetDirectoryName(member.DeclaringType!.Assembly.Location) != FrameworkFolder;

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        PropertyInfo property => property.GetAccessors(true).Any(IsVisible),
        EventInfo { AddMethod: { } add } => IsVisible(add),
        _ => false, // a nested type is listed as a type of its own
    };

    private static bool IsStatic(MemberInfo member) => member switch
    {
        MethodBase method => method.IsStatic,
        FieldInfo field => field.IsStatic,
        PropertyInfo property => property.GetAccessors(true)[0].IsStatic,
        _ => false,
    };
}
