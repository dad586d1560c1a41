using System.Text;
using Hocon.Parsing;
using Hocon.Values;

namespace Hocon.Resolving;

internal sealed partial class Resolver
{
    /// <summary>Characters of a string, or elements of an array: larger ones are not configuration but exhaust memory.</summary>
    private const int MaxLength = 1024 * 1024;

    private HoconValue? ResolveConcatenation(ConcatenationSyntax concatenation, SubstitutionSyntax? user)
    {
        if (!_active.TryAdd(concatenation, _depth))
            throw CycleAt(user, "");
        var parts = new List<HoconValue>(concatenation.Parts.Count);
        foreach (var part in concatenation.Parts)
        {
            if (Resolve(part, user) is { } value)
                parts.Add(value);
        }
        _active.Remove(concatenation);

        var visible = parts.FindAll(p => p.Element is not HoconWhitespace);
        if (visible.Count == 0)
            return null;
        if (parts.Count == 1)
            return parts[0];
        if (visible.TrueForAll(p => p.Type == HoconType.Object))
            return new HoconValue(visible.Select(p => p.GetObject()).Aggregate((under, over) => HoconObject.Merge(over, under)));
        if (visible.TrueForAll(p => p.Type == HoconType.Array))
            return new HoconValue(JoinArrays(visible, concatenation));
        if (visible.Find(p => p.Type is HoconType.Object or HoconType.Array) is { } misfit)
        {
            throw Cursor.Error("Values beside each other must all be strings, all arrays or all objects",
                $"{Mistake.Describe(misfit)} among others", concatenation.Line, concatenation.Column);
        }
        return new HoconValue(new HoconUnquotedString(JoinText(parts, concatenation)));
    }

    private static HoconArray JoinArrays(List<HoconValue> arrays, ConcatenationSyntax concatenation)
    {
        var joined = new HoconArray();
        foreach (var array in arrays)
        {
            joined.AddRange(array.GetArray());
            if (joined.Count > MaxLength)
                throw Cursor.Error($"An array must have at most {MaxLength} elements", "more", concatenation.Line, concatenation.Column);
        }
        return joined;
    }

    private static string JoinText(List<HoconValue> parts, ConcatenationSyntax concatenation)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(((HoconLiteral)part.Element).Value ?? "null");
            if (text.Length > MaxLength)
                throw Cursor.Error($"A string must be at most {MaxLength} characters long", "longer", concatenation.Line, concatenation.Column);
        }
        return text.ToString();
    }
}
