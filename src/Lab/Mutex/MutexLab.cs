using System.Collections.Concurrent;
using Coterie.Lab.Mutex.Rules;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Mutex;

/// <summary>Makes a <see cref="Protocol"/> of an algorithm of mutual exclusion.</summary>
public static class MutexLab
{
    private static readonly ConcurrentDictionary<MutexAlgorithm, Protocol> Known = [];

    /// <summary>The protocol of an algorithm. The same algorithm always gives the same object.</summary>
    public static Protocol InLab(this MutexAlgorithm algorithm) => Known.GetOrAdd(algorithm, Of);

    /// <summary>A new protocol of an algorithm.</summary>
    public static Protocol Of(MutexAlgorithm algorithm)
    {
        var protocol = Make(
            algorithm.Name,
            setup => algorithm.Create(setup.Self, setup.Processes, new MutexSettings(setup.ResendInterval)),
            algorithm.Promises,
            algorithm.Needs);
        return protocol with
        {
            Bug = algorithm.Bug,
            Words = protocol.Words with { HasTimestamps = algorithm.ComparesTimestamps },
        };
    }

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
}
