using Coterie.Actors.Locks;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;

namespace Coterie.DistributedLock.Tests;

/// <summary>A group, and what it was asked for.</summary>
internal sealed class WatchedCoterie(ICoterie inner) : ICoterie
{
    private readonly Lock _gate = new();
    private readonly List<string> _tried = [];
    private readonly List<string> _awaited = [];
    private readonly Dictionary<string, LockHandle> _last = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The names that were tried with a time of zero.</summary>
    public IReadOnlyList<string> Tried
    {
        get
        {
            lock (_gate)
                return [.. _tried];
        }
    }

    public IReadOnlyList<string> Members => inner.Members;

    /// <summary>Runs before each try.</summary>
    public Action BeforeTry { get; init; } = () => { };

    /// <summary>The last handle of a name, which it keeps.</summary>
    public LockHandle LastOf(string name)
    {
        lock (_gate)
            return _last[name];
    }

    /// <summary>Completes when somebody has begun to wait for all these names, so often in all.</summary>
    public async Task AwaitedAsync(int times, params string[] names)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (names.All(name => _awaited.Count(awaited => awaited == name) >= times))
                    return;
                changed = _changed.Task;
            }
            await changed;
        }
    }

    public async ValueTask<LockHandle> AcquireAsync(
        string name, VoteMode mode, TimeSpan timeout, string? purpose, CancellationToken cancellation = default)
    {
        var call = inner.AcquireAsync(name, mode, timeout, purpose, cancellation);
        lock (_gate)
        {
            _awaited.Add(name);
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        var handle = await call;
        lock (_gate)
            _last[name] = handle;
        return handle;
    }

    public ValueTask<LockHandle?> TryAcquireAsync(
        string name, VoteMode mode, TimeSpan timeout, string? purpose, CancellationToken cancellation = default)
    {
        lock (_gate)
            _tried.Add(name);
        BeforeTry();
        return inner.TryAcquireAsync(name, mode, timeout, purpose, cancellation);
    }

    public ValueTask<Outcome> OperateAsync(
        string name, Operation operation, TimeSpan timeout, CancellationToken cancellation = default) =>
        inner.OperateAsync(name, operation, timeout, cancellation);

    public LocalCopy? FindCopy(string name) => inner.FindCopy(name);

    public IAsyncEnumerable<WatchEvent> WatchAsync(string name, bool isPrefix, CancellationToken cancellation = default) =>
        inner.WatchAsync(name, isPrefix, cancellation);

    public GroupHealth CheckHealth() => inner.CheckHealth();

    public Task<GroupView> LookAsync(string? name, TimeSpan limit, CancellationToken cancellation = default) =>
        inner.LookAsync(name, limit, cancellation);
}
