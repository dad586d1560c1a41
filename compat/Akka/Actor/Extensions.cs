namespace Akka.Actor;

/// <summary>Something that belongs to a system, once: made when first asked for.</summary>
public interface IExtension;

/// <summary>Makes an extension.</summary>
public interface IExtensionId
{
    /// <summary>The extension's type.</summary>
    Type ExtensionType { get; }

    /// <summary>The extension of <paramref name="system"/>, made if need be.</summary>
    object Apply(ActorSystem system);

    /// <summary>The extension of <paramref name="system"/>.</summary>
    object Get(ActorSystem system);

    /// <summary>A new extension; called by the system.</summary>
    object CreateExtension(ExtendedActorSystem system);
}

/// <summary>Makes an extension of a type.</summary>
public interface IExtensionId<out T> : IExtensionId where T : IExtension
{
    /// <summary>The extension of <paramref name="system"/>, made if need be.</summary>
    new T Apply(ActorSystem system);

    /// <summary>The extension of <paramref name="system"/>.</summary>
    new T Get(ActorSystem system);

    /// <summary>A new extension; called by the system.</summary>
    new T CreateExtension(ExtendedActorSystem system);
}

/// <summary>Base for what makes an extension.</summary>
public abstract class ExtensionIdProvider<T> : IExtensionId<T> where T : IExtension
{
    /// <inheritdoc/>
    public Type ExtensionType => typeof(T);

    /// <inheritdoc/>
    public T Apply(ActorSystem system) => (T)system.RegisterExtension(this);

    /// <inheritdoc/>
    public T Get(ActorSystem system) => (T)system.GetExtension(this);

    /// <inheritdoc/>
    public abstract T CreateExtension(ExtendedActorSystem system);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExtensionIdProvider<T>;

    /// <inheritdoc/>
    public override int GetHashCode() => typeof(T).GetHashCode();

    object IExtensionId.Apply(ActorSystem system) => Apply(system);

    object IExtensionId.Get(ActorSystem system) => Get(system);

    object IExtensionId.CreateExtension(ExtendedActorSystem system) => CreateExtension(system);
}

/// <summary>Extensions by type.</summary>
public static class ActorSystemWithExtensions
{
    /// <summary>The extension of a type, made by a provider of that type if need be.</summary>
    public static T WithExtension<T>(this ActorSystem system, Type extensionId) where T : class, IExtension =>
        (T)system.RegisterExtension((IExtensionId)Activator.CreateInstance(extensionId)!);

    /// <summary>The extension of a type, which must have been registered.</summary>
    public static T WithExtension<T>(this ActorSystem system) where T : class, IExtension => system.GetExtension<T>();

    /// <summary>The extension of a type, made by a provider of type <typeparamref name="TI"/> if need be.</summary>
    public static T WithExtension<T, TI>(this ActorSystem system) where T : class, IExtension where TI : class, IExtensionId =>
        (T)system.RegisterExtension(Activator.CreateInstance<TI>());
}
