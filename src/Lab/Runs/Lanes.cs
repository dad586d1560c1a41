using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>What the lines of processes show in pictures of a family, beside waiting, being inside and faults.</summary>
/// <param name="Follow">Makes the book of a run with so many processes.</param>
internal sealed record Lanes(Func<int, StretchBook> Follow)
{
    /// <summary>What <see cref="StretchKind.Given"/> means, for the legend: <c>vote out to a client</c>.</summary>
    public required string Given { get; init; }

    /// <summary>What it gives, after a name: <c>vote</c>.</summary>
    public required string Gift { get; init; }

    /// <summary>What <see cref="StretchKind.Unready"/> means: <c>does not vote yet</c>.</summary>
    public string Unready { get; init; } = "does not serve yet";

    /// <summary>Why what was given ends with <see cref="StretchEnd.Lapsed"/>: <c>its session is over</c>.</summary>
    public required string Lapse { get; init; }

    /// <summary>Whether an output about a request or an entry says that it shares. Default never.</summary>
    public Func<string, bool> IsShared { get; init; } = _ => false;

    /// <summary>Whether processes that reach only each other can get what they want.</summary>
    public required Func<IEnumerable<ProcessId>, bool> CanServe { get; init; }

    /// <summary>What a group lacks that cannot serve: <c>a majority of the voters</c>.</summary>
    public required string Lack { get; init; }
}
