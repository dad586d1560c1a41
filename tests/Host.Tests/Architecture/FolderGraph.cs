using System.Reflection;
using System.Reflection.Emit;

namespace Coterie.Host.Tests.Architecture;

/// <summary>
/// Which folders need which, read from the compiled code: signatures, fields, base types, attributes and the bodies of methods.
/// </summary>
internal sealed class FolderGraph
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodes = typeof(OpCodes).GetFields()
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => code.Value);

    private readonly Dictionary<string, HashSet<string>> _needs = [];

    /// <summary>The folders of one assembly, named as their namespaces.</summary>
    public FolderGraph(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes().Where(type => FolderOf(type) is not null))
        {
            var needed = NeedsOf(FolderOf(type)!);
            foreach (var other in TypesIn(type).SelectMany(Parts).Where(other => other.Assembly == assembly))
            {
                if (FolderOf(other) is { } folder && folder != FolderOf(type))
                    needed.Add(folder);
            }
        }
    }

    /// <summary>The pairs of folders that need each other, straight or by way of others, in the order of their names.</summary>
    public IReadOnlyList<(string First, string Second)> Circles()
    {
        var reach = _needs.Keys.ToDictionary(folder => folder, Reachable);
        return
        [
            .. from first in _needs.Keys.Order(StringComparer.Ordinal)
               from second in reach[first].Order(StringComparer.Ordinal)
               where string.CompareOrdinal(first, second) < 0 && reach[second].Contains(first)
               select (first, second),
        ];
    }

    private HashSet<string> Reachable(string from)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>(_needs[from]);
        while (open.TryPop(out var folder))
        {
            if (seen.Add(folder) && _needs.TryGetValue(folder, out var further))
            {
                foreach (var next in further)
                    open.Push(next);
            }
        }
        return seen;
    }

    private HashSet<string> NeedsOf(string folder) =>
        _needs.TryGetValue(folder, out var needed) ? needed : _needs[folder] = [];

    // A nested type is in the folder of the outer type; code that the compiler adds outside all types has no folder.
    private static string? FolderOf(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type.Namespace;
    }

    private static IEnumerable<Type> Parts(Type? type)
    {
        if (type is null)
            return [];
        if (type.HasElementType)
            return Parts(type.GetElementType());
        return type.IsGenericType && !type.IsGenericTypeDefinition
            ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
            : [type];
    }

    private static IEnumerable<Type?> TypesIn(Type type)
    {
        yield return type.BaseType;
        var attributes = type.GetCustomAttributesData().Select(attribute => attribute.AttributeType);
        foreach (var other in type.GetInterfaces().Concat(attributes))
            yield return other;
        if (type.IsGenericTypeDefinition)
        {
            foreach (var other in type.GetGenericArguments().SelectMany(argument => argument.GetGenericParameterConstraints()))
                yield return other;
        }
        foreach (var field in type.GetFields(Everything))
            yield return field.FieldType;
        foreach (var method in type.GetMethods(Everything).Concat<MethodBase>(type.GetConstructors(Everything)))
        {
            foreach (var other in TypesOf(method).Concat(TypesInBody(method)))
                yield return other;
        }
    }

    private static IEnumerable<Type?> TypesOf(MethodBase method) =>
        method.GetParameters().Select(parameter => (Type?)parameter.ParameterType).Append((method as MethodInfo)?.ReturnType);

    private static IEnumerable<Type?> TypesInBody(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
            yield break;
        foreach (var local in body.LocalVariables)
            yield return local.LocalType;
        foreach (var clause in body.ExceptionHandlingClauses)
        {
            if (clause.Flags == ExceptionHandlingClauseOptions.Clause)
                yield return clause.CatchType;
        }
        foreach (var member in Tokens(body.GetILAsByteArray()!).Select(token => Resolve(method, token)))
        {
            if (member is null)
                continue;
            yield return member as Type ?? member.DeclaringType;
            foreach (var other in member is MethodBase called ? TypesOf(called) : [(member as FieldInfo)?.FieldType])
                yield return other;
            if (member is MethodInfo { IsGenericMethod: true } generic)
            {
                foreach (var argument in generic.GetGenericArguments())
                    yield return argument;
            }
        }
    }

    private static MemberInfo? Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null);

    // The tokens of types, methods and fields in a body.
    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var first = code[at++];
            var operation = OpCodes[first == 0xFE ? (short)((first << 8) | code[at++]) : first];
            var isToken = operation.OperandType
                is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok;
            if (isToken)
                yield return BitConverter.ToInt32(code, at);
            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
