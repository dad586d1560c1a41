using System.Runtime.CompilerServices;
using Hocon.Parsing;

namespace Hocon.Resolving;

/// <summary>Turns syntax into values: merges what was given to each key and replaces substitutions by what they refer to.</summary>
internal sealed partial class Resolver
{
    private const int MaxDepth = 1_000;

    /// <summary>More steps than any file written by people needs; what needs more was made to exhaust its reader.</summary>
    private const int MaxSteps = 1_000_000;

    /// <summary>What stands at a path whose value is being worked out already, with no earlier value to look back to.</summary>
    private static readonly HoconValue Cycle = new(new HoconNull());

    private readonly Syntax _root;
    private readonly Dictionary<Syntax, int> _active = [];
    private int _depth;
    private int _steps;

    /// <summary>The depth of the outermost active layer that was left out of what is being worked out.</summary>
    private int _leftOut = int.MaxValue;

    private Resolver(Syntax root) => _root = root;

    public static HoconValue Resolve(Syntax root) => new Resolver(root).Resolve(root, null)!;

    /// <summary>Null for an optional substitution of something absent.</summary>
    private HoconValue? Resolve(Syntax syntax, SubstitutionSyntax? user)
    {
        Enter(user);
        var value = syntax switch
        {
            LiteralSyntax literal => new HoconValue(literal.Literal),
            ObjectSyntax fields => new HoconValue(ResolveObject(fields, user)),
            ArraySyntax array => new HoconValue(ResolveArray(array, user)),
            SubstitutionSyntax substitution => ResolveSubstitution(substitution),
            ConcatenationSyntax concatenation => ResolveConcatenation(concatenation, user),
            MergeSyntax merge => ResolveMerge(merge, user),
            ResolvedSyntax resolved => resolved.Value,
            _ => throw new InvalidOperationException($"No rule for {syntax.GetType().Name}."),
        };
        _depth--;
        return value;
    }

    private HoconObject ResolveObject(ObjectSyntax fields, SubstitutionSyntax? user)
    {
        var resolved = new HoconObject();
        foreach (var (key, slot) in fields.Slots)
        {
            var value = ResolveSlot(slot, user);
            if (ReferenceEquals(value, Cycle))
                throw CycleAt(user, key);
            if (value is not null)
                resolved.Set(key, value);
        }
        return resolved;
    }

    private HoconArray ResolveArray(ArraySyntax array, SubstitutionSyntax? user)
    {
        var resolved = new HoconArray();
        foreach (var element in array.Elements)
        {
            if (Resolve(element, user) is { } value)
                resolved.Add(value);
        }
        return resolved;
    }

    private HoconValue? ResolveMerge(MergeSyntax merge, SubstitutionSyntax? user)
    {
        var value = ResolveLayers(merge.Layers, user);
        return ReferenceEquals(value, Cycle) ? throw CycleAt(user, "") : value;
    }

    private HoconValue? ResolveSlot(Slot slot, SubstitutionSyntax? user)
    {
        if (slot.IsResolved)
            return slot.Resolved;
        var leftOutBefore = _leftOut;
        _leftOut = int.MaxValue;
        var value = ResolveLayers(slot.Layers, user);
        // A value that looked back past something still being worked out outside this slot holds for that use only.
        if (_leftOut > _depth && !ReferenceEquals(value, Cycle))
        {
            slot.IsResolved = true;
            slot.Resolved = value;
            _leftOut = leftOutBefore;
        }
        else
        {
            _leftOut = Math.Min(_leftOut, leftOutBefore);
        }
        return value;
    }

    /// <summary>The last layer's value; objects extend objects below them, what is undefined lets the layer below through.</summary>
    private HoconValue? ResolveLayers(List<Syntax> layers, SubstitutionSyntax? user)
    {
        var top = BelowActive(layers);
        if (top == 0)
            return Cycle;
        HoconObject? merged = null;
        for (var i = top - 1; i >= 0; i--)
        {
            var value = Resolve(layers[i], user);
            if (value is null)
                continue;
            if (value.Type != HoconType.Object)
                return merged is null ? value : new HoconValue(merged);
            merged = merged is null ? value.GetObject() : HoconObject.Merge(merged, value.GetObject());
        }
        return merged is null ? null : new HoconValue(merged);
    }

    /// <summary>
    /// How many of the layers may be used: a value that refers to its own key looks back to the layers below it.
    /// </summary>
    private int BelowActive(List<Syntax> layers)
    {
        for (var i = 0; i < layers.Count; i++)
        {
            if (_active.TryGetValue(layers[i], out var depth))
            {
                _leftOut = Math.Min(_leftOut, depth);
                return i;
            }
        }
        return layers.Count;
    }

    private void Enter(SubstitutionSyntax? user)
    {
        _depth++;
        _steps++;
        if (_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Error("Substitutions must lead to values less deep", $"{_depth} levels", user);
        if (_steps > MaxSteps)
            throw Error($"Substitutions must be resolvable in {MaxSteps} steps", "more", user);
    }

    private static HoconParserException CycleAt(SubstitutionSyntax? at, string key) =>
        Error("A substitution must not lead to itself", at?.ToString() ?? key, at);

    private static HoconParserException Error(string rule, string was, SubstitutionSyntax? at)
    {
        var error = Cursor.Error(rule, was, at?.Line ?? 0, at?.Column ?? 0);
        return at?.Source is { } name ? HoconParserException.InInclude(name, error) : error;
    }

    /// <summary>A value found by a look-up, as a layer among others.</summary>
    private sealed class ResolvedSyntax(HoconValue value) : Syntax
    {
        public HoconValue Value => value;
    }
}
