using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;

namespace Coterie.Actors.Locks;

/// <summary>
/// A group of processes that share locks, as one of them sees it (<c>docs/lock.md</c> says what that promises). Safe for all
/// threads. <see cref="CoterieExtensions"/> has shorter calls. For tests, a <see cref="CoterieNode"/> without options is a group
/// within one process.
/// </summary>
public interface ICoterie
{
    /// <summary>
    /// The members, in the order in which they are counted; one without an address if the group is in this process.
    /// </summary>
    IReadOnlyList<string> Members { get; }

    /// <summary>Waits for a lock.</summary>
    /// <param name="name">What to lock: 1 to 512 characters. Small and capital letters differ.</param>
    /// <param name="mode">Alone, or shared with others.</param>
    /// <param name="timeout">
    /// How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> to wait for ever. Zero means one try: every member is
    /// asked once, and asks whoever has its vote. The lock is had if nobody is inside and nobody waits, even if another process
    /// still keeps the votes of an earlier entry. This takes two round trips, or a second if too few members or their clients
    /// answer.
    /// </param>
    /// <param name="purpose">
    /// What it is for, for people: shown by <c>coterie locks</c>. At most <see cref="CoterieOptions.LongestText"/> characters;
    /// null for nothing.
    /// </param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="TimeoutException">
    /// The time is over. The message says who holds the lock, and which members answer; to find that out takes at most a fifth of
    /// a second more.
    /// </exception>
    /// <exception cref="ArgumentException">The name is empty, too long, or has half of a surrogate pair.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative and not infinite, or too long.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node was disposed, or is disposed while this waits.</exception>
    ValueTask<LockHandle> AcquireAsync(
        string name, VoteMode mode, TimeSpan timeout, string? purpose, CancellationToken cancellation = default);

    /// <summary>The same, but null if the time is over.</summary>
    /// <inheritdoc cref="AcquireAsync(string, VoteMode, TimeSpan, string?, CancellationToken)"/>
    ValueTask<LockHandle?> TryAcquireAsync(
        string name, VoteMode mode, TimeSpan timeout, string? purpose, CancellationToken cancellation = default);

    /// <summary>
    /// Does something with a replicated variable, once: a majority of the members has it when this returns, and whoever reads
    /// afterwards finds it. It takes the lock with the name of the variable where it needs it, and waits for whoever holds that.
    /// <c>Coterie.Actors.Variables</c> has typed calls above this one.
    /// </summary>
    /// <param name="name">The variable: 1 to 512 characters; case matters.</param>
    /// <param name="operation">What to do.</param>
    /// <param name="timeout">How long to wait; infinite to wait for ever.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>
    /// How it ended. <see cref="Outcome.NotDone"/> if the time was over or it was cancelled before it could take effect;
    /// <see cref="Outcome.Unknown"/> if it may have taken effect.
    /// </returns>
    /// <exception cref="ArgumentException">The name is empty, too long, or has half of a surrogate pair.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative and not infinite, or too long.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    /// <exception cref="ObjectDisposedException">The node was disposed before.</exception>
    ValueTask<Outcome> OperateAsync(
        string name, Operation operation, TimeSpan timeout, CancellationToken cancellation = default);

    /// <summary>
    /// The copy that this process has of a variable, if it has one: it reads it without a message. An
    /// <see cref="Operation.Read"/> that keeps makes one, unless somebody holds the lock of the variable or waits for it. It ends
    /// when somebody writes, when too few members answer, or when it was not used for about a lease.
    /// </summary>
    /// <param name="name">The variable.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or has half of a surrogate pair.</exception>
    LocalCopy? FindCopy(string name);

    /// <summary>
    /// Watches a replicated variable, or all variables with a prefix: first their values, then <see cref="WatchEvent.Complete"/>,
    /// then every change, until the reader stops. It goes on by itself when members come back.
    /// </summary>
    /// <param name="name">The variable, or what the names begin with: up to 512 characters; empty for all variables.</param>
    /// <param name="isPrefix">Whether it is a prefix.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or has half of a surrogate pair.</exception>
    /// <exception cref="InvalidOperationException">The node has 10,000 watches already.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node was disposed.</exception>
    IAsyncEnumerable<WatchEvent> WatchAsync(string name, bool isPrefix, CancellationToken cancellation = default);

    /// <summary>Which members answer, as this process has seen within the last lease. Costs no message.</summary>
    GroupHealth CheckHealth();

    /// <summary>Asks all members who holds the locks, and who waits. For people: it may be old when it comes.</summary>
    /// <param name="name">Only this lock, and no sessions; null: all locks that are held or waited for.</param>
    /// <param name="limit">How long to wait for each page of a member's answer.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Task<GroupView> LookAsync(string? name, TimeSpan limit, CancellationToken cancellation = default);
}

/// <summary>Shorter calls of <see cref="ICoterie"/>.</summary>
public static class CoterieExtensions
{
    /// <summary>Waits for a lock, alone.</summary>
    /// <inheritdoc cref="ICoterie.AcquireAsync(string, VoteMode, TimeSpan, string?, CancellationToken)"/>
    public static ValueTask<LockHandle> AcquireAsync(
        this ICoterie coterie, string name, TimeSpan timeout, CancellationToken cancellation = default) =>
        Checked(coterie).AcquireAsync(name, VoteMode.Exclusive, timeout, null, cancellation);

    /// <summary>The same, but null if the time is over.</summary>
    /// <inheritdoc cref="ICoterie.AcquireAsync(string, VoteMode, TimeSpan, string?, CancellationToken)"/>
    public static ValueTask<LockHandle?> TryAcquireAsync(
        this ICoterie coterie, string name, TimeSpan timeout = default, CancellationToken cancellation = default) =>
        Checked(coterie).TryAcquireAsync(name, VoteMode.Exclusive, timeout, null, cancellation);

    /// <summary>
    /// Waits for a lock that others may share at the same time, but never beside an exclusive holder. Whoever wants it
    /// exclusively goes before those that want to share it.
    /// </summary>
    /// <inheritdoc cref="ICoterie.AcquireAsync(string, VoteMode, TimeSpan, string?, CancellationToken)"/>
    public static ValueTask<LockHandle> AcquireSharedAsync(
        this ICoterie coterie, string name, TimeSpan timeout, CancellationToken cancellation = default) =>
        Checked(coterie).AcquireAsync(name, VoteMode.Shared, timeout, null, cancellation);

    /// <summary>The same, but null if the time is over.</summary>
    /// <inheritdoc cref="AcquireSharedAsync"/>
    public static ValueTask<LockHandle?> TryAcquireSharedAsync(
        this ICoterie coterie, string name, TimeSpan timeout = default, CancellationToken cancellation = default) =>
        Checked(coterie).TryAcquireAsync(name, VoteMode.Shared, timeout, null, cancellation);

    private static ICoterie Checked(ICoterie coterie)
    {
        ArgumentNullException.ThrowIfNull(coterie);
        return coterie;
    }
}
