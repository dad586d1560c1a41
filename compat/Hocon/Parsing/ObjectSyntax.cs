namespace Hocon.Parsing;

/// <summary>An object as written: for each key, the values given to it in order.</summary>
internal sealed class ObjectSyntax : Syntax
{
    public Dictionary<string, Slot> Slots { get; } = new(StringComparer.Ordinal);

    public Slot this[string key]
    {
        get
        {
            if (!Slots.TryGetValue(key, out var slot))
                Slots.Add(key, slot = new Slot());
            return slot;
        }
    }

    /// <summary>Appends what another object gives to each key, as an include or a repeated key does.</summary>
    public void Append(ObjectSyntax other)
    {
        foreach (var (key, theirs) in other.Slots)
        {
            var slot = this[key];
            foreach (var layer in theirs.Layers)
                slot.Append(layer);
        }
    }
}

/// <summary>The values given to one key. The last decides, together with earlier ones it extends or refers to.</summary>
internal sealed class Slot
{
    public List<Syntax> Layers { get; } = new(1);

    /// <summary>Set by the resolver, with <see cref="Resolved"/>, once the value is known for good.</summary>
    public bool IsResolved { get; set; }

    /// <summary>The value; null when only optional substitutions of absent values were given to the key.</summary>
    public HoconValue? Resolved { get; set; }

    public void Append(Syntax value)
    {
        if (value is MergeSyntax merge)
        {
            foreach (var layer in merge.Layers)
                Append(layer);
            return;
        }
        if (value is ObjectSyntax added && Layers is [.., ObjectSyntax last])
        {
            last.Append(added);
            return;
        }
        Layers.Add(value);
    }
}
