using Hocon;
using Hocon.Values;

namespace Akka.Configuration;

/// <summary>Compares a section that a user wrote with what is known, and notes each mistake as a sentence.</summary>
internal sealed class SectionCheck(Config reference, List<string> mistakes)
{
    public void Check(string path, HoconValue value, HoconValue known)
    {
        if (value.Type == HoconType.Empty)
            return;
        if (known.Type != HoconType.Object)
        {
            if (!ValueKind.Fits(path, value, known, out var rule))
                mistakes.Add($"{path} must be {rule}, was [{Describe(value)}].");
            return;
        }
        if (value.Type != HoconType.Object)
        {
            mistakes.Add($"{path} must be a section, was [{Describe(value)}].");
            return;
        }
        foreach (var (key, field) in value.GetObject())
        {
            var child = $"{path}.{HoconPath.Quote(key)}";
            if (known.GetObject().TryGetField(key, out var knownField))
                Check(child, field.Value, knownField.Value);
            else if (FreeSections.Find(path, key, field.Value, reference) is { } like)
                Check(child, field.Value, like);
            else
                Refuse(path, key, child, field.Value, known.GetObject());
        }
    }

    private void Refuse(string path, string key, string child, HoconValue value, HoconObject known)
    {
        var near = NearestKey.Find(path, key, known);
        if (near is null && value.Type == HoconType.Object && !value.GetObject().IsEmpty)
        {
            foreach (var (inner, field) in value.GetObject())
                Refuse(child, inner, $"{child}.{HoconPath.Quote(inner)}", field.Value, []);
            return;
        }
        var advice = near is null ? "" : $" Did you mean {near}?";
        mistakes.Add($"{child} must be absent, as this engine has no such setting, was [{Describe(value)}].{advice}");
    }

    private static string Describe(HoconValue value) => value.Type switch
    {
        HoconType.Array => value.Raw,
        _ => Mistake.Describe(value),
    };
}
