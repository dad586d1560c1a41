namespace Akka.Actor;

/// <summary>What to do with a child that failed.</summary>
public enum Directive
{
    /// <summary>Go on with the next message, keeping the state.</summary>
    Resume,

    /// <summary>Replace the instance; the mailbox stays.</summary>
    Restart,

    /// <summary>Fail oneself.</summary>
    Escalate,

    /// <summary>Stop it.</summary>
    Stop,
}

/// <summary>Chooses a directive by exception.</summary>
public interface IDecider
{
    /// <summary>What to do with a child that failed with <paramref name="cause"/>.</summary>
    Directive Decide(Exception cause);
}

/// <summary>A decider that is a function.</summary>
public class LocalOnlyDecider(Func<Exception, Directive> decider) : IDecider
{
    /// <inheritdoc/>
    public Directive Decide(Exception cause) => decider(cause);
}

/// <summary>A decider that is a table of exception types; the first that fits counts.</summary>
public class DeployableDecider : IDecider, IEquatable<DeployableDecider>
{
    /// <summary>An empty table.</summary>
    protected DeployableDecider() => Pairs = [];

    /// <summary>A table and what holds for all others.</summary>
    public DeployableDecider(Directive defaultDirective, IEnumerable<KeyValuePair<Type, Directive>> pairs)
        : this(defaultDirective, [.. pairs]) { }

    /// <summary>A table and what holds for all others.</summary>
    public DeployableDecider(Directive defaultDirective, params KeyValuePair<Type, Directive>[] pairs)
    {
        DefaultDirective = defaultDirective;
        Pairs = pairs;
    }

    /// <summary>For the exceptions that are not in the table.</summary>
    public Directive DefaultDirective { get; }

    /// <summary>The table.</summary>
    public KeyValuePair<Type, Directive>[] Pairs { get; }

    /// <inheritdoc/>
    public Directive Decide(Exception cause)
    {
        foreach (var (type, directive) in Pairs)
        {
            if (type.IsInstanceOfType(cause)) return directive;
        }
        return DefaultDirective;
    }

    /// <inheritdoc/>
    public bool Equals(DeployableDecider? other) =>
        other is not null && DefaultDirective == other.DefaultDirective && Pairs.SequenceEqual(other.Pairs);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DeployableDecider);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DefaultDirective, Pairs.Length);
}

/// <summary>Makes deciders.</summary>
public static class Decider
{
    /// <summary>From a function.</summary>
    public static LocalOnlyDecider From(Func<Exception, Directive> localOnlyDecider) => new(localOnlyDecider);

    /// <summary>From a table.</summary>
    public static DeployableDecider From(Directive defaultDirective, params KeyValuePair<Type, Directive>[] pairs) =>
        new(defaultDirective, pairs);

    /// <summary>From a table.</summary>
    public static DeployableDecider From(Directive defaultDirective, IEnumerable<KeyValuePair<Type, Directive>> pairs) =>
        new(defaultDirective, pairs);
}

/// <summary>Writes the rows of a decider's table.</summary>
public static class DirectiveExtensions
{
    /// <summary>This directive for that exception type.</summary>
    public static KeyValuePair<Type, Directive> When<TException>(this Directive self) where TException : Exception =>
        new(typeof(TException), self);
}
