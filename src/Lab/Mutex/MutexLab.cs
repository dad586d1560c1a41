using System.Collections.Concurrent;
using Coterie.Lab.Runs;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Mutex;

/// <summary>Brings the algorithms of mutual exclusion into the laboratory.</summary>
public static class MutexLab
{
    private static readonly ConcurrentDictionary<MutexAlgorithm, Protocol> Known = [];

    /// <summary>An algorithm with all that the laboratory needs of it; of the same algorithm the same one.</summary>
    public static Protocol InLab(this MutexAlgorithm algorithm) => Known.GetOrAdd(algorithm, Of);

    /// <summary>An algorithm with all that the laboratory needs of it.</summary>
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
        },
    };
}
