using Coterie.Actors.Locks;
using Coterie.Hosting.Live;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;

namespace Coterie.Hosting.Tests.Live;

/// <summary>Groups with three members, as their members tell of them.</summary>
internal static class Views
{
    public static IReadOnlyList<string> Addresses { get; } = ["10.0.0.1:4053", "10.0.0.2:4053", "10.0.0.3:4053"];

    /// <summary>A group in which all members answer.</summary>
    public static GroupView Group(params LockView[] locks) => new(2, [.. Addresses.Select(address => Member(address))], locks);

    public static MemberView Member(string address, bool answers = true, bool votes = true, params SessionView[] sessions) =>
        new(address, answers, votes, sessions, 0);

    /// <summary>A lock that its first claim holds; the others wait.</summary>
    public static LockView Lock(string name, params ClaimView[] claims) =>
        new(name, claims.Any(claim => claim.IsInside) ? 7 : null, claims, 0);

    public static ClaimView Holds(
        string who, double seconds = 5, string? purpose = null, VoteMode mode = VoteMode.Exclusive) => new(
        who, who, purpose, mode, IsInside: true, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(9), Addresses, []);

    public static ClaimView Waits(string who, double seconds = 1, string? purpose = null, string why = "somebody") => new(
        who,
        who,
        purpose,
        VoteMode.Exclusive,
        IsInside: false,
        TimeSpan.FromSeconds(seconds),
        TimeSpan.FromSeconds(9),
        [],
        [.. Addresses.Select(address => new MissingVote(address, why))]);

    public static LiveLook Look(GroupView view) =>
        new(view.Majority, view.Members, new LiveNames([.. view.Locks.Select(LiveName.Of)], view.HasMajority), null);

    public static LiveNames Names(params LockView[] locks) => new([.. locks.Select(LiveName.Of)], IsComplete: true);
}

/// <summary>A group that tells what a test has put into it.</summary>
internal sealed class ScriptedGroup : ICoterie
{
    private volatile GroupView _view = Views.Group();

    public GroupView View
    {
        get => _view;
        set => _view = value;
    }

    public IReadOnlyList<string> Members => Views.Addresses;

    public ValueTask<LockHandle> AcquireAsync(
        string name, VoteMode mode, TimeSpan timeout, string? purpose, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public ValueTask<LockHandle?> TryAcquireAsync(
        string name, VoteMode mode, TimeSpan timeout, string? purpose, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public ValueTask<Outcome> OperateAsync(
        string name, Operation operation, TimeSpan timeout, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public LocalCopy? FindCopy(string name) => throw new NotSupportedException();

    public IAsyncEnumerable<WatchEvent> WatchAsync(string name, bool isPrefix, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public GroupHealth CheckHealth() => throw new NotSupportedException();

    public Task<GroupView> LookAsync(string? name, TimeSpan limit, CancellationToken cancellation = default) =>
        Task.FromResult(View);
}
