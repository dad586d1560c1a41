using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Protocols.Mutex.MutexProtocol;
using static Coterie.Tests.Mutex.MutexSteps;

namespace Coterie.Tests.Runs;

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
        _seen.Add($"{step.Process} {DeedOf(step)?.ToString() ?? step.Input.Kind.ToString()}");
        _times.Add(at);
    }

    [Fact]
    public void A_receipt_waits_for_the_sending_that_another_node_has_yet_to_tell()
    {
        _merge.Add(2, [Receives(P2, R, Sends(P1, Y)), Ticks(P2)]);
        Assert.Empty(_seen);
        Assert.Equal(2, _merge.Waiting);
        _merge.Add(1, [Asks(R.At, Sends(P2, R)), Receives(P1, Y)]);
        Assert.Equal(["1 Asked", "2 Message", "2 Timer", "1 Message"], _seen);
        Assert.Equal(0, _merge.Waiting);
    }

    [Fact]
    public void Of_messages_that_are_alike_each_receipt_waits_for_a_sending_of_its_own()
    {
        _merge.Add(1, [Asks(R.At, Sends(P2, R))]);
        _merge.Add(2, [Receives(P2, R), Receives(P2, R)]);
        Assert.Equal(["1 Asked", "2 Message"], _seen);
        _merge.Add(1, [Ticks(P1, Sends(P2, R))]);
        Assert.Equal(["1 Asked", "2 Message", "1 Timer", "2 Message"], _seen);
    }

    [Fact]
    public void What_was_received_of_a_lost_process_it_has_sent()
    {
        _merge.Add(2, [Receives(P2, R), Receives(P2, R)]);
        _merge.Lose([P1]);
        Assert.Equal(["1 ended", "1 Asked", "2 Message", "1 Unknown", "2 Message"], _seen);
    }

    [Fact]
    public void A_lost_process_that_was_inside_has_left_where_a_message_of_it_shows_up()
    {
        _merge.Add(1, [Ticks(P1, Enters(R.At))]);
        _merge.Add(2, [Receives(P2, new Reply(P1, new(2, P2)))]);
        _merge.Lose([P1]);
        Assert.Equal(["1 Timer", "1 ended", "1 Left", "1 Unknown", "2 Message"], _seen);
    }

    [Fact]
    public void A_lost_process_that_waited_has_given_up_where_a_later_request_of_it_shows_up()
    {
        _merge.Add(1, [Asks(R.At)]);
        _merge.Add(2, [Receives(P2, new Request(new(9, P1)))]);
        _merge.Lose([P1]);
        Assert.Equal(["1 Asked", "1 ended", "1 Withdrew", "1 Asked", "2 Message"], _seen);
    }

    [Fact]
    public void A_lost_process_that_waited_waits_no_more_where_it_replies_to_a_later_request()
    {
        _merge.Add(1, [Asks(R.At)]);
        _merge.Add(2, [Receives(P2, new Reply(P1, new(9, P2)))]);
        _merge.Lose([P1]);
        Assert.Equal(["1 Asked", "1 ended", "1 Withdrew", "1 Unknown", "2 Message"], _seen);
    }

    [Fact]
    public void What_a_lost_process_reported_comes_before_what_it_must_have_done_later()
    {
        var later = new Reply(P1, new(9, P2));
        _merge.Add(1, [Receives(P1, Y), Leaves(R.At)]);
        _merge.Add(2, [Receives(P2, later), Ticks(P2, Sends(P1, Y))]);
        _merge.Lose([P1]);
        Assert.Empty(_seen);
        _merge.End();
        Assert.Equal(["1 Message", "1 Left", "1 ended", "2 Message", "2 Timer"], _seen);
    }

    [Fact]
    public void A_lost_process_is_told_of_as_ended_only_after_all_that_it_had_told()
    {
        _merge.Add(1, [Asks(R.At, Sends(P2, R)), Receives(P1, Y, Enters(R.At))]);
        _merge.Lose([P1]);
        Assert.Equal(["1 Asked"], _seen);                               // the reply has not been reported yet
        _merge.Add(2, [Receives(P2, R, Sends(P1, Y))]);
        Assert.Equal(["1 Asked", "2 Message", "1 Message", "1 ended"], _seen);
    }

    [Fact]
    public void An_entry_that_a_lost_node_reported_is_good_though_the_consent_to_it_is_reported_after_the_loss()
    {
        var judge = MutexAlgorithms.RicartAgrawala.InLab().MakeJudge(2);
        var merge = new StepMerge(2, judge, judge.EndRecord);
        merge.Add(1, [Asks(R.At, Sends(P2, R)), Receives(P1, Y, Enters(R.At))]);
        merge.Lose([P1]);
        judge.Lose(P1);
        merge.Add(2, [Receives(P2, R, Sends(P1, Y))]);
        merge.End();
        var summary = judge.Finish(null);
        Assert.True(summary.IsGood, string.Join('\n', summary.Violations));
        Assert.Equal([1, 0], summary.EntriesPerProcess);
    }

    [Fact]
    public void If_a_lost_process_shows_up_again_every_other_lost_process_has_left()
    {
        var (p3, merge) = (new ProcessId(3), new StepMerge(3, this));
        merge.Add(1, [Ticks(P1, Enters(R.At))]); // 1 and 3 are on the lost node, and 1 has told 3 that 1 left
        merge.Add(2, [Receives(P2, new Reply(p3, new(2, P2)))]);
        merge.Lose([P1, p3]);
        Assert.Equal(["1 Timer", "1 Left", "3 Unknown", "2 Message"], _seen);
    }

    [Fact]
    public void A_node_has_one_offset_for_its_whole_record()
    {
        _merge.Set(2, TimeSpan.FromMilliseconds(30));
        _merge.Add(1, [At(10, Asks(R.At, Sends(P2, R)))]);
        _merge.Add(2, [At(1, Asks(new(1, P2))), At(5, Receives(P2, R, Sends(P1, Y)))]);
        _merge.Add(1, [At(11, Receives(P1, Y)), At(12, Ticks(P1))]);
        Assert.Equal([10, 31, 35, 11, 12], _times.Select(time => time.TotalMilliseconds));
    }

    [Fact]
    public void What_a_lost_process_must_have_done_is_not_before_what_it_reported()
    {
        _merge.Add(1, [At(10, Asks(R.At))]);
        _merge.Add(2, [At(7, Receives(P2, R))]);
        _merge.Lose([P1]);
        Assert.Equal([10, 10, 7], _times.Select(time => time.TotalMilliseconds));
    }

    [Fact]
    public void At_the_end_what_waits_is_passed_on_as_it_stands()
    {
        _merge.Add(1, [Receives(P1, Y)]);
        _merge.End();
        Assert.Equal(["1 Message"], _seen);
    }

    // What the process did, if that identifies the step.
    private static Deed? DeedOf(in Step step) =>
        (step.Find(Deed.Asked) ?? step.Find(Deed.Left) ?? step.Find(Deed.Withdrew))?.Deed;

    private static RecordedStep At(double milliseconds, RecordedStep step) =>
        step with { At = TimeSpan.FromMilliseconds(milliseconds) };
}
