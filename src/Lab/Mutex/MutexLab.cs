using System.Collections.Concurrent;
using Coterie.Lab.Mutex.Rules;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
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

    /// <summary>A protocol of mutual exclusion.</summary>
    /// <param name="name">As on the command line.</param>
    /// <param name="create">Makes the machine of one process.</param>
    /// <param name="promises">What holds in every run of it.</param>
    /// <param name="needs">What it assumes of the network.</param>
    internal static Protocol Make(
        string name, Func<MachineSetup, IMachine> create, MutexPromises promises, NetworkNeeds needs) => new(name, create)
        {
            Needs = needs,
            CountsEntries = true,
            Client = setup => new MutexClient(setup.Requests),
            Judge = (protocol, processes) => new MutexJudge(protocol, promises, processes),
            Promises = promises.EntersInTimestampOrder
            ? [MutexProperties.Exclusion, MutexProperties.Order]
            : [MutexProperties.Exclusion],
            StateRules = new MutexStateRules(promises),
            Words = new Words
            {
                Section = "the critical section",
                Request = "request",
                Consent = "reply",
                OwesConsent = promises.DefersReplies,
                Delays = new Dictionary<string, string?> { ["failed"] = "prefers an earlier request", ["inquire"] = null },
                Rulebook = MutexRulebooks.Of(name),
            },
        };

    // The tree is to such an algorithm what the workload is to other protocols: the text that chooses it is in traces, and goes
    // to the other nodes of a run. The usual tree has none.
    private static Protocol Make(MutexAlgorithm algorithm, Tree tree)
    {
        if (algorithm.HasTree)
            algorithm = algorithm with { Promises = MutexAlgorithms.RaymondOn(tree) };
        var protocol = Make(
            algorithm.Name,
            setup => algorithm.Create(setup.Self, setup.Processes, Settings(setup, tree)),
            algorithm.Promises,
            algorithm.Needs);
        return protocol with
        {
            Bug = algorithm.Bug,
            Workload = tree.ToString() == Tree.Balanced.ToString() ? null : tree.ToString(),
            WorkloadName = "topology",
            ChooseWorkload = algorithm.HasTree
                ? text => Tree.TryParse(text) is { } chosen ? Make(algorithm, chosen) : null
                : null,
            HasClocks = true,
            Words = protocol.Words with { HasTimestamps = algorithm.ComparesTimestamps },
        };
    }

    private static MutexSettings Settings(MachineSetup setup, Tree tree) => new(setup.ResendInterval)
    {
        Tree = tree,
        Clock = setup.Clock,
        NotesState = setup.NotesState,
    };
}
