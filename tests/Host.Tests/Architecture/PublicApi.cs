using System.Reflection;
using System.Runtime.CompilerServices;

namespace Coterie.Host.Tests.Architecture;

/// <summary>
/// The public types and members of an assembly as text: one line each, sorted. Members that the compiler adds to a record, and
/// overrides of the members of <see cref="object"/>, are left out.
/// </summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
    };

    /// <summary>The lines of an assembly.</summary>
    public static IReadOnlyList<string> Lines(Assembly assembly) =>
    [
        .. assembly.GetTypes().Where(IsVisible).SelectMany(type => MembersOf(type).Prepend(Heading(type)))
            .Order(StringComparer.Ordinal),
    ];

    private static bool IsVisible(Type type) => type.DeclaringType is { } outer
        ? (type.IsNestedPublic || (type.IsNestedFamily && !outer.IsSealed)) && IsVisible(outer)
        : type.IsPublic;

    private static string Heading(Type type)
    {
        var parents = type.GetInterfaces().Where(parent => parent.Assembly == type.Assembly && IsVisible(parent))
            .Except(type.BaseType?.GetInterfaces() ?? []).Select(Name).Order(StringComparer.Ordinal);
        if (type.BaseType is { } super && super != typeof(object) && !type.IsValueType)
            parents = parents.Prepend(Name(super)).Order(StringComparer.Ordinal);
        var all = string.Join(", ", parents);
        return $"{FullName(type)}: {Kind(type)}{(all.Length == 0 ? "" : $" of {all}")}";
    }

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => type.IsByRefLike ? "ref struct" : "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static IEnumerable<string> MembersOf(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(
                name => $"{FullName(type)}.{name} = {Enum.Format(type, Enum.Parse(type, name), "d")}");
        var context = new NullabilityInfoContext();
        var constructors = type.GetConstructors(Declared).Where(made => !made.IsStatic && IsVisible(made))
            .Where(made => !IsOfRecord(made))
            .Select(made => $".new({Parameters(made, context)}){(IsForHeirs(made) ? ": protected" : "")}");
        var methods = type.GetMethods(Declared).Where(method => IsVisible(method) && !IsAccessor(method) && !IsOfRecord(method))
            .Where(method => method.GetBaseDefinition().DeclaringType != typeof(object))
            .Select(method => $".{method.Name}{Arguments(method.GetGenericArguments())}"
                + $"({Parameters(method, context)}): "
                + $"{Prefix(method)}{Named(context.Create(method.ReturnParameter), method.ReturnType)}");
        var properties = type.GetProperties(Declared).Where(property => !IsOfRecord(property))
            .Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible))
            .Select(property => $".{property.Name} {{{Accessors(property)} }}: "
                + $"{Prefix(property.GetAccessors(nonPublic: true)[0])}{Named(context.Create(property), property.PropertyType)}");
        var fields = type.GetFields(Declared).Where(field => IsVisible(field))
            .Select(field => $".{field.Name}: {(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}"
                + Named(context.Create(field), field.FieldType));
        return constructors.Concat(methods).Concat(properties).Concat(fields).Select(member => FullName(type) + member);
    }

    private static bool IsVisible(MethodBase method) => IsVisible(method.DeclaringType!, method.IsPublic, IsForHeirs(method));

    private static bool IsVisible(FieldInfo field) =>
        IsVisible(field.DeclaringType!, field.IsPublic, field.IsFamily || field.IsFamilyOrAssembly);

    // What is protected in a sealed class cannot be used.
    private static bool IsVisible(Type type, bool isPublic, bool isForHeirs) => isPublic || (isForHeirs && !type.IsSealed);

    private static bool IsForHeirs(MethodBase method) => method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsOfRecord(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute))
        || (member is PropertyInfo { Name: "EqualityContract" } or MethodInfo { Name: "PrintMembers" });

    private static string Prefix(MethodBase method) =>
        (method.IsStatic ? "static " : "") + (IsForHeirs(method) ? "protected " : "")
        + (method is { IsAbstract: true, DeclaringType.IsInterface: false } ? "abstract " : "");

    private static string Accessors(PropertyInfo property)
    {
        var text = property.GetMethod is { } get && IsVisible(get) ? " get;" : "";
        if (property.SetMethod is not { } set || !IsVisible(set))
            return text;
        var isInit = set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        return text + (isInit ? " init;" : " set;");
    }

    private static string Parameters(MethodBase method, NullabilityInfoContext context) =>
        string.Join(", ", method.GetParameters().Select(parameter =>
            $"{(parameter.IsIn ? "in " : parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : "")}"
            + $"{Named(context.Create(parameter), parameter.ParameterType)} {parameter.Name}"
            + $"{(parameter.IsOptional ? " = …" : "")}"));

    private static string Named(NullabilityInfo info, Type type)
    {
        var mayBeNull = !type.IsValueType && NullabilityState.Nullable is var nullable
            && (info.ReadState == nullable || info.WriteState == nullable);
        return Name(type) + (mayBeNull ? "?" : "");
    }

    private static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Name(value) + "?";
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        return type.IsGenericParameter ? type.Name : Bare(type) + Arguments(type.GetGenericArguments());
    }

    private static string FullName(Type type) => type.DeclaringType is { } outer
        ? $"{FullName(outer)}.{Bare(type)}"
        : $"{type.Namespace}.{Bare(type)}{Arguments(type.GetGenericArguments())}";

    private static string Arguments(Type[] arguments) =>
        arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Name))}>";

    private static string Bare(Type type) => type.Name.Split('`')[0];
}
