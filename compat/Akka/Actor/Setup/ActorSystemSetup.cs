using System.Collections.Immutable;
using Akka.Util;

namespace Akka.Actor.Setup;

/// <summary>Settings of a system that code rather than configuration gives.</summary>
public abstract class Setup
{
    /// <summary>Both.</summary>
    public ActorSystemSetup And(Setup other) => ActorSystemSetup.Create(this, other);
}

/// <summary>Several <see cref="Setup"/>s, at most one of each type. Immutable.</summary>
public sealed class ActorSystemSetup
{
    /// <summary>None.</summary>
    public static readonly ActorSystemSetup Empty = new(ImmutableDictionary<Type, Setup>.Empty);

    private readonly ImmutableDictionary<Type, Setup> _setups;

    private ActorSystemSetup(ImmutableDictionary<Type, Setup> setups) => _setups = setups;

    /// <summary>All of them; the last of a type counts.</summary>
    public static ActorSystemSetup Create(params Setup[] setup) =>
        new(setup.Aggregate(ImmutableDictionary<Type, Setup>.Empty, (all, each) => all.SetItem(each.GetType(), each)));

    /// <summary>The setup of a type.</summary>
    public Option<T> Get<T>() where T : Setup => _setups.TryGetValue(typeof(T), out var setup) ? (T)setup : Option<T>.None;

    /// <summary>These and another, which replaces one of its type.</summary>
    public ActorSystemSetup WithSetup<T>(T setup) where T : Setup => new(_setups.SetItem(setup.GetType(), setup));

    /// <summary>These and another, which replaces one of its type.</summary>
    public ActorSystemSetup And<T>(T setup) where T : Setup => WithSetup(setup);

    /// <inheritdoc/>
    public override string ToString() => $"ActorSystemSettings({string.Join(", ", _setups.Keys.Select(type => type.Name))})";
}
