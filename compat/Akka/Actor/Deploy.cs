using Akka.Util;

namespace Akka.Actor;

/// <summary>How an actor is to be run: dispatcher, mailbox, stash. Immutable; what is not given falls back.</summary>
public class Deploy : IEquatable<Deploy>, ISurrogated
{
    /// <summary>In this process.</summary>
    public static readonly Deploy Local = new(Scope.Local);

    /// <summary>No dispatcher is given.</summary>
    public static readonly string NoDispatcherGiven = "";

    /// <summary>No mailbox is given.</summary>
    public static readonly string NoMailboxGiven = "";

    /// <summary>No size of the stash is given.</summary>
    public const int NoStashSize = -1;

    /// <summary>Nothing is given.</summary>
    public static readonly Deploy None = new();

    /// <summary>Nothing given.</summary>
    public Deploy() : this("", "", NoStashSize, null) { }

    /// <summary>In a scope.</summary>
    public Deploy(Scope scope) : this("", "", NoStashSize, scope) { }

    private Deploy(string dispatcher, string mailbox, int stashCapacity, Scope? scope)
    {
        Dispatcher = dispatcher;
        Mailbox = mailbox;
        StashCapacity = stashCapacity;
        Scope = scope;
    }

    /// <summary>The name of the dispatcher's section.</summary>
    public string Dispatcher { get; }

    /// <summary>The name of the mailbox's section.</summary>
    public string Mailbox { get; }

    /// <summary>The size of the stash.</summary>
    public int StashCapacity { get; }

    /// <summary>Where; null: not given.</summary>
    public Scope? Scope { get; }

    /// <summary>With another dispatcher.</summary>
    public virtual Deploy WithDispatcher(string dispatcher) => new(dispatcher, Mailbox, StashCapacity, Scope);

    /// <summary>With another mailbox.</summary>
    public virtual Deploy WithMailbox(string mailbox) => new(Dispatcher, mailbox, StashCapacity, Scope);

    /// <summary>With another size of the stash.</summary>
    public virtual Deploy WithStashCapacity(int stashSize) => new(Dispatcher, Mailbox, stashSize, Scope);

    /// <summary>In another scope.</summary>
    public virtual Deploy WithScope(Scope scope) => new(Dispatcher, Mailbox, StashCapacity, scope);

    /// <summary>What is not given here is taken from <paramref name="other"/>.</summary>
    public virtual Deploy WithFallback(Deploy other) => new(
        Dispatcher == NoDispatcherGiven ? other.Dispatcher : Dispatcher,
        Mailbox == NoMailboxGiven ? other.Mailbox : Mailbox,
        StashCapacity == NoStashSize ? other.StashCapacity : StashCapacity,
        Scope ?? other.Scope);

    /// <inheritdoc/>
    public bool Equals(Deploy? other) => other is not null && Dispatcher == other.Dispatcher && Mailbox == other.Mailbox
        && StashCapacity == other.StashCapacity && Equals(Scope, other.Scope);

    /// <inheritdoc/>
    public ISurrogate ToSurrogate(ActorSystem system) => throw new NotSupportedException("A deploy cannot be sent to another system yet.");
}

/// <summary>Where an actor is made.</summary>
public abstract class Scope : IEquatable<Scope>
{
    /// <summary>In this process.</summary>
    public static readonly LocalScope Local = LocalScope.Instance;

    /// <summary>This scope, or where it says nothing the other.</summary>
    public abstract Scope WithFallback(Scope other);

    /// <summary>The same scope.</summary>
    public abstract Scope Copy();

    /// <inheritdoc/>
    public virtual bool Equals(Scope? other) => other is not null && other.GetType() == GetType();
}

/// <summary>In this process.</summary>
public class LocalScope : Scope, ISurrogated
{
    private LocalScope() { }

    /// <summary>The only one.</summary>
    public static LocalScope Instance { get; } = new();

    /// <inheritdoc/>
    public override Scope WithFallback(Scope other) => Instance;

    /// <inheritdoc/>
    public override Scope Copy() => Instance;

    /// <inheritdoc/>
    public ISurrogate ToSurrogate(ActorSystem system) => throw new NotSupportedException("A scope cannot be sent to another system yet.");
}
