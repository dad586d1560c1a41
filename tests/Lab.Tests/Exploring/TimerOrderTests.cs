using Coterie.Lab.Exploring;
using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Exploring;

/// <summary>
/// If a protocol asks for it, a timer does not fire before another one that was set earlier for a shorter time. Process 2 sets
/// a short timer and sends a message to process 1, which then sets a long timer.
/// </summary>
public sealed class TimerOrderTests
{
    private static readonly TimerId Short = new(1);
    private static readonly TimerId Long = new(2);
    private static readonly TimerId Begin = new(3);
    private static readonly ProcessId Second = new(2);

    [Fact]
    public void Without_an_order_the_long_timer_may_fire_first() => Assert.True(MayLongBeFirst(null));

    [Fact]
    public void With_an_order_the_short_timer_fires_first() => Assert.False(MayLongBeFirst(LongAfterShort));

    [Fact]
    public void Only_the_pairs_that_the_protocol_names_have_an_order() =>
        Assert.True(MayLongBeFirst((later, timer, earlier, other) =>
            later == earlier && LongAfterShort(later, timer, earlier, other)));

    [Fact]
    public void Timers_that_are_set_for_the_same_time_have_no_order() =>
        Assert.True(MayLongBeFirst(LongAfterShort, seconds: 1));

    [Fact]
    public void A_timer_that_was_set_again_later_may_fire_last() =>
        Assert.True(MayLongBeFirst(LongAfterShort, setsShortAgain: true));

    [Fact]
    public void The_timers_of_a_crashed_process_hold_up_nobody()
    {
        Assert.False(MayLongBeFirst(LongAfterShort, crashes: 1));
        Assert.True(Finds(LongAfterShort, before => before[1].IsDown, crashes: 1));
    }

    private static bool LongAfterShort(ProcessId later, TimerId timer, ProcessId earlier, TimerId other) =>
        timer == Long && other == Short;

    private static bool MayLongBeFirst(FiresLater? order, int seconds = 2, bool setsShortAgain = false, int crashes = 0) =>
        Finds(order, before => before[1].Timers.Contains(Short), seconds, setsShortAgain, crashes);

    // Whether there is a state like this in which the long timer may fire.
    private static bool Finds(
        FiresLater? order,
        Func<IReadOnlyList<ProcessView>, bool> state,
        int seconds = 2,
        bool setsShortAgain = false,
        int crashes = 0)
    {
        var protocol = MutexAlgorithms.RicartAgrawala.InLab() with
        {
            Create = setup => new Sleeper(setup.Self, TimeSpan.FromSeconds(seconds), setsShortAgain),
            Client = _ => null,
            StateRules = new NoLongTimer(state),
            FiresLater = order,
            Recollection = Recollection.Nothing,
        };
        var exploration = new Explorer(new ExplorationSettings(protocol, 2, 1) { Crashes = crashes }).Run();
        return exploration.Finding?.Text == NoLongTimer.Text;
    }

    private sealed record Ping : IMessage
    {
        public string Kind => "ping";

        public Timestamp? About(ProcessId from, ProcessId to) => null;
    }

    private sealed record LongFired : IOutput;

    private sealed class NoLongTimer(Func<IReadOnlyList<ProcessView>, bool> state) : IStateRules
    {
        public const string Text = "The long timer fired.";

        public Breach? Judge(IReadOnlyList<ProcessView> before, ProcessId process, IOutput output) =>
            output is LongFired && state(before) ? new Breach(ExplorationProperties.Refusal, Text) : null;
    }

    private sealed class Sleeper(ProcessId self, TimeSpan longTime, bool setsShortAgain) : IMachine
    {
        private int _begun;

        public void On(in Input input, TimeSpan now, Outbox outbox)
        {
            if (input.Kind == InputKind.Start && self == Second)
                outbox.Set(Begin, TimeSpan.FromSeconds(1));
            else if (input.Kind == InputKind.Message)
                outbox.Set(Long, longTime);
            else if (input.Kind == InputKind.Timer && input.Timer == Begin)
                OnBegin(outbox);
            else if (input.Kind == InputKind.Timer && input.Timer == Long)
                outbox.Note(new LongFired());
        }

        public void Exchange(StateCodec codec) => _begun = (int)codec.Number(_begun);

        public void Check()
        {
        }

        private void OnBegin(Outbox outbox)
        {
            outbox.Set(Short, TimeSpan.FromSeconds(1));
            if (++_begun == 1)
                outbox.Send(new ProcessId(1), new Ping());
            if (_begun == 1 && setsShortAgain)
                outbox.Set(Begin, TimeSpan.FromSeconds(1));
        }
    }
}
