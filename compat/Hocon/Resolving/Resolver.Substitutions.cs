using Hocon.Parsing;

namespace Hocon.Resolving;

internal sealed partial class Resolver
{
    private HoconValue? ResolveSubstitution(SubstitutionSyntax substitution)
    {
        if (!_active.TryAdd(substitution, _depth))
            throw CycleAt(substitution, "");
        var value = LookUpInScopes(substitution);
        _active.Remove(substitution);

        if (ReferenceEquals(value, Cycle))
        {
            if (substitution.Required)
                throw CycleAt(substitution, "");
            value = null;
        }
        if (value is null && substitution.Required)
            throw Error("A substitution must refer to a value in the text or to an environment variable", substitution.ToString(), substitution);
        if (value is not null && substitution.MustBeObject && value.Type != HoconType.Object)
            throw Error($"{substitution} beside an object must be an object itself", Values.Mistake.Describe(value), substitution);
        return value;
    }

    /// <summary>Paths of an included text are tried where it is included, then at the root, then in the environment.</summary>
    private HoconValue? LookUpInScopes(SubstitutionSyntax substitution)
    {
        HoconValue? found = null;
        foreach (var scope in substitution.Scopes)
        {
            found = LookUp([.. scope, .. substitution.Path], substitution);
            if (found is not null && !ReferenceEquals(found, Cycle))
                return found;
        }
        found = LookUp(substitution.Path, substitution) ?? found;
        if (found is null && Environment.GetEnvironmentVariable(string.Join('.', substitution.Path)) is { } text)
            return new HoconValue(new HoconQuotedString(text));
        return found;
    }

    /// <summary>Walks down a path without working out more of the objects on the way than it needs.</summary>
    private HoconValue? LookUp(string[] path, SubstitutionSyntax user)
    {
        List<Syntax> places = [_root];
        for (var i = 0; i < path.Length - 1; i++)
        {
            places = Step(places, path[i], user);
            if (places.Count == 0)
                return null;
        }
        if (places.Count == 1 && places[0] is ObjectSyntax only)
            return only.Slots.TryGetValue(path[^1], out var slot) ? ResolveSlot(slot, user) : null;
        var layers = new List<Syntax>();
        for (var i = places.Count - 1; i >= 0; i--)
            layers.AddRange(LayersOf(places[i], path[^1]));
        return layers.Count == 0 ? null : ResolveLayers(layers, user);
    }

    /// <summary>From objects at a path, the later before the earlier, to those one key further.</summary>
    private List<Syntax> Step(List<Syntax> places, string key, SubstitutionSyntax user)
    {
        var layers = new List<Syntax>();
        for (var i = places.Count - 1; i >= 0; i--)
            layers.AddRange(LayersOf(places[i], key));

        var next = new List<Syntax>();
        for (var i = BelowActive(layers) - 1; i >= 0; i--)
        {
            if (layers[i] is ObjectSyntax)
            {
                next.Add(layers[i]);
                continue;
            }
            if (Resolve(layers[i], user) is not { } value)
                continue;
            if (value.Type != HoconType.Object)
                break;
            next.Add(new ResolvedSyntax(value));
        }
        return next;
    }

    private static IEnumerable<Syntax> LayersOf(Syntax place, string key) => place switch
    {
        ObjectSyntax fields => fields.Slots.TryGetValue(key, out var slot) ? slot.Layers : [],
        ResolvedSyntax { Value.Type: HoconType.Object } resolved =>
            resolved.Value.GetObject().TryGetField(key, out var field) ? [new ResolvedSyntax(field.Value)] : [],
        _ => [],
    };
}
