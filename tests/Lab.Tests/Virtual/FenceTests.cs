using Coterie.Lab.Mutex;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;
using Coterie.Tests.Tracing;

namespace Coterie.Tests.Virtual;

/// <summary>Only an algorithm that promises rising timestamps gives fencing tokens.</summary>
public sealed class FenceTests
{
    [Theory]
    [MemberData(nameof(RecordedRuns.Algorithms), MemberType = typeof(RecordedRuns))]
    public void An_algorithm_gives_a_fence_exactly_if_its_holders_have_rising_timestamps_in_every_run(string name)
    {
        var algorithm = MutexAlgorithms.Find(name)!;
        var rises = Enumerable.Range(1, 20).All(seed => Rises(RecordedRuns.Of(algorithm.InLab(), 5, seed)));
        Assert.Equal(rises, algorithm.Promises.EntersInTimestampOrder);
        Timestamp granted = new(7, new(2));
        if (rises)
            Assert.Equal((granted, "7.2"), (algorithm.FenceOf(granted).At, algorithm.FenceOf(granted).ToString()));
        else
            Assert.Equal(
                $"The algorithm of a fence must be one that grants requests in the order of their timestamps, was [{name}].",
                Assert.Throws<InvalidOperationException>(() => algorithm.FenceOf(granted)).Message);
    }

    private static bool Rises(Coterie.Lab.Tracing.Trace trace)
    {
        var granted = trace.Events
            .Where(happened => happened.Kind == Coterie.Lab.Tracing.TraceEventKind.Enter)
            .Select(happened => happened.Request!.Value)
            .ToList();
        return granted.Zip(granted.Skip(1)).All(pair => pair.First < pair.Second);
    }
}
