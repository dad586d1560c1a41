using System.Reflection;
using Medallion.Threading;
using Xunit.Sdk;

namespace Coterie.DistributedLock.Tests;

/// <summary>How a test acquires: by calls that block a thread, or by calls that do not.</summary>
public sealed class Way
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly bool _blocks;

    private Way(bool blocks) => _blocks = blocks;

    public static Way Blocking { get; } = new(true);

    public static Way Async { get; } = new(false);

    public Task<IDistributedSynchronizationHandle> AcquireAsync(
        Subject subject, TimeSpan? time = null, CancellationToken cancellation = default) => _blocks
        ? OnThread(() => subject.Acquire(time ?? Patience, cancellation))
        : subject.AcquireAsync(time ?? Patience, cancellation).AsTask();

    public Task<IDistributedSynchronizationHandle?> TryAcquireAsync(
        Subject subject, TimeSpan time = default, CancellationToken cancellation = default) => _blocks
        ? OnThread(() => subject.TryAcquire(time, cancellation))
        : subject.TryAcquireAsync(time, cancellation).AsTask();

    public override string ToString() => _blocks ? "blocking" : "async";

    // A thread of its own: those of the pool are few.
    private static Task<T> OnThread<T>(Func<T> call) =>
        Task.Factory.StartNew(call, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

/// <summary>Runs a theory in each way.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CombineWaysAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Way.Blocking], [Way.Async]];
}
