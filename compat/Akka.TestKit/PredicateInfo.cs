namespace Akka.TestKit;

/// <summary>A type of messages and a predicate on them; see <see cref="TestKitBase.ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>.</summary>
public class PredicateInfo
{
    private readonly Predicate<object> _isMatch;

    private PredicateInfo(Type type, Delegate predicate, Predicate<object> isMatch)
    {
        Type = type;
        PredicateT = predicate;
        _isMatch = isMatch;
    }

    /// <summary>The predicate.</summary>
    public Delegate PredicateT { get; }

    /// <summary>The type of the messages.</summary>
    public Type Type { get; }

    /// <summary>Describes messages of a type for which <paramref name="predicate"/> holds.</summary>
    public static PredicateInfo Create<T>(Predicate<T> predicate) =>
        new(typeof(T), predicate, message => message is T typed && predicate(typed));

    /// <inheritdoc/>
    public override string ToString() => $"{Type} that satisfies the predicate {PredicateT.Method}";

    internal bool IsMatch(object message) => _isMatch(message);
}
