using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex;

/// <summary>What a mutual exclusion algorithm is to everybody who runs it: its name, how to make its rules, what it promises and what it asks for.</summary>
/// <param name="Name">As on the command line: <c>ricart-agrawala</c>.</param>
/// <param name="Make">Makes the rules of one process, given its number, how many there are, and the settings.</param>
/// <param name="Promises">What every run of it must show.</param>
/// <param name="Needs">What it assumes of the network.</param>
public sealed record MutexAlgorithm(string Name, Func<ProcessId, int, MutexSettings, MutexRules> Make, MutexPromises Promises, NetworkNeeds Needs)
{
    /// <summary>Makes the rules of one process.</summary>
    /// <param name="self">The process.</param>
    /// <param name="processes">N.</param>
    /// <param name="settings">The settings; default <see cref="MutexSettings.Default"/>.</param>
    public MutexRules Create(ProcessId self, int processes, MutexSettings? settings = null) =>
        Make(self, processes, settings ?? MutexSettings.Default);

    /// <summary>What it is, for people.</summary>
    public required AlgorithmDescription Description { get; init; }

    /// <summary>The name of the rule that is broken on purpose; null for the algorithm as it should be.</summary>
    public string? Bug { get; init; }

    /// <summary>A fencing token: of the holders of a critical section, a later one has the larger.</summary>
    /// <param name="granted">The request with which a process is inside, <see cref="MutexProtocol.Entered.Request"/>.</param>
    /// <exception cref="InvalidOperationException">The algorithm does not promise to grant requests in the order of their timestamps.</exception>
    public Fence FenceOf(Timestamp granted) => Promises.EntersInTimestampOrder
        ? new Fence(granted)
        : throw new InvalidOperationException($"The algorithm of a fence must be one that grants requests in the order of their timestamps, was [{this}].");

    /// <summary>The name, and the bug where there is one.</summary>
    public override string ToString() => Bug is null ? Name : $"{Name} with the bug {Bug}";
}

/// <summary>An algorithm in words, whole sentences each but for the title and the paper.</summary>
/// <param name="Title">Its name in the literature: <c>Ricart-Agrawala</c>.</param>
/// <param name="Idea">How it excludes.</param>
/// <param name="Cost">What an entry costs, in messages and delay.</param>
/// <param name="Network">What it assumes of the network and of processes.</param>
/// <param name="Paper">Where it was published.</param>
public sealed record AlgorithmDescription(string Title, string Idea, string Cost, string Network, string Paper);

/// <summary>What every run of an algorithm must show, besides that there are never two inside and everybody gets in.</summary>
/// <param name="EntersInTimestampOrder">
/// Whether requests are granted in the order of their timestamps, so that the timestamp of a granted request is larger than those of all that were granted before.
/// </param>
/// <param name="NeedsEveryReply">Whether a process enters only with a message <c>reply</c> to its request from every other process.</param>
/// <param name="Cost">The messages of an entry.</param>
public sealed record MutexPromises(bool EntersInTimestampOrder, bool NeedsEveryReply, MessageCost Cost)
{
    /// <summary>Whether a <c>request</c> that is not answered by a <c>reply</c> at once is answered by one later.</summary>
    public bool DefersReplies { get; init; } = NeedsEveryReply;
}
