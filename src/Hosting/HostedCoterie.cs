using System.Runtime.CompilerServices;
using Coterie.Actors.Locks;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coterie.Hosting;

/// <summary>
/// The <see cref="ICoterie"/> of an application. It is there before the node has started: calls wait for the start. If the node
/// could not be started, they throw an <see cref="InvalidOperationException"/> that says why.
/// </summary>
/// <param name="loggers">For what it logs.</param>
/// <param name="time">The clock of the application; null: that of the system.</param>
/// <param name="lifetime">The life of the application, if it has one.</param>
internal sealed class HostedCoterie(
    ILoggerFactory loggers, TimeProvider? time = null, IHostApplicationLifetime? lifetime = null)
    : ICoterie, IAsyncDisposable, IDisposable
{
    private readonly TaskCompletionSource<CoterieNode> _node = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private IReadOnlyList<string> _members = []; // as they were given
    private Task? _leaving;
    private volatile bool _hasEnded;

    /// <summary>Logs.</summary>
    public ILogger Logger { get; } = loggers.CreateLogger(LogMessages.Category);

    /// <summary>See <see cref="CoterieHostOptions.StopsApplication"/>.</summary>
    public bool StopsApplication { get; set; } = true;

    /// <summary>Whether the start has not ended.</summary>
    public bool IsStarting => !_node.Task.IsCompleted;

    /// <summary>Why there is no node now, in a sentence; null if there is one.</summary>
    public string? WhyNone => _node.Task switch
    {
        { IsCompleted: false } => "Coterie is starting.",
        { Exception.InnerException: { } failure } => failure.Message,
        _ when _hasEnded => "The node has ended by itself.",
        _ => null,
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Members => Node?.Members ?? _members;

    private CoterieNode? Node => _node.Task is { IsCompletedSuccessfully: true, Result: var node } ? node : null;

    /// <summary>Starts the node. Throws what the start throws, and then calls throw it, too.</summary>
    /// <param name="options">The options of the node.</param>
    /// <param name="start">Starts it.</param>
    public async Task StartAsync(Func<CoterieOptions> options, Func<CoterieOptions, Task<CoterieNode>> start)
    {
        try
        {
            var given = options();
            _members = given.Members;
            var node = await start(given).ConfigureAwait(false);
            if (!_node.TrySetResult(node))
            {
                await node.DisposeAsync().ConfigureAwait(false);
                return; // the application has ended meanwhile
            }
            Logger.Started(node.IsMember ? "member" : "client", string.Join(", ", node.Members));
            _ = WatchAsync(node);
        }
        catch (Exception failure)
        {
            Fail(new InvalidOperationException($"Coterie could not be started: {failure.Message}", failure));
            throw;
        }
    }

    /// <summary>There will be no node: calls throw this.</summary>
    public void Fail(Exception reason)
    {
        _node.TrySetException(reason);
        _ = _node.Task.Exception; // nobody else may look at it
    }

    /// <summary>Gives back all locks and leaves the group. A second call waits for the first one.</summary>
    public Task LeaveAsync()
    {
        lock (_gate)
            return _leaving ??= EndAsync();
    }

    /// <inheritdoc/>
    public ValueTask<LockHandle> AcquireAsync(
        string name, VoteMode mode, TimeSpan timeout, string? purpose, CancellationToken cancellation = default)
    {
        return Node is { } started ? started.AcquireAsync(name, mode, timeout, purpose, cancellation) : WaitAsync();

        async ValueTask<LockHandle> WaitAsync()
        {
            var (node, left) = await StartedAsync(timeout, cancellation).ConfigureAwait(false);
            return node is null
                ? throw new TimeoutException($"{name} could not be locked in time. {WhyNone}")
                : await node.AcquireAsync(name, mode, left, purpose, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask<LockHandle?> TryAcquireAsync(
        string name, VoteMode mode, TimeSpan timeout, string? purpose, CancellationToken cancellation = default)
    {
        return Node is { } started ? started.TryAcquireAsync(name, mode, timeout, purpose, cancellation) : WaitAsync();

        async ValueTask<LockHandle?> WaitAsync()
        {
            var (node, left) = await StartedAsync(timeout, cancellation).ConfigureAwait(false);
            return node is null
                ? null
                : await node.TryAcquireAsync(name, mode, left, purpose, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Outcome> OperateAsync(
        string name, Operation operation, TimeSpan timeout, CancellationToken cancellation = default)
    {
        return Node is { } started ? started.OperateAsync(name, operation, timeout, cancellation) : WaitAsync();

        async ValueTask<Outcome> WaitAsync()
        {
            var (node, left) = await StartedAsync(timeout, cancellation).ConfigureAwait(false);
            return node is null
                ? new Outcome.NotDone()
                : await node.OperateAsync(name, operation, left, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public LocalCopy? FindCopy(string name) => Node?.FindCopy(name);

    /// <inheritdoc/>
    public IAsyncEnumerable<WatchEvent> WatchAsync(string name, bool isPrefix, CancellationToken cancellation = default)
    {
        return Node is { } started ? started.WatchAsync(name, isPrefix, cancellation) : WaitAsync(CancellationToken.None);

        async IAsyncEnumerable<WatchEvent> WaitAsync([EnumeratorCancellation] CancellationToken own)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, own);
            var (node, _) = await StartedAsync(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(false);
            await foreach (var next in node!.WatchAsync(name, isPrefix, either.Token).ConfigureAwait(false))
                yield return next;
        }
    }

    /// <inheritdoc/>
    public GroupHealth CheckHealth()
    {
        ThrowIfFailed();
        return Node?.CheckHealth()
            ?? new GroupHealth([.. _members.Select(member => new MemberHealth(member, false, null))], Majority);
    }

    /// <inheritdoc/>
    public async Task<GroupView> LookAsync(string? name, TimeSpan limit, CancellationToken cancellation = default)
    {
        var (node, _) = await StartedAsync(limit, cancellation).ConfigureAwait(false);
        return node is null
            ? new GroupView(Majority, [.. _members.Select(member => new MemberView(member, false, false, [], 0))], [])
            : await node.LookAsync(name, limit, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await LeaveAsync().ConfigureAwait(false);

    /// <inheritdoc/>
    public void Dispose() => LeaveAsync().GetAwaiter().GetResult();

    private async Task EndAsync()
    {
        Fail(new ObjectDisposedException(nameof(ICoterie), "The application has ended before Coterie was started."));
        if (Node is not { } node)
            return;
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // not under the lock of the caller
        await node.DisposeAsync().ConfigureAwait(false);
        Logger.Left();
    }

    private int Majority => new QuorumTerms(_members.Count).Majority;

    private void ThrowIfFailed()
    {
        if (_node.Task is { IsFaulted: true } failed)
            failed.GetAwaiter().GetResult();
    }

    // Waits for the start. Null if the time is over; otherwise what is left of it.
    private async Task<(CoterieNode? Node, TimeSpan Left)> StartedAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        var began = _time.GetTimestamp();
        CoterieNode node;
        try
        {
            node = await _node.Task.WaitAsync(timeout, _time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return default;
        }
        if (timeout == Timeout.InfiniteTimeSpan)
            return (node, timeout);
        var left = timeout - _time.GetElapsedTime(began);
        return (node, left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    private async Task WatchAsync(CoterieNode node)
    {
        await node.WhenEnded.ConfigureAwait(false);
        lock (_gate)
        {
            if (_leaving is not null)
                return;
        }
        _hasEnded = true;
        var stops = StopsApplication && lifetime is not null;
        Logger.EndedByItself(stops ? "The application is stopped." : "The application goes on without them.");
        if (stops)
            lifetime!.StopApplication();
    }
}
