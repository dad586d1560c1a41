using Coterie.Lab.Running;
using static Coterie.Lab.Running.RunProtocol;

namespace Coterie.Tests.Running;

/// <summary>
/// The rules of a run, phase by phase, without actors. The run has five processes on three nodes unless a test says otherwise.
/// </summary>
public sealed class RunRulesTests
{
    private readonly RunTrial _run = new(3, 5);

    // From the first join to the end; the rest is for runs that are stopped.
    private static readonly RunPhase[] WithAllNodes =
    [
        RunPhase.Preparing, RunPhase.Beginning, RunPhase.Timing, RunPhase.Running, RunPhase.Closing, RunPhase.Fencing,
        RunPhase.FencingAgain, RunPhase.Finishing, RunPhase.Counting,
    ];

    public static TheoryData<int> Phases => [.. WithAllNodes.Select(phase => (int)phase)];

    public static TheoryData<int> PhasesOfCommands =>
        [.. WithAllNodes.Except([RunPhase.Running, RunPhase.Counting]).Select(phase => (int)phase)];

    public static TheoryData<int> PhasesFromRunning =>
        [.. WithAllNodes.Where(phase => phase >= RunPhase.Running).Select(phase => (int)phase)];

    [Fact]
    public void A_run_on_one_node_waits_for_nobody()
    {
        var run = new RunTrial(1, 4);
        var effects = run.Start();
        Assert.Equal(RunPhase.Preparing, run.Phase);
        Assert.Empty(effects.Of<RunEffect.TellWaiting>());
        Assert.Equal((1, 1, 4), Share(effects, 1));
    }

    [Fact]
    public void A_run_begins_once_all_nodes_have_joined_and_spreads_the_processes()
    {
        Assert.Equal([new RunEffect.TellWaiting(2)], _run.Start().Of<RunEffect.TellWaiting>());
        Assert.Equal(
            [new RunEffect.Admit(RunTrial.Id(2), 2, RunParts.At(2)), new RunEffect.Answer(new Joined(2, 3))],
            _run.Join(2));
        Assert.Equal(RunPhase.Gathering, _run.Phase);
        var effects = _run.Join(3);
        Assert.Equal(RunPhase.Preparing, _run.Phase);
        Assert.Equal([(1, 1, 1), (2, 2, 2), (3, 4, 2)], [Share(effects, 1), Share(effects, 2), Share(effects, 3)]);
        Assert.Same(RunTrial.Counter, Assert.IsType<Prepare>(effects.To(2)[0]).Counter);
    }

    [Fact]
    public void Whoever_asks_before_the_start_gets_no_answer_and_is_not_taken_for_the_first_node()
    {
        Assert.Empty(_run.Join(2));
        _run.Start();
        Assert.Equal([new RunEffect.Answer(new Joined(2, 3))], _run.Join(2).Of<RunEffect.Answer>());
    }

    [Fact]
    public void A_node_that_asks_again_gets_the_same_answer_and_no_second_place()
    {
        _run.Start();
        _run.Join(2);
        Assert.Equal([new RunEffect.Answer(new Joined(2, 3))], _run.Join(2, RunTrial.Id(2)));
        Assert.Equal(RunPhase.Gathering, _run.Phase);
        _run.Join(3);
        Assert.Equal([new RunEffect.Answer(new Joined(2, 3))], _run.Join(2, RunTrial.Id(2)));
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void A_node_too_many_is_refused_in_every_phase(int phase)
    {
        _run.Until((RunPhase)phase);
        Assert.Equal([new RunEffect.Answer(new JoinRefused("The run has its 3 nodes already."))], _run.Join(9));
        Assert.Equal((RunPhase)phase, _run.Phase);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whoever_leaves_or_is_lost_before_the_run_begins_makes_room_and_those_behind_it_move_up(bool leaves)
    {
        var run = new RunTrial(4, 5);
        run.Start();
        run.Join(2);
        run.Join(3);
        var effects = leaves ? run.From(2, new Leave(2)) : run.Lose(2);
        Assert.Equal(leaves ? [new Ended("Left before the run began.", false)] : [], effects.To(2));
        Assert.Equal([new Joined(2, 4)], effects.To(3));
        Assert.Equal([new RunEffect.Dismiss(RunTrial.Id(2), 2, RunParts.At(2))], effects.Of<RunEffect.Dismiss>());
        Assert.Equal([new RunEffect.Admit(RunTrial.Id(4), 3, RunParts.At(4))], run.Join(4).Of<RunEffect.Admit>());
        Assert.Equal(RunPhase.Gathering, run.Phase);
        run.Join(5);
        Assert.Equal(RunPhase.Preparing, run.Phase);
    }

    [Fact]
    public void A_node_may_leave_under_the_number_that_it_had_before()
    {
        var run = new RunTrial(4, 5);
        run.Start();
        run.Join(2);
        run.Join(3);
        run.Lose(2);
        Assert.Equal([new Ended("Left before the run began.", false)], run.From(3, new Leave(3)).To(3));
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void Messages_from_strangers_and_under_a_wrong_number_are_refused_and_have_no_effect(int phase)
    {
        _run.Until((RunPhase)phase);
        var failed = new Failed(2, "a process stopped");
        Assert.Equal([new RunEffect.Refuse(failed)], _run.Take(new RunInput.Message(null, failed)));
        Assert.Equal([new RunEffect.Refuse(failed)], _run.From(3, failed));
        Assert.Equal([new RunEffect.Refuse(failed)], _run.From(7, failed));
        Assert.Equal((RunPhase)phase, _run.Phase);
    }

    [Theory]
    [MemberData(nameof(PhasesOfCommands))]
    public void What_is_not_answered_is_sent_again_to_whoever_has_not_answered(int phase)
    {
        _run.Until((RunPhase)phase);
        _run.Answer(2);
        Assert.Equal((RunPhase)phase, _run.Phase);
        var effects = _run.Repeat();
        Assert.NotEmpty(effects.To(1));
        Assert.Empty(effects.To(2));
        Assert.Equal(effects.To(1).Count, effects.To(3).Count);
        Assert.Equal([new RunEffect.Set(RunTimer.Repeat, RunRules.RepeatInterval)], effects.Of<RunEffect.Set>());
    }

    [Theory]
    [MemberData(nameof(PhasesOfCommands))]
    public void A_copy_of_an_answer_counts_for_nobody_else(int phase)
    {
        _run.Until((RunPhase)phase);
        _run.Answer(1);
        Assert.Empty(_run.Answer(1));
        _run.Answer(2);
        Assert.Empty(_run.Answer(2));
        Assert.Equal((RunPhase)phase, _run.Phase);
        Assert.NotEmpty(_run.Answer(3));
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void A_late_answer_to_an_earlier_command_has_no_effect(int phase)
    {
        _run.Until((RunPhase)phase);
        for (var node = 1; node <= 3; node++)
        {
            foreach (var command in CommandsBefore((RunPhase)phase, node))
                Assert.Empty(_run.From(node, RunTrial.AnswerTo(node, command)));
        }
        Assert.Equal((RunPhase)phase, _run.Phase);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 3)]
    [InlineData(2, 9)]
    public void A_node_that_names_other_processes_than_its_own_ends_the_run(int count, int port)
    {
        _run.Until(RunPhase.Preparing);
        var effects = _run.From(3, new Prepared(3, RunParts.Processes(4, count, RunParts.At(port))));
        Assert.Equal("node 3 has not made the processes that it was asked for", FailureIn(effects));
    }

    [Fact]
    public void Every_node_gets_to_know_all_processes_in_pieces_before_it_begins()
    {
        var run = new RunTrial(2, 1_100).Until(RunPhase.Preparing);
        run.Answer(1);
        var messages = run.Answer(2).To(2);
        var pieces = messages.OfType<Peers>().ToList();
        Assert.Equal(
            [(1, 500), (501, 50), (551, 500), (1_051, 50)], pieces.Select(piece => (piece.First, piece.Processes.Count)));
        Assert.Equal(RunParts.Processes(551, 500, RunParts.At(2)), pieces[2].Processes);
        Assert.IsType<Begin>(messages[^1]);
    }

    [Fact]
    public void The_clocks_are_asked_eight_times_and_the_quickest_answers_count()
    {
        var run = new RunTrial(2, 2).Until(RunPhase.Timing);
        IReadOnlyList<RunEffect> effects = [];
        for (var round = 1; round <= 8; round++)
        {
            Assert.Equal(RunPhase.Timing, run.Phase);
            // The own clock began at 0 s, the other at 5 s. In the fifth round the answer is on its way for as long as the
            // question was; in the others the answer takes no time, and the question a second. A late answer from the round
            // before counts for nothing.
            var (asked, way) = (run.Now, TimeSpan.FromMilliseconds(round == 5 ? 2 : 1_000));
            run.From(1, new Clock(1, round, asked));
            run.From(2, new Clock(2, round - 1, asked));
            run.Now = asked + way;
            effects = run.From(2, new Clock(2, round, asked + (round == 5 ? way / 2 : way) - TimeSpan.FromSeconds(5)));
        }
        Assert.Equal(RunPhase.Running, run.Phase);
        Assert.Equal([new(1, TimeSpan.Zero), new(2, TimeSpan.FromSeconds(5))], effects.Of<RunEffect.Offset>());
        Assert.Equal([new RunEffect.Set(RunTimer.Close, TimeSpan.FromSeconds(30))], effects.Of<RunEffect.Set>());
    }

    [Fact]
    public void A_run_on_one_node_asks_no_clocks()
    {
        var run = new RunTrial(1, 2).Until(RunPhase.Beginning);
        var effects = run.Answer(1);
        Assert.Equal(RunPhase.Running, run.Phase);
        Assert.Empty(effects.Of<RunEffect.Offset>());
    }

    [Fact]
    public void Steps_that_come_before_the_clocks_are_known_are_merged_after_them_in_their_order()
    {
        _run.Until(RunPhase.Beginning);
        Assert.Equal(
            [new RunEffect.Answer(new StepsTaken(2))],
            _run.From(2, new Steps(2, 0, [RunParts.Step(2, 1), RunParts.Step(3, 2)])));
        _run.Until(RunPhase.Timing);
        Assert.Equal([new RunEffect.Answer(new StepsTaken(3))], _run.From(2, new Steps(2, 2, [RunParts.Step(2, 3)])));
        while (_run.Phase == RunPhase.Timing)
        {
            _run.Answer(1);
            _run.Answer(2);
            var effects = _run.Answer(3);
            if (_run.Phase == RunPhase.Timing)
                continue;
            Assert.Equal([1, 2, 3], effects.Of<RunEffect.Merge>().SelectMany(m => m.Steps).Select(step => step.At.Milliseconds));
            Assert.True(LastOf<RunEffect.Offset>(effects) < FirstOf<RunEffect.Merge>(effects));
        }
    }

    [Theory]
    [MemberData(nameof(PhasesFromRunning))]
    public void Steps_are_merged_once_each_however_often_they_come_and_none_after_a_gap(int phase)
    {
        _run.Until((RunPhase)phase);
        var (one, two, three, four) = (RunParts.Step(4, 1), RunParts.Step(5, 2), RunParts.Step(4, 3), RunParts.Step(4, 4));
        Assert.Equal([1, 2], Merged(_run.From(3, new Steps(3, 0, [one, two])), taken: 2));
        Assert.Empty(Merged(_run.From(3, new Steps(3, 0, [one, two])), taken: 2));
        Assert.Empty(Merged(_run.From(3, new Steps(3, 3, [four])), taken: 2));
        Assert.Equal([3, 4], Merged(_run.From(3, new Steps(3, 1, [two, three, four])), taken: 4));
        Assert.Empty(Merged(_run.From(3, new Steps(3, 0, [])), taken: 4));
    }

    [Fact]
    public void Steps_of_processes_that_a_node_does_not_have_end_the_run()
    {
        _run.Until(RunPhase.Running);
        Assert.Equal(
            "node 3 tells of steps that none of its processes can have taken",
            FailureIn(_run.From(3, new Steps(3, 0, [RunParts.Step(3)]))));
    }

    [Theory]
    [InlineData((int)RunPhase.Preparing)]
    [InlineData((int)RunPhase.Beginning)]
    public void A_node_that_is_lost_before_the_processes_take_steps_ends_the_run(int phase)
    {
        _run.Until((RunPhase)phase);
        Assert.Equal("node 2 at 127.0.0.1:2 was lost before the run began", FailureIn(_run.Lose(2)));
    }

    [Theory]
    [InlineData((int)RunPhase.Timing)]
    [InlineData((int)RunPhase.Running)]
    public void A_node_that_is_lost_during_the_run_closes_the_others(int phase)
    {
        _run.Until((RunPhase)phase);
        var effects = _run.Lose(2);
        Assert.Equal(RunPhase.Closing, _run.Phase);
        Assert.Equal([new RunEffect.Lose(2, RunParts.At(2), 2, 2)], effects.Of<RunEffect.Lose>());
        Assert.Equal([Close.Instance], effects.To(3));
        Assert.Equal(phase == (int)RunPhase.Timing ? 3 : 0, effects.Of<RunEffect.Offset>().Count);
        Assert.Empty(_run.Repeat().To(2));
        _run.Answer(1);
        _run.Answer(3);
        Assert.Equal(RunPhase.Fencing, _run.Phase);
    }

    [Theory]
    [InlineData((int)RunPhase.Closing)]
    [InlineData((int)RunPhase.Fencing)]
    [InlineData((int)RunPhase.FencingAgain)]
    [InlineData((int)RunPhase.Finishing)]
    public void A_node_that_is_lost_while_the_run_ends_is_not_waited_for(int phase)
    {
        _run.Until((RunPhase)phase);
        _run.Answer(1);
        _run.Answer(3);
        Assert.Equal((RunPhase)phase, _run.Phase);
        var effects = _run.Lose(2);
        Assert.Equal([new RunEffect.Lose(2, RunParts.At(2), 2, 2)], effects.Of<RunEffect.Lose>());
        Assert.Equal((RunPhase)phase + 1, _run.Phase);
        Assert.Empty(effects.To(2));
        Assert.Equal([new RunEffect.Answer(new StepsTaken(0))], _run.From(2, new Steps(2, 0, [RunParts.Step(2)])));
    }

    [Fact]
    public void A_node_that_is_lost_while_the_counter_is_asked_is_named_and_the_counter_is_not_asked_again()
    {
        _run.Until(RunPhase.Counting);
        Assert.Equal([new RunEffect.Lose(2, RunParts.At(2), 2, 2)], _run.Lose(2));
        Assert.Equal([new RunEffect.Finish(7, null)], _run.Take(new RunInput.Total(7)).Of<RunEffect.Finish>());
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void All_other_nodes_may_be_lost_and_the_run_still_ends(int phase)
    {
        _run.Until((RunPhase)phase);
        _run.Lose(2);
        _run.Lose(3);
        for (var i = 0; i < 5 && _run.Phase is >= RunPhase.Closing and <= RunPhase.Finishing; i++)
            _run.Answer(1);
        _run.Take(new RunInput.Total(0));
        Assert.Equal(RunPhase.Over, _run.Phase);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void The_loss_of_the_own_node_or_of_the_counter_ends_the_run(int phase)
    {
        Assert.Equal("node stopped", FailureIn(new RunTrial(3, 5).Until((RunPhase)phase).Lose(1)));
        Assert.Equal("counter stopped", FailureIn(_run.Until((RunPhase)phase).Take(new RunInput.Gone(null, "counter"))));
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void A_process_that_fails_ends_the_run_in_every_phase_and_only_once(int phase)
    {
        _run.Until((RunPhase)phase);
        Assert.Equal(
            [new RunEffect.CancelTimers(), new RunEffect.Fail("process-4 stopped: why")],
            _run.From(3, new Failed(3, "process-4 stopped: why")));
        Assert.Equal(RunPhase.Over, _run.Phase);
        Assert.Empty(_run.From(3, new Failed(3, "process-5 stopped: why")));
        Assert.Empty(_run.Lose(2));
        Assert.Empty(_run.Close());
        Assert.Empty(_run.Repeat());
        Assert.Empty(_run.Take(new RunInput.Total(3)));
    }

    [Theory]
    [InlineData((int)RunPhase.New)]
    [InlineData((int)RunPhase.Gathering)]
    public void A_run_that_is_closed_before_its_nodes_are_there_has_not_begun(int phase)
    {
        _run.Until((RunPhase)phase);
        var effects = phase == (int)RunPhase.New ? [.. _run.Close(), .. _run.Start()] : _run.Close();
        Assert.Equal("it was ended before it began", FailureIn(effects));
    }

    [Theory]
    [InlineData((int)RunPhase.Preparing)]
    [InlineData((int)RunPhase.Beginning)]
    [InlineData((int)RunPhase.Timing)]
    public void A_run_that_is_closed_before_all_have_begun_closes_as_soon_as_they_have(int phase)
    {
        _run.Until((RunPhase)phase);
        Assert.Empty(_run.Close());
        for (var i = 0; i < 20 && _run.Phase <= RunPhase.Timing; i++)
            _run.AnswerAll();
        Assert.Equal(RunPhase.Closing, _run.Phase);
    }

    [Fact]
    public void A_run_whose_time_is_over_closes_fences_twice_collects_the_records_and_asks_the_counter()
    {
        _run.Until(RunPhase.Running);
        Assert.Equal([Close.Instance], _run.Close().To(2));
        _run.Answer(1);
        _run.Answer(2);
        Assert.Equal([new RunProtocol.Fence(1)], _run.Answer(3).To(2));
        _run.Answer(1);
        _run.Answer(2);
        Assert.Equal([new RunProtocol.Fence(2)], _run.Answer(3).To(2));
        _run.Answer(1);
        _run.Answer(2);
        Assert.Equal([Finish.Instance], _run.Answer(3).To(2));
        _run.Answer(1);
        _run.Answer(2);
        Assert.Equal([new RunEffect.GetTotal()], _run.Answer(3));
        Assert.Equal([new RunEffect.CancelTimers(), new RunEffect.Finish(12, null)], _run.Take(new RunInput.Total(12)));
    }

    [Theory]
    [InlineData((int)RunPhase.Closing)]
    [InlineData((int)RunPhase.Fencing)]
    [InlineData((int)RunPhase.FencingAgain)]
    [InlineData((int)RunPhase.Finishing)]
    [InlineData((int)RunPhase.Counting)]
    public void A_run_is_closed_once(int phase)
    {
        _run.Until((RunPhase)phase);
        Assert.Empty(_run.Close());
        Assert.Empty(_run.From(2, new Leave(2)));
        Assert.Equal((RunPhase)phase, _run.Phase);
    }

    [Fact]
    public void A_node_that_leaves_during_the_run_closes_it()
    {
        _run.Until(RunPhase.Running);
        Assert.Equal([Close.Instance], _run.From(2, new Leave(2)).To(3));
    }

    [Fact]
    public void The_value_of_the_counter_counts_only_when_it_was_asked_for()
    {
        _run.Until(RunPhase.Finishing);
        Assert.Empty(_run.Take(new RunInput.Total(3)));
        Assert.Equal(RunPhase.Finishing, _run.Phase);
    }

    [Theory]
    [MemberData(nameof(PhasesFromRunning))]
    public void A_run_without_sense_is_stopped_and_judged_by_what_was_seen(int phase)
    {
        _run.Until((RunPhase)phase);
        Assert.Equal([new RunEffect.StopProcesses()], _run.Repeat("enough").Of<RunEffect.StopProcesses>());
        Assert.Equal(RunPhase.Stopping, _run.Phase);
        Assert.Empty(_run.Repeat("enough").Of<RunEffect.StopProcesses>());
        Assert.Empty(_run.Lose(3));
        Assert.Empty(_run.From(2, new Steps(2, 0, [RunParts.Step(2)])).Of<RunEffect.Merge>());
        Assert.Equal([new RunEffect.CancelTimers(), new RunEffect.Finish(null, "enough")], _run.Lose(1));
    }

    [Theory]
    [InlineData((int)RunPhase.Gathering)]
    [InlineData((int)RunPhase.Timing)]
    public void A_run_is_not_stopped_before_it_is_judged(int phase)
    {
        _run.Until((RunPhase)phase);
        Assert.Empty(_run.Repeat("enough").Of<RunEffect.StopProcesses>());
        Assert.Equal((RunPhase)phase, _run.Phase);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void A_silent_node_is_named_once_and_again_when_it_is_back(int phase)
    {
        _run.Until((RunPhase)phase);
        for (var i = 0; i < 3; i++)
            Assert.Equal([new(RunTrial.Id(2)), new(RunTrial.Id(3))], AsksIn(_run.Repeat()));
        _run.Take(new RunInput.Heard(RunTrial.Id(3)));
        Assert.Equal([new(2, RunParts.At(2), TimeSpan.FromSeconds(3))], _run.Repeat().Of<RunEffect.TellSilent>());
        Assert.Empty(_run.Repeat().Of<RunEffect.TellSilent>());
        Assert.Equal([new RunEffect.TellBack(2, RunParts.At(2))], _run.Take(new RunInput.Heard(RunTrial.Id(2))));
        Assert.Empty(_run.Take(new RunInput.Heard(RunTrial.Id(2))));
        Assert.Empty(_run.Take(new RunInput.Heard(RunTrial.Id(8))));
    }

    [Fact]
    public void A_lost_node_is_not_asked_for_a_sign_of_life()
    {
        _run.Until(RunPhase.Running);
        _run.Lose(2);
        Assert.Equal([new(RunTrial.Id(3))], AsksIn(_run.Repeat()));
    }

    [Theory]
    [InlineData((int)RunPhase.Gathering)]
    [InlineData((int)RunPhase.Running)]
    public void The_own_node_cannot_leave(int phase)
    {
        _run.Until((RunPhase)phase);
        Assert.Empty(_run.From(1, new Leave(1)));
        Assert.Equal((RunPhase)phase, _run.Phase);
    }

    [Fact]
    public void The_outcome_is_told_to_the_other_nodes_until_they_have_answered()
    {
        _run.Until(RunPhase.Over);
        var effects = _run.Take(new RunInput.Judged(RunTrial.Outcome));
        Assert.Equal((0, 1, 1), (effects.To(1).Count, effects.To(2).Count, effects.To(3).Count));
        Assert.Empty(_run.From(2, new EndKnown(2)).Of<RunEffect.Stop>());
        effects = _run.Repeat();
        Assert.Equal([RunTrial.Outcome], effects.To(3));
        Assert.Empty(effects.To(2));
        Assert.Equal([new RunEffect.CancelTimers(), new RunEffect.Stop()], _run.From(3, new EndKnown(3)));
        Assert.Equal(RunPhase.Done, _run.Phase);
        Assert.Empty(_run.Repeat());
    }

    [Theory]
    [InlineData((int)RunPhase.Counting, false)]
    [InlineData((int)RunPhase.Stopping, true)]
    [InlineData((int)RunPhase.Over, false)]
    [InlineData((int)RunPhase.Telling, false)]
    public void A_node_that_is_lost_need_not_know_the_outcome(int phase, bool endsByOwn)
    {
        _run.Until((RunPhase)phase);
        _run.Lose(2);
        if (endsByOwn)
            _run.Lose(1);
        _run.Until(RunPhase.Telling);
        Assert.Empty(_run.Repeat().To(2));
        Assert.Equal([new RunEffect.CancelTimers(), new RunEffect.Stop()], _run.From(3, new EndKnown(3)));
    }

    [Fact]
    public void A_run_that_is_closed_while_it_tells_the_outcome_waits_for_no_answer()
    {
        _run.Until(RunPhase.Telling);
        Assert.Equal([new RunEffect.CancelTimers(), new RunEffect.Stop()], _run.Close());
    }

    [Fact]
    public void A_run_that_fails_before_its_nodes_are_there_tells_those_that_are()
    {
        _run.Start();
        _run.Join(2);
        _run.Close();
        Assert.Equal([RunTrial.Outcome], _run.Take(new RunInput.Judged(RunTrial.Outcome)).To(2));
        Assert.Equal([new RunEffect.CancelTimers(), new RunEffect.Stop()], _run.From(2, new EndKnown(3))); // its number before
    }

    [Fact]
    public void A_second_start_has_no_effect()
    {
        _run.Start();
        Assert.Empty(_run.Start());
    }

    private static (int Node, int First, int Count) Share(IEnumerable<RunEffect> effects, int node)
    {
        var prepare = Assert.IsType<Prepare>(Assert.Single(effects.To(node)));
        return (prepare.Node, prepare.First, prepare.Count);
    }

    private static string FailureIn(IEnumerable<RunEffect> effects) => Assert.Single(effects.Of<RunEffect.Fail>()).Reason;

    private static IReadOnlyList<RunEffect.Ask> AsksIn(IEnumerable<RunEffect> effects) => effects.Of<RunEffect.Ask>();

    private static IEnumerable<int> Merged(IReadOnlyList<RunEffect> effects, long taken)
    {
        Assert.Equal([new RunEffect.Answer(new StepsTaken(taken))], effects.Of<RunEffect.Answer>());
        return effects.Of<RunEffect.Merge>().SelectMany(merge => merge.Steps).Select(step => step.At.Milliseconds);
    }

    private static int FirstOf<T>(IReadOnlyList<RunEffect> effects) => effects.ToList().FindIndex(effect => effect is T);

    private static int LastOf<T>(IReadOnlyList<RunEffect> effects) => effects.ToList().FindLastIndex(effect => effect is T);

    // The commands that every node has answered before a phase begins.
    private static IEnumerable<IWireMessage> CommandsBefore(RunPhase phase, int node)
    {
        if (phase > RunPhase.Preparing)
        {
            var (first, count) = node == 1 ? (1, 1) : ((2 * node) - 2, 2);
            yield return new Prepare(node, first, count, RunParts.Settings(5), RunTrial.Counter);
        }
        if (phase > RunPhase.Beginning)
            yield return Begin.Instance;
        if (phase > RunPhase.Timing)
            yield return new GetClock(8);
        if (phase > RunPhase.Closing)
            yield return Close.Instance;
        if (phase > RunPhase.Fencing)
            yield return new RunProtocol.Fence(1);
        if (phase > RunPhase.FencingAgain)
            yield return new RunProtocol.Fence(2);
        if (phase > RunPhase.Finishing)
            yield return Finish.Instance;
    }
}
