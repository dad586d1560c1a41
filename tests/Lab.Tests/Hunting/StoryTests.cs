using Coterie.Lab.Catalogue;
using Coterie.Lab.Hunting;
using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using static Coterie.Tests.Mutex.MutexSteps;

namespace Coterie.Tests.Hunting;

/// <summary>What a story leaves out of its run, and what it must not.</summary>
public sealed class StoryTests
{
    private static readonly Protocol Protocol = ProtocolCatalogue.FindExhibit("reply-while-inside")!.Protocol;

    public static TheoryData<int> Seeds => new(Enumerable.Range(1, 40));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nothing_arrives_in_a_story_that_was_not_sent_in_it(int seed)
    {
        if (Trial.Of(HuntingGround.Of(Protocol, seed)) is not { } story)
            return;
        var sent = new List<(ProcessId To, IMessage Message)>();
        foreach (var step in story.Happenings.Select(happening => happening.Step).OfType<RecordedStep>())
        {
            if (step.Input.Message is { } message)
                Assert.Contains((step.Process, message), sent);
            sent.AddRange(
                step.Effects.Where(effect => effect.Message is not null).Select(effect => (effect.To, effect.Message!)));
        }
    }

    [Fact]
    public void What_is_not_in_the_causal_past_of_the_violation_is_left_out()
    {
        var recorder = new StoryRecorder(3, Protocol, Millisecond(10));
        Timestamp first = new(1, new ProcessId(3)), second = new(1, new ProcessId(2));
        var request = new MutexProtocol.Request(first);
        recorder.On(
            Millisecond(1), Asks(first, Sends(new(1), request), Enters(first)).ToStep()); // 3 -> 1  Request 1.3, and 3 is inside
        recorder.On(Millisecond(2), Receives(new(1), request).ToStep()); // 1 knows; no process learns that it does
        recorder.On(Millisecond(3), Asks(second, Enters(second)).ToStep()); // 2 is inside, too
        var story = recorder.Tell(new Violation(MutexProperties.Exclusion, Millisecond(3), new ProcessId(2), "two inside"));
        Assert.Equal([3, 2], story.Happenings.Select(happening => happening.Step!.Process.Value));
    }

    [Fact]
    public void It_goes_on_until_those_inside_have_left_and_no_further()
    {
        var recorder = new StoryRecorder(3, Protocol, Millisecond(10));
        Timestamp first = new(1, new ProcessId(3)), second = new(1, new ProcessId(2)), third = new(2, new ProcessId(1));
        recorder.On(Millisecond(1), Asks(first, Enters(first)).ToStep());
        recorder.On(Millisecond(2), Asks(second, Enters(second)).ToStep()); // both are inside
        recorder.On(Millisecond(3), Leaves(first).ToStep());
        recorder.On(Millisecond(4), Asks(third, Enters(third)).ToStep()); // has nothing to do with it
        recorder.On(Millisecond(5), Leaves(second).ToStep());
        recorder.On(Millisecond(6), Leaves(third).ToStep());
        var story = recorder.Tell(new Violation(MutexProperties.Exclusion, Millisecond(2), new ProcessId(2), "two inside"));
        Assert.Equal([1, 2], story.Happenings.Select(happening => happening.At.TotalMilliseconds));
        Assert.Equal([1, 2, 3, 5], story.Continued.Select(happening => happening.At.TotalMilliseconds));
    }

    [Fact]
    public void Where_something_never_happens_it_does_not_go_on()
    {
        var recorder = new StoryRecorder(3, Protocol, Millisecond(10));
        Timestamp first = new(1, new ProcessId(3)), second = new(1, new ProcessId(2));
        recorder.On(Millisecond(1), Asks(first).ToStep());
        recorder.On(Millisecond(2), Asks(second, Enters(second)).ToStep());
        var story = recorder.Tell(new Violation(MutexProperties.Progress, Millisecond(9), new ProcessId(3), "starved"));
        Assert.Equal(story.Happenings, story.Continued);
    }

    private static TimeSpan Millisecond(int number) => TimeSpan.FromMilliseconds(number);
}
