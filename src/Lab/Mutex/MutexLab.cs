using System.Collections.Concurrent;
using Coterie.Lab.Mutex.Rules;
using Coterie.Lab.Runs;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Mutex;

/// <summary>Makes a <see cref="Protocol"/> of an algorithm of mutual exclusion.</summary>
public static class MutexLab
{
    private static readonly ConcurrentDictionary<MutexAlgorithm, Protocol> Known = [];

    /// <summary>The protocol of an algorithm. The same algorithm always gives the same object.</summary>
    public static Protocol InLab(this MutexAlgorithm algorithm) => Known.GetOrAdd(algorithm, Of);

    /// <summary>A new protocol of an algorithm.</summary>
    public static Protocol Of(MutexAlgorithm algorithm) => new(
        algorithm.Name, setup => algorithm.Create(setup.Self, setup.Processes, new MutexSettings(setup.ResendInterval)))
    {
        Bug = algorithm.Bug,
        Needs = algorithm.Needs,
        CountsEntries = true,
        Client = setup => new MutexClient(setup.Requests),
        Judge = (protocol, processes) => new MutexJudge(protocol, algorithm.Promises, processes),
        Promises = algorithm.Promises.EntersInTimestampOrder
            ? [MutexProperties.Exclusion, MutexProperties.Order]
            : [MutexProperties.Exclusion],
        StateRules = new MutexStateRules(algorithm.Promises),
        Words = new Words
        {
            Section = "the critical section",
            Request = "request",
            Consent = "reply",
            OwesConsent = algorithm.Promises.DefersReplies,
            HasTimestamps = algorithm.ComparesTimestamps,
            Delays = new Dictionary<string, string?> { ["failed"] = "prefers an earlier request", ["inquire"] = null },
            Rulebook = MutexRulebooks.Of(algorithm.Name),
        },
    };
}
