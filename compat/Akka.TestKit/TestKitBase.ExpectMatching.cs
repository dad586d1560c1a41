namespace Akka.TestKit;

// Takes several messages, one for each predicate.
public abstract partial class TestKitBase
{
    /// <summary>Expects as many messages as predicates are given, each satisfying one of them, in any order.</summary>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(params PredicateInfo[] predicates) =>
        ExpectMsgAllOfMatchingPredicates((IReadOnlyCollection<PredicateInfo>)predicates);

    /// <summary>Expects as many messages as predicates are given, each satisfying one of them, in any order.</summary>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(IReadOnlyCollection<PredicateInfo> predicates,
        CancellationToken cancellationToken = default) =>
        Over(AllMatching(predicates, RemainingOrDefault, true, cancellationToken));

    /// <summary>The same within <paramref name="max"/>.</summary>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(TimeSpan max, params PredicateInfo[] predicates) =>
        ExpectMsgAllOfMatchingPredicates(max, (IReadOnlyCollection<PredicateInfo>)predicates);

    /// <summary>The same within <paramref name="max"/>.</summary>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(TimeSpan max,
        IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken = default) =>
        Over(AllMatching(predicates, RemainingOrDilated(max), true, cancellationToken));

    /// <summary>Expects as many messages as predicates are given, each satisfying one of them, in any order.</summary>
    public IAsyncEnumerable<object> ExpectMsgAllOfMatchingPredicatesAsync(IReadOnlyCollection<PredicateInfo> predicates,
        CancellationToken cancellationToken = default) =>
        Enumerate(token => AllMatching(predicates, RemainingOrDefault, false, token), cancellationToken);

    /// <summary>The same within <paramref name="max"/>.</summary>
    public IAsyncEnumerable<object> ExpectMsgAllOfMatchingPredicatesAsync(TimeSpan max,
        IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken = default) =>
        Enumerate(token => AllMatching(predicates, RemainingOrDilated(max), false, token), cancellationToken);

    private async ValueTask<List<object>> AllMatching(IReadOnlyCollection<PredicateInfo> predicates, TimeSpan max, bool blocking,
        CancellationToken cancellationToken)
    {
        var received = await TakeMany(predicates.Count, max, blocking, cancellationToken).ConfigureAwait(false);
        var missing = predicates.Where(predicate => !received.Exists(predicate.IsMatch)).ToArray();
        var unexpected = received.Where(message => !predicates.Any(predicate => predicate.IsMatch(message))).ToArray();
        return missing.Length == 0 && unexpected.Length == 0
            ? received
            : throw Failure("Expected messages for all predicates; not found: {0}; unexpected:{1}",
                string.Join<PredicateInfo>(", ", missing), List(unexpected));
    }
}
