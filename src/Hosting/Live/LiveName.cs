using Coterie.Actors.Locks;
using Coterie.Actors.Memory;
using Coterie.Protocols.Memory;
using Coterie.Protocols.Quorum;

namespace Coterie.Hosting.Live;

/// <summary>A lock of a group, or a variable with its lock.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Holders">Those that hold it.</param>
/// <param name="Waiting">Those that wait for it, in the order of the queue.</param>
/// <param name="MoreWaiting">How many more wait.</param>
internal sealed record LiveName(
    string Name, IReadOnlyList<LiveClaim> Holders, IReadOnlyList<LiveClaim> Waiting, int MoreWaiting)
{
    /// <summary>The token of the holder of a lock.</summary>
    public long? Token { get; init; }

    /// <summary>The value of a variable, in short; null if it has none.</summary>
    public string? Value { get; init; }

    /// <summary>For how long nobody has held it or waited for it; null while somebody does.</summary>
    public TimeSpan? FreeFor { get; init; }

    /// <summary>Who held it last, if nobody does.</summary>
    public string? LastHolder { get; init; }

    /// <summary>How many wait.</summary>
    public int Waiters => Waiting.Count + MoreWaiting;

    /// <summary>Those that hold it, in a few words.</summary>
    public string? HolderText => Holders.Count switch
    {
        0 => null,
        1 => Holders[0].Who,
        var more => $"{Holders[0].Who} and {more - 1} more",
    };

    /// <summary>Differs if somebody else holds it.</summary>
    public string? HolderKey => Holders.Count switch
    {
        0 => null,
        1 => Holders[0].Id,
        _ => string.Join('+', Holders.Select(holder => holder.Id).Order(StringComparer.Ordinal)),
    };

    public static LiveName Of(LockView view) => new(
        view.Name,
        [.. view.Claims.Where(claim => claim.IsInside).Select(LiveClaim.Of)],
        [.. view.Claims.Where(claim => !claim.IsInside).Select(LiveClaim.Of)],
        view.More)
    {
        Token = view.Token,
    };

    public static LiveName Of(VariableView view) => new(
        view.Name,
        [.. view.Claims.Where(claim => claim.IsInside).Select(LiveClaim.Of)],
        [.. view.Claims.Where(claim => !claim.IsInside).Select(LiveClaim.Of)],
        MoreWaiting: 0)
    {
        Value = view.Value?.ToString(),
    };

    /// <summary>Whether its name, somebody who holds it or waits for it, or a purpose contains a text.</summary>
    public bool Contains(string text) =>
        Has(Name, text) || Holders.Any(claim => claim.Contains(text)) || Waiting.Any(claim => claim.Contains(text))
        || Has(LastHolder, text);

    internal static bool Has(string? where, string text) => where?.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false;
}

/// <summary>Somebody who holds a lock or waits for it.</summary>
/// <param name="Id">Tells it from others.</param>
/// <param name="Who">Who it is.</param>
/// <param name="Purpose">What for; null if it does not say. Of a variable: what is done with it.</param>
/// <param name="IsShared">Whether others may share it.</param>
/// <param name="Since">For how long it holds or waits.</param>
/// <param name="TimeLeft">How long it keeps the lock at most, if it is not heard of again; null if for ever.</param>
internal sealed record LiveClaim(string Id, string Who, string? Purpose, bool IsShared, TimeSpan Since, TimeSpan? TimeLeft)
{
    /// <summary>How many votes it has; null for a variable.</summary>
    public int? Votes { get; init; }

    /// <summary>The votes that it waits for.</summary>
    public IReadOnlyList<MissingVote> Missing { get; init; } = [];

    public static LiveClaim Of(ClaimView view) =>
        new(view.Id, view.Holder, view.Purpose, view.Mode == VoteMode.Shared, view.Since, view.TimeLeft)
        {
            Votes = view.Votes.Count,
            Missing = view.Missing,
        };

    public static LiveClaim Of(VariableClaimView view) => new(
        view.Client, view.Client, view.Access.ToString(), view.Access.Mode == LockMode.Read, view.Since, view.TimeLeft);

    public bool Contains(string text) => LiveName.Has(Who, text) || LiveName.Has(Purpose, text);
}
