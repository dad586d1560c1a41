using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Checking;

/// <summary>Records of two nodes, with process 1 and process 2, that arrive in any order.</summary>
public sealed class StepMergeTests : IRunListener
{
    private static readonly ProcessId P1 = new(1), P2 = new(2);
    private static readonly Request R = new(new(1, P1));
    private static readonly Reply Y = new(P2, R.At);
    private readonly List<string> _seen = [];
    private readonly StepMerge _merge;

    private readonly List<TimeSpan> _times = [];

    public StepMergeTests() => _merge = new StepMerge(2, this, process => _seen.Add($"{process} ended"));

    void IRunListener.On(TimeSpan at, in Step step)
    {
        _seen.Add($"{step.Process} {step.Kind}");
        _times.Add(at);
    }

    [Fact]
    public void A_receipt_waits_for_the_sending_that_another_node_has_yet_to_tell()
    {
        _merge.Add(2, [Step(P2, StepKind.Receive, R, Send(P1, Y)), Step(P2, StepKind.ResendDue)]);
        Assert.Empty(_seen);
        Assert.Equal(2, _merge.Waiting);
        _merge.Add(1, [Step(P1, StepKind.Enter, null, Send(P2, R)), Step(P1, StepKind.Receive, Y)]);
        Assert.Equal(["1 Enter", "2 Receive", "2 ResendDue", "1 Receive"], _seen);
        Assert.Equal(0, _merge.Waiting);
    }

    [Fact]
    public void Of_messages_that_are_alike_each_receipt_waits_for_a_sending_of_its_own()
    {
        _merge.Add(1, [Step(P1, StepKind.Enter, null, Send(P2, R))]);
        _merge.Add(2, [Step(P2, StepKind.Receive, R), Step(P2, StepKind.Receive, R)]);
        Assert.Equal(["1 Enter", "2 Receive"], _seen);
        _merge.Add(1, [Step(P1, StepKind.ResendDue, null, Send(P2, R))]);
        Assert.Equal(["1 Enter", "2 Receive", "1 ResendDue", "2 Receive"], _seen);
    }

    [Fact]
    public void What_was_received_of_a_lost_process_it_has_sent()
    {
        _merge.Add(2, [Step(P2, StepKind.Receive, R), Step(P2, StepKind.Receive, R)]);
        _merge.Lose([P1]);
        Assert.Equal(["1 ended", "1 Enter", "2 Receive", "1 ResendDue", "2 Receive"], _seen);
    }

    [Fact]
    public void A_lost_process_that_was_inside_has_left_where_a_message_of_it_shows_up()
    {
        _merge.Add(1, [Step(P1, StepKind.ResendDue, null, new Effect(P1, null, R.At))]);
        _merge.Add(2, [Step(P2, StepKind.Receive, new Reply(P1, new(2, P2)))]);
        _merge.Lose([P1]);
        Assert.Equal(["1 ResendDue", "1 ended", "1 Exit", "1 ResendDue", "2 Receive"], _seen);
    }

    [Fact]
    public void A_lost_process_that_waited_has_given_up_where_a_later_request_of_it_shows_up()
    {
        _merge.Add(1, [new RecordedStep(TimeSpan.Zero, P1, StepKind.Enter, null, R.At, [])]);
        _merge.Add(2, [Step(P2, StepKind.Receive, new Request(new(9, P1)))]);
        _merge.Lose([P1]);
        Assert.Equal(["1 Enter", "1 ended", "1 Withdraw", "1 Enter", "2 Receive"], _seen);
    }

    [Fact]
    public void A_lost_process_that_waited_waits_no_more_where_it_replies_to_a_later_request()
    {
        _merge.Add(1, [new RecordedStep(TimeSpan.Zero, P1, StepKind.Enter, null, R.At, [])]);
        _merge.Add(2, [Step(P2, StepKind.Receive, new Reply(P1, new(9, P2)))]);
        _merge.Lose([P1]);
        Assert.Equal(["1 Enter", "1 ended", "1 Withdraw", "1 ResendDue", "2 Receive"], _seen);
    }

    [Fact]
    public void What_a_lost_process_told_comes_before_what_it_must_have_done_after()
    {
        var later = new Reply(P1, new(9, P2));
        _merge.Add(1, [Step(P1, StepKind.Receive, Y), Step(P1, StepKind.Exit)]);
        _merge.Add(2, [Step(P2, StepKind.Receive, later), Step(P2, StepKind.ResendDue, null, Send(P1, Y))]);
        _merge.Lose([P1]);
        Assert.Empty(_seen);
        _merge.End();
        Assert.Equal(["1 Receive", "1 Exit", "1 ended", "2 Receive", "2 ResendDue"], _seen);
    }

    [Fact]
    public void A_lost_process_is_told_of_as_ended_only_after_all_that_it_had_told()
    {
        _merge.Add(1, [Step(P1, StepKind.Enter, null, Send(P2, R)), Step(P1, StepKind.Receive, Y, new Effect(P1, null, R.At))]);
        _merge.Lose([P1]);
        Assert.Equal(["1 Enter"], _seen);                               // the reply has not been told yet
        _merge.Add(2, [Step(P2, StepKind.Receive, R, Send(P1, Y))]);
        Assert.Equal(["1 Enter", "2 Receive", "1 Receive", "1 ended"], _seen);
    }

    [Fact]
    public void An_entry_that_a_lost_node_told_is_good_though_the_consent_to_it_is_told_after_the_loss()
    {
        var checker = new RunChecker(2, MutexAlgorithms.RicartAgrawala);
        var merge = new StepMerge(2, checker, checker.EndRecord);
        merge.Add(1, [new(TimeSpan.Zero, P1, StepKind.Enter, null, R.At, [Send(P2, R)]), new(TimeSpan.Zero, P1, StepKind.Receive, Y, R.At, [new Effect(P1, null, R.At)])]);
        merge.Lose([P1]);
        checker.Lose(P1);
        merge.Add(2, [Step(P2, StepKind.Receive, R, Send(P1, Y))]);
        merge.End();
        var summary = checker.Finish(null);
        Assert.True(summary.IsGood, string.Join('\n', summary.Violations));
        Assert.Equal([1, 0], summary.EntriesPerProcess);
    }

    [Fact]
    public void Where_a_lost_process_shows_up_again_every_other_lost_process_has_left()
    {
        var (p3, merge) = (new ProcessId(3), new StepMerge(3, this));
        merge.Add(1, [Step(P1, StepKind.ResendDue, null, new Effect(P1, null, R.At))]);     // 1 and 3 are on the lost node, and 1 has told 3 that it left
        merge.Add(2, [Step(P2, StepKind.Receive, new Reply(p3, new(2, P2)))]);
        merge.Lose([P1, p3]);
        Assert.Equal(["1 ResendDue", "1 Exit", "3 ResendDue", "2 Receive"], _seen);
    }

    [Fact]
    public void A_node_has_one_offset_for_its_whole_record()
    {
        _merge.Set(2, TimeSpan.FromMilliseconds(30));
        _merge.Add(1, [At(10, Step(P1, StepKind.Enter, null, Send(P2, R)))]);
        _merge.Add(2, [At(1, Step(P2, StepKind.Enter)), At(5, Step(P2, StepKind.Receive, R, Send(P1, Y)))]);
        _merge.Add(1, [At(11, Step(P1, StepKind.Receive, Y)), At(12, Step(P1, StepKind.ResendDue))]);
        Assert.Equal([10, 31, 35, 11, 12], _times.Select(time => time.TotalMilliseconds));
    }

    [Fact]
    public void What_a_lost_process_must_have_done_is_not_before_what_it_told()
    {
        _merge.Add(1, [At(10, Step(P1, StepKind.Enter))]);
        _merge.Add(2, [At(7, Step(P2, StepKind.Receive, R))]);
        _merge.Lose([P1]);
        Assert.Equal([10, 10, 7], _times.Select(time => time.TotalMilliseconds));
    }

    [Fact]
    public void At_the_end_what_waits_is_passed_on_as_it_stands()
    {
        _merge.Add(1, [Step(P1, StepKind.Receive, Y)]);
        _merge.End();
        Assert.Equal(["1 Receive"], _seen);
    }

    private static Effect Send(ProcessId to, IWireMessage message) => new(to, message, null);

    private static RecordedStep At(double milliseconds, RecordedStep step) => step with { At = TimeSpan.FromMilliseconds(milliseconds) };

    private static RecordedStep Step(ProcessId process, StepKind kind, IWireMessage? message = null, params Effect[] effects) =>
        new(TimeSpan.Zero, process, kind, message, null, effects);
}
