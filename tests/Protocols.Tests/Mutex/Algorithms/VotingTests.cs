using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;
using Coterie.Protocols.Mutex.Algorithms.Voting;
using static Coterie.Protocols.Mutex.Algorithms.Voting.VotingProtocol;

namespace Coterie.Tests.Mutex.Algorithms;

/// <summary>
/// One test per rule of Maekawa, ACM TOCS 3(2), 1985, section "The Algorithm", and per departure from it; on the projective plane
/// of seven, where every quorum has three members, and with three processes whose quorums are all three.
/// </summary>
public sealed class VotingTests
{
    private readonly Group _plane = new(7, MutexAlgorithms.Maekawa);
    private readonly Group _all = new(3, MutexAlgorithms.Majority with { Make = (self, n, _) => new All(self, n) });

    [Fact]
    public void A_process_asks_the_others_of_its_quorum_and_enters_with_all_their_votes()
    {
        var quorum = Maekawa.Quorum(new(4), 7).Select(member => member.Value).Where(member => member != 4).ToList();
        _plane.Enter(4);
        Assert.Equal(quorum.Select(member => $"4 -> {member} request"), _plane.Flying);
        _plane.Deliver(4, quorum[0]);
        _plane.Deliver(quorum[0], 4);           // locked
        Assert.Empty(_plane.Inside);
        _plane.DeliverAll();
        Assert.Equal([4], _plane.Inside);
        _plane.Exit(4);
        Assert.Equal(quorum.Select(member => $"4 -> {member} release"), _plane.Flying);
    }

    [Fact]
    public void An_entry_that_nobody_disturbs_costs_three_messages_per_other_member()
    {
        for (var id = 1; id <= 7; id++)
            _plane.EnterAndExit(id);
        Assert.Equal(6, _plane.Judge.Finish(null).MessagesPerEntry);
    }

    [Fact]
    public void A_member_whose_vote_is_given_to_an_earlier_request_says_failed()
    {
        _all.EnterAlone(1);
        var request = _all.Enter(3);
        _all.Deliver(3, 2);
        Assert.Equal([new Failed(new(2), request)], _all.Between(2, 3));
    }

    [Fact]
    public void A_released_vote_goes_to_the_earliest_that_waits()
    {
        _all.EnterAlone(1);                     // 1.1
        _all.Enter(3);                          // 2.3
        _all.Enter(2);                          // 2.2
        _all.DeliverAll();
        _all.Exit(1);
        _all.DeliverAll();
        Assert.Equal([2], _all.Inside);
        _all.Exit(2);
        _all.DeliverAll();
        Assert.Equal([3], _all.Inside);
    }

    [Fact]
    public void A_vote_given_to_a_later_request_is_asked_back_once()
    {
        var (_, second, _) = TwoWaitFor3();
        Assert.Equal([new Inquire(new(3), second)], _all.Between(3, 2));
    }

    [Fact]
    public void A_process_that_has_failed_somewhere_relinquishes_the_vote_it_is_asked_for()
    {
        var (first, second, _) = TwoWaitFor3();
        _all.Deliver(3, 2);                     // 3 -> 2  Inquire: not known yet whether 2 will fail
        Assert.Empty(_all.Between(2, 3));
        _all.Deliver(2, 1);
        _all.Deliver(1, 2);                     // 1 -> 2  Request
        _all.Deliver(1, 2);                     // 1 -> 2  Failed
        Assert.Equal([new Relinquish(second)], _all.Between(2, 3));
        _all.Deliver(2, 3);
        Assert.Equal([new Locked(new(3), first)], _all.Between(3, 1));
    }

    [Fact]
    public void A_process_inside_does_not_answer_an_inquiry_before_its_release()
    {
        _all.Enter(2);                          // 1.2
        _all.Deliver(2, 1);
        _all.Deliver(2, 3);
        _all.Enter(1);                          // 2.1 goes after it; so that it goes before, 3 must not know
        _all.DeliverAll();
        Assert.Equal([2], _all.Inside);
        _all.Receive(2, new Inquire(new(3), _all[2].Request!.Value));
        Assert.Empty(_all.Flying);
    }

    [Fact]
    public void An_inquiry_that_overtakes_the_vote_is_answered_when_the_vote_is_there()
    {
        var second = _all.Enter(2);
        _all.Deliver(2, 3);                     // 3 -> 2  Locked is slow
        var locked = _all.Between(3, 2).Single();
        _all.Lose(3, 2);
        _all.Enter(1);                          // 1.1 goes first
        _all.Deliver(1, 3);
        _all.Deliver(3, 2);                     // 3 -> 2  Inquire
        _all.Deliver(2, 1);
        _all.Deliver(1, 2);                     // 1 -> 2  Request
        _all.Deliver(1, 2);                     // 1 -> 2  Failed
        Assert.Empty(_all.Between(2, 3));
        _all.Receive(2, locked);
        Assert.Equal([new Relinquish(second)], _all.Between(2, 3));
    }

    [Fact]
    public void A_process_that_is_no_longer_the_earliest_of_those_waiting_is_told_so()
    {
        var four = new Group(4, MutexAlgorithms.Majority with { Make = (self, n, _) => new All(self, n) });
        four.Enter(3);                          // 1.3
        four.Deliver(3, 4);                     // has the vote of 4
        four.Enter(2);                          // 1.2 goes before it: the vote is asked back
        four.Deliver(2, 4);
        var first = four.Enter(1);              // 1.1 goes before both
        four.Deliver(1, 4);
        Assert.Empty(four.Between(4, 1));
        Assert.Equal(["failed"], four.Between(4, 2).Select(message => message.Kind));
        Assert.Equal(["locked", "inquire"], four.Between(4, 3).Select(message => message.Kind));
        four.DeliverAll();
        Assert.Equal([1], four.Inside);
        Assert.Equal(first, four[1].Request);
    }

    [Fact]
    public void A_withdrawn_request_frees_the_votes_it_has_and_those_it_waits_for()
    {
        _all.Enter(1);
        _all.Deliver(1, 2);
        _all.Enter(3);
        _all.Withdraw(1);
        _all.DeliverAll();
        Assert.Equal([3], _all.Inside);
    }

    [Fact]
    public void A_release_that_overtakes_its_request_counts_all_the_same()
    {
        _all.Enter(1);
        _all.Withdraw(1);
        foreach (var member in new[] { 2, 3 })
        {
            var (request, release) = (_all.Between(1, member).First(), _all.Between(1, member).Last());
            _all.Receive(member, release);
            _all.Receive(member, request);
        }
        _all.InFlight.Clear();
        _all.EnterAlone(2);
    }

    // 1.1 and 1.2 compete; 2 has the vote of 3, which has received both requests.
    private (Timestamp First, Timestamp Second, Timestamp Given) TwoWaitFor3()
    {
        var second = _all.Enter(2);
        _all.Deliver(2, 3);
        _all.Deliver(3, 2);                     // 3 -> 2  Locked
        var first = _all.Enter(1);
        Assert.True(first < second);
        _all.Deliver(1, 3);
        return (first, second, second);
    }

    private sealed class All(ProcessId self, int processes) : VotingRules(
        self, processes, Circle.Arc(new(1), processes, processes));
}
