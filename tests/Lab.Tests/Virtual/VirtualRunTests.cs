using System.Security.Cryptography;
using System.Text;
using Coterie.Lab.Catalogue;
using Coterie.Lab.Mutex;
using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Tests.Virtual.Scenario;

namespace Coterie.Tests.Virtual;

/// <summary>Virtual runs: what the processes do when, and how a run ends.</summary>
public sealed class VirtualRunTests
{
    [Fact]
    public void A_request_takes_one_latency_and_its_reply_another()
    {
        var (summary, steps) = Play(Of(2, 10, "1s", "100ms", requests: 1, latency: "20ms"));
        Assert.True(summary.IsGood);
        Assert.Equal(
            [
                "10000000 p1 Enter    1.1 -> request to 2", // both ask at 1 s, p1 goes first
                "10000000 p2 Enter    1.2 -> request to 1",
                "10200000 p2 Receive request 1 1.1 1.2 -> reply to 1",
                "10200000 p1 Receive request 2 1.2 1.1 ->",
                "10400000 p1 Receive reply 2 1.1 1.1 -> in with 1.1",
                "11400000 p1 Exit    1.1 -> reply to 2",
                "11600000 p2 Receive reply 1 1.2 1.2 -> in with 1.2",
                "12600000 p2 Exit    1.2 ->",
            ],
            steps.Lines.Where(line => !line.Contains("ResendDue", StringComparison.Ordinal)));
    }

    [Fact]
    public void Processes_think_and_hold_as_long_as_their_workers_would_in_real_time()
    {
        var settings = Of(1, 10, "100ms..1s", "100ms..1s");
        var (_, steps) = Play(settings);
        var draws = new Draws(settings.Simulation.Seed, 1);
        var at = TimeSpan.Zero;
        foreach (var line in steps.Lines.Where(line => line.Contains("Enter", StringComparison.Ordinal)))
        {
            at += draws.Next(settings.Simulation.Think);
            Assert.StartsWith($"{at.Ticks} ", line, StringComparison.Ordinal);
            at += draws.Next(settings.Simulation.Hold);
        }
    }

    [Fact]
    public void When_the_time_is_over_a_waiting_process_withdraws_and_a_process_inside_finishes()
    {
        var (summary, steps) = Play(Of(3, 2, "1s", "5s"));
        Assert.True(summary.IsGood);
        Assert.Equal((1, 2), (summary.Entries, summary.Withdrawn));
        Assert.Equal(["20000000 p2 Withdraw    1.2 -> reply to 3", "20000000 p3 Withdraw    1.3 ->"], steps.With("Withdraw"));
        Assert.Equal("60020000 p1 Exit    1.1 -> reply to 2 reply to 3", steps.With("Exit").Single());
        Assert.Equal(Seconds(6.003), summary.Elapsed); // the last replies arrive
    }

    [Fact]
    public void A_run_that_is_ended_early_ends_in_good_order()
    {
        using var close = new CancellationTokenSource();
        var ender = new OnEntry(5, close.Cancel);
        var summary = VirtualSimulation.Run(Of(3, 1000, "1s", "5s"), [ender], close: close.Token);
        Assert.True(summary.IsGood);
        Assert.Equal((5, 1), (summary.Entries, summary.Withdrawn)); // the third one thinks
        Assert.InRange(summary.Elapsed, Seconds(5), Seconds(30));
    }

    [Fact]
    public void With_a_number_of_requests_a_run_ends_when_all_are_done()
    {
        var (summary, _) = Play(Of(4, 1000, "10ms..20ms", "10ms", requests: 3));
        Assert.True(summary.IsGood);
        Assert.Equal([3, 3, 3, 3], summary.EntriesPerProcess);
        Assert.InRange(summary.Elapsed, TimeSpan.Zero, Seconds(1));
    }

    [Fact]
    public void With_a_number_of_requests_a_process_that_is_not_done_in_time_is_starved()
    {
        var (summary, _) = Play(Of(2, 5, "1s", "1s", ProtocolCatalogue.FindExhibit("always-defer")!.Protocol, requests: 1));
        Assert.Equal(0, summary.Withdrawn);
        Assert.Contains(
            "Process 2 is starved: its request 1.2 was neither granted nor withdrawn.", summary.Violations.Select(v => v.Text));
    }

    [Fact]
    public void With_a_number_of_requests_a_process_that_waits_for_one_inside_when_the_time_is_over_is_not_starved()
    {
        var (summary, _) = Play(Of(3, 2, "1s", "5s", requests: 1));
        Assert.True(summary.IsGood, string.Join('\n', summary.Violations));
        Assert.Equal((0, 1, 0), (summary.Withdrawn, summary.Entries, summary.Counter));
        Assert.Equal([new ProcessId(1)], summary.StillInside);
        Assert.Equal((true, RunVerdict.Incomplete), (summary.IsCut, summary.Verdict));
    }

    [Fact]
    public void With_a_number_of_requests_a_run_whose_time_is_over_while_all_think_is_incomplete()
    {
        var (summary, _) = Play(Of(3, 2, "300ms", "1ms", requests: 100));
        Assert.Equal((true, RunVerdict.Incomplete), (summary.IsGood, summary.Verdict));
    }

    [Theory]
    [InlineData("central")]
    [InlineData("lamport")]
    [InlineData("ricart-agrawala")]
    [InlineData("carvalho-roucairol")]
    [InlineData("maekawa")]
    [InlineData("majority")]
    [InlineData("suzuki-kasami")]
    [InlineData("raymond")]
    [InlineData("naimi-trehel")]
    public void A_crash_that_was_asked_for_is_no_violation(string name)
    {
        var protocol = ProtocolCatalogue.Find(name)!;
        for (var milliseconds = 5; milliseconds < 1000; milliseconds += 45)
        {
            for (var process = 1; process <= 3; process++)
            {
                var (summary, _) = Play(
                    Of(
                        3,
                        1,
                        "0",
                        "300ms",
                        protocol,
                        faults: new PlannedFault.Crash(new(process), TimeSpan.FromMilliseconds(milliseconds))));
                Assert.True(summary.IsGood, $"{process}@{milliseconds}ms: {string.Join('\n', summary.Violations)}");
            }
        }
    }

    [Theory]
    [InlineData("privilege-doubled", 60)]
    [InlineData("token-assumed", 60)]
    [InlineData("authorisation-kept", 60)]
    public void What_a_broken_rule_does_without_end_is_bounded(string bug, double seconds)
    {
        var (summary, _) = Play(Of(5, seconds, "1s..3s", "1s..3s", ProtocolCatalogue.FindExhibit(bug)!.Protocol));
        Assert.Equal(RunVerdict.Bad, summary.Verdict);
        Assert.InRange(summary.Messages.Total, 0, 10_000_000);
    }

    [Fact]
    public void Messages_that_go_round_for_ever_at_one_moment_end_the_run_and_it_says_so()
    {
        var (summary, _) = Play(Of(2, 5, "1s", "1s", RestlessRules.Answering(1), latency: "0"));
        Assert.Equal(
            (RunVerdict.Inconclusive, "more than 1000000 messages arrived at one moment"), (summary.Verdict, summary.Stopped));
    }

    [Fact]
    public void Messages_that_go_round_for_ever_after_the_end_end_the_run_and_it_says_so()
    {
        var (summary, _) = Play(Of(2, 0.01, "1us", "1us", RestlessRules.Answering(1)));
        Assert.Equal("more than 1000000 messages arrived after the end, and there were still more", summary.Stopped);
    }

    [Fact]
    public void Messages_that_become_more_and_more_end_the_run_and_it_says_so()
    {
        var (summary, _) = Play(Of(2, 5, "1s", "1s", RestlessRules.Answering(2)));
        Assert.Equal("more than 1000000 messages were on their way", summary.Stopped);
    }

    [Fact]
    public void A_process_that_waits_for_nothing_on_its_way_is_starved_and_does_not_withdraw()
    {
        var (summary, _) = Play(Of(2, 5, "1s", "1s", ProtocolCatalogue.FindExhibit("always-defer")!.Protocol));
        Assert.Equal(0, summary.Withdrawn);
        Assert.Equal([MutexProperties.Progress, MutexProperties.Progress], summary.Violations.Select(v => v.Property));
    }

    [Fact]
    public void A_waiting_process_is_starved_even_if_the_same_is_sent_again_when_the_time_is_over()
    {
        // The requests are sent again every second, the last time at the end.
        var (summary, _) = Play(Of(5, 20, "1s", "1s", ProtocolCatalogue.FindExhibit("always-defer")!.Protocol));
        Assert.Equal(0, summary.Withdrawn);
        Assert.Contains(summary.Violations, violation => violation.Property == MutexProperties.Progress);
    }

    [Fact]
    public void Two_inside_at_once_lose_an_update_of_the_shared_counter()
    {
        var (summary, _) = Play(Of(2, 5, "1s", "1s", ProtocolCatalogue.FindExhibit("no-tie-break")!.Protocol));
        Assert.Equal(2, summary.MostInside);
        Assert.Equal([MutexProperties.Exclusion, MutexProperties.Counter], summary.Violations.Select(v => v.Property).Distinct());
    }

    [Fact]
    public void Rules_that_find_themselves_broken_end_the_run_with_the_reason()
    {
        var broken =
            MutexAlgorithms.RicartAgrawala.InLab() with { Create = setup => new RefusesReplies(setup.Self, setup.Processes) };
        var failure = Assert.Throws<SimulationFailedException>(() => Play(Of(3, 5, "1s", "1s", broken)));
        Assert.Equal("a process stopped: A reply must never come, was [reply].", failure.Message);
    }

    [Fact]
    public void A_command_that_the_rules_refuse_is_a_violation()
    {
        var deaf = MutexAlgorithms.RicartAgrawala.InLab() with { Bug = "deaf", Create = _ => new RefusesAll() };
        var (summary, _) = Play(Of(1, 1.5, "1s", "1s", deaf));
        Assert.Equal([MutexProperties.Refusal], summary.Violations.Select(violation => violation.Property).Distinct());
    }

    [Theory]
    [InlineData("1ms", false, "8F237E3CFD45D638")]
    [InlineData("exp:20ms", true, "5B0CE16A69A594E3")]
    public void A_seed_gives_the_same_run_on_every_machine(string latency, bool reorder, string hash)
    {
        var settings = Of(
            5,
            20,
            "10ms..1s",
            "10ms..100ms",
            latency: latency,
            faults:
            [
                new PlannedFault.Pause(new(2), Seconds(3), Seconds(4)),
                FaultNotation.TryParsePartition("1,2|3..5@5s..6s")!,
            ]);
        settings = settings with
        {
            Network = settings.Network with { Loss = new Chance(0.05), Duplicate = new Chance(0.05), Reorder = reorder },
        };
        var (_, steps) = Play(settings);
        Assert.Equal(steps.Lines, Play(settings).Steps.Lines);
        // Pinned: whoever changes it changes every recorded run.
        Assert.Equal(hash, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', steps.Lines))))[..16]);
    }

    private sealed class RefusesReplies(ProcessId self, int processes) : RicartAgrawala(self, processes)
    {
        protected override bool Answers(MutexProtocol.Reply reply) =>
            throw new BrokenRuleException($"A reply must never come, was [{reply.Kind}].");
    }

    private sealed class RefusesAll : IMachine
    {
        public void On(in Input input, TimeSpan now, Outbox outbox)
        {
            if (input.Command is { } command)
                outbox.Tell(new MutexProtocol.Refused(command, Phase.Held));
        }

        public void Exchange(StateCodec codec)
        {
        }

        public void Check()
        {
        }
    }

    private sealed class OnEntry(int entries, Action then) : IRunListener
    {
        private int _left = entries;

        public void On(TimeSpan at, in Step step)
        {
            if (step.Find(Deed.Entered) is not null && --_left == 0)
                then();
        }
    }
}
