using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Protocols.Kernel;
using static Coterie.Tests.Virtual.Scenario;

namespace Coterie.Tests.Virtual;

/// <summary>Faults of a virtual run. Every process enters again when they are over.</summary>
public sealed class FaultTests
{
    [Fact]
    public void A_paused_process_takes_no_step_and_then_takes_those_that_waited_in_order()
    {
        var (summary, steps) = Play(
            Of(2, 100, "1s", "100ms", requests: 2, faults: new PlannedFault.Pause(new(2), Seconds(0.5), Seconds(3))));
        Assert.True(summary.IsGood);
        Assert.Equal(4, summary.Entries);
        var own = steps.With(" p2 ")
            .TakeWhile(line => line.StartsWith("30000000 ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[2]);
        // The tick and the request of p2, both due at 1 s, and the request of p1 that arrived after them.
        Assert.Equal(["ResendDue", "Enter", "Receive"], own);
    }

    [Fact]
    public void A_message_is_lost_where_its_ends_are_parted_when_it_is_sent_or_when_it_would_arrive()
    {
        // Sent at 1 s, would arrive at 1.4 s.
        Assert.True(IsLost("2@0..1.1s"));
        Assert.True(IsLost("2@1.2s..1.5s"));
        Assert.False(IsLost("2@1.1s..1.3s"));
        Assert.False(IsLost("2@2.5s..3s"));

        static bool IsLost(string partition) =>
            Play(Of(2, 4, "1s", "10s", latency: "400ms", faults: FaultNotation.TryParsePartition(partition)!))
                .Steps.Lines.Contains("14000000 Drop 2 request partition");
    }

    [Fact]
    public void If_one_partition_ends_as_another_begins_the_second_one_holds()
    {
        var (_, steps) = Play(
            Of(
                2,
                6,
                "1s",
                "10s",
                faults: [FaultNotation.TryParsePartition("2@900ms..2s")!, FaultNotation.TryParsePartition("1@0..900ms")!]));
        Assert.Equal(
            ["Partition", "Heal", "Partition"],
            steps.Faults.Where(fault => fault is not Fault.Drop).Take(3).Select(fault => fault.GetType().Name));
        Assert.Contains("10010000 Drop 2 request partition", steps.Lines);
    }

    [Fact]
    public void A_process_that_enters_after_the_end_because_it_was_paused_does_not_stay()
    {
        // p1 asks at 1 s and is paused before the reply arrives. The run ends after that, at the tick of p2.
        using var close = new CancellationTokenSource();
        var steps = new StepText();
        var ender = new AfterTime(Seconds(1.5), close.Cancel);
        var summary = VirtualSimulation.Run(
            Of(2, 100, "1s", "10s", faults: new PlannedFault.Pause(new(1), Seconds(1.0015), Seconds(50))),
            [steps, ender],
            close: close.Token);
        Assert.True(summary.IsGood);
        Assert.Equal((1, 1), (summary.Entries, summary.Withdrawn));
        Assert.Equal("500000000 p1 Exit    1.1 -> reply to 2", steps.With("p1 Exit").Single());
    }

    [Fact]
    public void After_a_partition_heals_everybody_gets_in()
    {
        var (summary, steps) = Play(
            Of(5, 1000, "100ms..200ms", "10ms", requests: 10, faults: FaultNotation.TryParsePartition("1,2|3..5@300ms..5s")!));
        Assert.True(summary.IsGood);
        Assert.Equal([10, 10, 10, 10, 10], summary.EntriesPerProcess);
        Assert.NotEmpty(steps.With("Drop", "partition"));
        // While the partition lasts, only a process that already has all replies enters.
        Assert.InRange(steps.With("in with").Count(line => long.Parse(line.Split(' ')[0]) is > 3_100_000 and < 50_000_000), 0, 1);
    }

    [Fact]
    public void What_arrives_at_a_crashed_process_is_lost_and_whoever_waits_for_it_is_named()
    {
        var (summary, steps) = Play(Of(3, 10, "1s", "1s", faults: new PlannedFault.Crash(new(2), Seconds(0.5))));
        Assert.True(summary.IsGood);
        Assert.Equal(0, summary.Entries);
        Assert.Equal([new ProcessId(2)], summary.Crashed);
        Assert.Equal(
            ["Process 1 waits for 2", "Process 3 waits for 2"],
            summary.Blocked.Select(b => $"Process {b.Process} waits for {string.Join(",", b.Missing)}"));
        Assert.NotEmpty(steps.With("Drop", "crash"));
        Assert.Empty(steps.With(" p2 "));
    }

    [Fact]
    public void A_restarted_process_goes_on_with_what_it_knew()
    {
        // p1 asks at 1 s, enters at 1.002 s, and crashes inside.
        var (summary, steps) = Play(
            Of(
                2,
                100,
                "1s",
                "2s",
                requests: 2,
                faults: [new PlannedFault.Crash(new(1), Seconds(2)), new PlannedFault.Restart(new(1), Seconds(10))]));
        Assert.True(summary.IsGood);
        Assert.Equal([2, 2], summary.EntriesPerProcess);
        Assert.Empty(summary.Crashed);
        Assert.Equal("120000000 p1 Exit    1.1 -> reply to 2", steps.With("p1 Exit").First()); // a full hold again: 2 s
    }

    [Fact]
    public void A_process_that_crashed_while_it_waited_gets_in_after_its_restart()
    {
        var (summary, _) = Play(
            Of(
                2,
                100,
                "1s",
                "2s",
                requests: 2,
                faults: [new PlannedFault.Crash(new(2), Seconds(2)), new PlannedFault.Restart(new(2), Seconds(4))]));
        Assert.True(summary.IsGood);
        Assert.Equal([2, 2], summary.EntriesPerProcess);
        Assert.True(summary.Messages.Resent > 0);
    }

    [Fact]
    public void Without_a_chance_to_reorder_no_message_overtakes_another_from_the_same_process_to_the_same()
    {
        Assert.False(Overtakes(reorder: false));
        Assert.True(Overtakes(reorder: true));

        static bool Overtakes(bool reorder)
        {
            var settings = Of(4, 60, "1ms..50ms", "1ms", latency: "exp:50ms");
            var steps = new Arrivals();
            VirtualSimulation.Run(settings with { Network = settings.Network with { Reorder = reorder } }, [steps]);
            return steps.HasOvertaken;
        }
    }

    [Fact]
    public void Lost_and_doubled_messages_are_as_many_as_asked_for()
    {
        var settings = Of(10, 20, "10ms", "1ms");
        var (summary, steps) = Play(
            settings with { Network = settings.Network with { Loss = new Chance(0.1), Duplicate = new Chance(0.2) } });
        Assert.InRange(steps.Faults.OfType<Fault.Drop>().Count() / (double)summary.Messages.Total, 0.08, 0.12);
        Assert.InRange(steps.Faults.OfType<Fault.Duplicate>().Count() / (double)summary.Messages.Total, 0.18, 0.22);
        Assert.True(summary.IsGood);
    }

    private sealed class AfterTime(TimeSpan time, Action then) : IRunListener
    {
        public void On(TimeSpan at, in Step step)
        {
            if (at > time)
                then();
        }
    }

    /// <summary>Whether a message arrived before one that was sent earlier in the same channel.</summary>
    private sealed class Arrivals : IRunListener
    {
        private readonly Dictionary<(ProcessId, ProcessId), Queue<IMessage>> _channels = [];

        public bool HasOvertaken { get; private set; }

        public void On(TimeSpan at, in Step step)
        {
            if (step.Input.Message is { } message)
                HasOvertaken |= !ReferenceEquals(message, Channel(step.Input.From, step.Process).Dequeue());
            foreach (var effect in step.Effects)
            {
                if (effect.Message is { } sent)
                    Channel(step.Process, effect.To).Enqueue(sent);
            }
        }

        private Queue<IMessage> Channel(ProcessId from, ProcessId to) =>
            _channels.TryGetValue((from, to), out var channel) ? channel : _channels[(from, to)] = new();
    }
}
