using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex;

/// <summary>A mutual exclusion algorithm: its name, how to make its rules, what it promises and what it needs.</summary>
/// <param name="Name">As on the command line: <c>ricart-agrawala</c>.</param>
/// <param name="Make">Makes the rules of one process, given its number, the number of processes, and the settings.</param>
/// <param name="Promises">What holds in every run of it.</param>
/// <param name="Needs">What it assumes of the network.</param>
public sealed record MutexAlgorithm(
    string Name, Func<ProcessId, int, MutexSettings, MutexRules> Make, MutexPromises Promises, NetworkNeeds Needs)
{
    /// <summary>Makes the rules of one process.</summary>
    /// <param name="self">The process.</param>
    /// <param name="processes">N.</param>
    /// <param name="settings">The settings; default <see cref="MutexSettings.Default"/>.</param>
    public MutexRules Create(ProcessId self, int processes, MutexSettings? settings = null)
    {
        var rules = Make(self, processes, settings ?? MutexSettings.Default);
        rules.Prepare(settings ?? MutexSettings.Default, ComparesTimestamps);
        return rules;
    }

    /// <summary>A description for people.</summary>
    public required AlgorithmDescription Description { get; init; }

    /// <summary>Whether its processes form a tree, see <see cref="MutexSettings.Tree"/>. Default no.</summary>
    public bool HasTree { get; init; }

    /// <summary>
    /// Whether processes compare the timestamps of requests. If not, the timestamps only number the requests of each process.
    /// Default no.
    /// </summary>
    public bool ComparesTimestamps { get; init; }

    /// <summary>The name of the rule that is broken on purpose; null for the correct algorithm.</summary>
    public string? Bug { get; init; }

    /// <summary>A fencing token: a later entry to the critical section has a larger one.</summary>
    /// <param name="granted">The request with which a process is inside, <see cref="MutexProtocol.Entered.Request"/>.</param>
    /// <exception cref="InvalidOperationException">
    /// The algorithm does not promise to grant requests in the order of their timestamps.
    /// </exception>
    public Fence FenceOf(Timestamp granted) => Promises.EntersInTimestampOrder
        ? new Fence(granted)
        : throw new InvalidOperationException(
            $"The algorithm of a fence must be one that grants requests in the order of their timestamps, was [{this}].");

    /// <summary>The name, and the bug if there is one.</summary>
    public override string ToString() => Bug is null ? Name : $"{Name} with the bug {Bug}";
}

/// <summary>An algorithm in words; all but the title and the paper are whole sentences.</summary>
/// <param name="Title">Its name in the literature: <c>Ricart-Agrawala</c>.</param>
/// <param name="Idea">How it ensures mutual exclusion.</param>
/// <param name="Cost">What an entry costs, in messages and delay.</param>
/// <param name="Network">What it assumes of the network and of processes.</param>
/// <param name="Paper">Where it was published.</param>
public sealed record AlgorithmDescription(string Title, string Idea, string Cost, string Network, string Paper);

/// <summary>What holds in every run of an algorithm, besides mutual exclusion and progress.</summary>
/// <param name="EntersInTimestampOrder">
/// Whether requests are granted in the order of their timestamps, so that a granted request has a larger timestamp than all
/// requests granted before.
/// </param>
/// <param name="NeedsEveryReply">
/// Whether a process enters only with a message <c>reply</c> to its request from every other process.
/// </param>
/// <param name="Cost">The messages of an entry.</param>
public sealed record MutexPromises(bool EntersInTimestampOrder, bool NeedsEveryReply, MessageCost Cost)
{
    /// <summary>Whether a <c>request</c> that gets no <c>reply</c> at once gets one later.</summary>
    public bool DefersReplies { get; init; } = NeedsEveryReply;

    /// <summary>
    /// How often one other process enters, at most, while a request waits that has reached those whom it was sent to. Null if the
    /// algorithm promises no such number. Default null.
    /// </summary>
    public int? MostOvertaking { get; init; }
}
