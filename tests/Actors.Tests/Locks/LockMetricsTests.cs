using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Coterie.Actors.Locks;
using Microsoft.Extensions.Time.Testing;

namespace Coterie.Tests.Locks;

/// <summary>What a node measures, and its spans.</summary>
[Collection(nameof(LockMetricsTests))]
public sealed class LockMetricsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly FakeTimeProvider _time = new();
    private readonly OneMeter _meters = new();
    private readonly BlockingCollection<string> _measured = [];
    private readonly MeterListener _listener = new();

    public LockMetricsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == _meters.Meter)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, $"{value:0.###}", tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, $"{value}", tags));
        _listener.Start();
    }

    [Fact]
    public async Task A_lock_that_is_had_at_once_held_and_given_back()
    {
        await using var node = await StartAsync();
        await (await node.AcquireAsync("a", Patience)).DisposeAsync();
        Skip(5);
        await using (await node.AcquireAsync("a", Patience)) // its votes are kept
            _time.Advance(TimeSpan.FromSeconds(2));
        Next("coterie.lock.acquired 1 mode=exclusive");
        Next("coterie.lock.wait.duration 0 mode=exclusive outcome=acquired");
        Next("coterie.lock.hold.duration 2 mode=exclusive");
    }

    [Fact]
    public async Task A_call_that_waits_until_it_has_the_lock_or_its_time_is_over_or_it_is_cancelled()
    {
        await using var node = await StartAsync(namesLocks: true);
        var held = await node.AcquireAsync("a", Patience);
        Skip(4);
        var next = node.AcquireSharedAsync("a", Patience).AsTask();
        Next("coterie.lock.waiters 1 mode=shared name=a");
        _time.Advance(TimeSpan.FromSeconds(3));
        await held.DisposeAsync();
        await (await next).DisposeAsync();
        Assert.Equal(
            [
                "coterie.lock.acquired 1 mode=shared name=a",
                "coterie.lock.hold.duration 0 mode=shared name=a",
                "coterie.lock.hold.duration 3 mode=exclusive name=a",
                "coterie.lock.wait.duration 3 mode=shared name=a outcome=acquired",
                "coterie.lock.waiters -1 mode=shared name=a",
            ],
            Take(5).Order(StringComparer.Ordinal));

        await using var again = await node.AcquireAsync("a", Patience);
        Skip(4);
        var late = node.TryAcquireAsync("a", TimeSpan.FromSeconds(1)).AsTask();
        Skip(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await late);
        Next("coterie.lock.waiters -1 mode=exclusive name=a");
        Next("coterie.lock.wait.duration 1 mode=exclusive name=a outcome=timeout");

        using var cancellation = new CancellationTokenSource();
        var cancelled = node.TryAcquireAsync("a", Patience, cancellation.Token).AsTask();
        Skip(1);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Skip(1);
        Next("coterie.lock.wait.duration 0 mode=exclusive name=a outcome=cancelled");

        Assert.Null(await node.TryAcquireAsync("a"));
        Next("coterie.lock.wait.duration 0 mode=exclusive name=a outcome=timeout");
    }

    [Fact]
    public async Task A_lock_whose_votes_no_longer_count_is_lost()
    {
        await using var group = await LockGroup.StartAsync(1, 1);
        await using var client = await StartAsync(group.Options with { Members = group.Addresses });
        var held = await client.AcquireAsync("a", Patience);
        Skip(4);
        await group.StopMemberAsync(0);
        _time.Advance(group.Options.Lease);
        _ = held.Lost;
        Next("coterie.lock.hold.duration 5 mode=exclusive");
        Next("coterie.lock.lost 1 mode=exclusive reason=lapsed");
        held.Dispose(); // nothing more is measured
        await using var node = await StartAsync();
        var other = await node.AcquireAsync("b", Patience);
        Skip(4);
        await node.DisposeAsync();
        Next("coterie.lock.hold.duration 0 mode=exclusive");
        Next("coterie.lock.lost 1 mode=exclusive reason=ended");
        other.Dispose();
        Assert.Empty(_measured);
    }

    [Fact]
    public async Task Each_call_is_a_span()
    {
        var spans = new BlockingCollection<Activity>();
        using var parent = new Activity("test").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == CoterieNode.DiagnosticsName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == parent.TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var node = await StartAsync(namesLocks: true);
        await using var held = await node.AcquireAsync("a", Patience);
        Assert.Same(parent, Activity.Current);
        Assert.Equal("coterie.lock.acquire mode=exclusive name=a outcome=acquired token=1048576", Text(spans.Take()));
        Assert.Null(await node.TryAcquireSharedAsync("a"));
        Assert.Equal("coterie.lock.acquire mode=shared name=a outcome=timeout", Text(spans.Take()));
        var waiting = node.AcquireAsync("a", Patience).AsTask();
        await node.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        var ended = spans.Take();
        Assert.Equal("coterie.lock.acquire mode=exclusive name=a outcome=ended", Text(ended));
        Assert.Equal(ActivityStatusCode.Error, ended.Status);

        static string Text(Activity span) => $"{span.OperationName} {Join(span.TagObjects)}";
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
        _measured.Dispose();
    }

    private Task<CoterieNode> StartAsync(bool namesLocks = false) =>
        StartAsync(new CoterieOptions { TagsLockNames = namesLocks });

    private Task<CoterieNode> StartAsync(CoterieOptions options) =>
        CoterieNode.StartAsync(options with { Clock = _time, MeterFactory = _meters });

    private void Note(Instrument instrument, string value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Add($"{instrument.Name} {value} {Join(tags.ToArray())}");

    private static string Join(IEnumerable<KeyValuePair<string, object?>> tags) => string.Join(
        ' ', tags.Select(tag => $"{tag.Key.Replace("coterie.lock.", "", StringComparison.Ordinal)}={tag.Value}")
            .Order(StringComparer.Ordinal));

    private void Next(string measured) => Assert.Equal([measured], Take(1));

    private void Skip(int count) => Take(count);

    private List<string> Take(int count)
    {
        var taken = new List<string>();
        while (taken.Count < count && _measured.TryTake(out var measured, Patience))
            taken.Add(measured);
        return taken;
    }

    private sealed class OneMeter : IMeterFactory
    {
        public Meter Meter { get; } = new(CoterieNode.DiagnosticsName);

        public Meter Create(MeterOptions options) => Meter;

        public void Dispose() => Meter.Dispose();
    }
}
