using System.Collections.Concurrent;
using Coterie.Lab.Mutex.Rules;
using Coterie.Lab.Runs;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Lab.Mutex;

/// <summary>Makes a <see cref="Protocol"/> of an algorithm of mutual exclusion.</summary>
public static class MutexLab
{
    private static readonly ConcurrentDictionary<MutexAlgorithm, Protocol> Known = [];

    /// <summary>The protocol of an algorithm. The same algorithm always gives the same object.</summary>
    public static Protocol InLab(this MutexAlgorithm algorithm) => Known.GetOrAdd(algorithm, Of);

    /// <summary>A new protocol of an algorithm.</summary>
    public static Protocol Of(MutexAlgorithm algorithm) => Make(algorithm, Tree.Balanced);

    // The tree is to such an algorithm what the workload is to other protocols: the text that chooses it is in traces, and goes
    // to the other nodes of a run. The usual tree has none.
    private static Protocol Make(MutexAlgorithm algorithm, Tree tree)
    {
        if (algorithm.HasTree)
            algorithm = algorithm with { Promises = MutexAlgorithms.RaymondOn(tree) };
        return new Protocol(algorithm.Name, setup => algorithm.Create(setup.Self, setup.Processes, Settings(setup, tree)))
        {
            Bug = algorithm.Bug,
            Workload = tree.ToString() == Tree.Balanced.ToString() ? null : tree.ToString(),
            WorkloadName = "topology",
            ChooseWorkload = algorithm.HasTree
                ? text => Tree.TryParse(text) is { } chosen ? Make(algorithm, chosen) : null
                : null,
            Needs = algorithm.Needs,
            HasClocks = true,
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

    private static MutexSettings Settings(MachineSetup setup, Tree tree) => new(setup.ResendInterval)
    {
        Tree = tree,
        Clock = setup.Clock,
        NotesState = setup.NotesState,
    };
}
