using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms.Election;
using static Coterie.Protocols.Mutex.Algorithms.Election.ElectionProtocol;
using static Coterie.Protocols.Mutex.MutexProtocol;
using Grant = Coterie.Protocols.Mutex.Algorithms.Election.ElectionProtocol.Grant;

namespace Coterie.Tests.Mutex.Algorithms;

/// <summary>
/// One test per rule of the coordinator that may crash. Process 2 of 3 is at hand; process 1 is the first coordinator.
/// </summary>
public sealed class ElectedCentralTests
{
    private static readonly ProcessId P1 = new(1), P2 = new(2), P3 = new(3);
    private static readonly Timestamp First = new(0, P1), Own = new(1, P2);
    private readonly Outbox _outbox = new();
    private readonly ElectedCentral _process = new(P2, 3, life: 1);

    [Fact]
    public void Whoever_waits_asks_whether_the_coordinator_is_there_and_elects_if_it_is_not()
    {
        On(Input.Of(Enter.Instance));
        Assert.Equal([(P1, new Probe(P2, First))], Fire(ElectedCentral.ProbeDue));
        Assert.Equal([(P1, new Elect(P2)), (P3, new Elect(P2))], Fire(ElectedCentral.AnswerDue));
        Get(new Ok(P3, First));                                 // it goes after process 2
        Assert.Equal([(P1, new Coordinator(Own)), (P3, new Coordinator(Own))], Fire(ElectedCentral.ElectionDue));
    }

    [Fact]
    public void A_candidate_defers_to_a_process_with_a_smaller_number()
    {
        Elects();
        Assert.Empty(Get(new Ok(P1, First)));
        Assert.Contains((P3, new Elect(P2)), Fire(ElectedCentral.ElectionDue));     // it did not take over: once more
    }

    [Fact]
    public void A_new_coordinator_grants_when_it_knows_who_is_inside()
    {
        Wins();
        Get(new Report(P3, Own, new(1, P3), IsInside: true, Over: 0));
        Fire(ElectedCentral.ElectionDue);
        Assert.Equal(Phase.Wanted, _process.Phase);
        Get(new Protocols.Mutex.Algorithms.CentralProtocol.Release(new(1, P3)));
        Assert.Equal(Phase.Held, _process.Phase);
    }

    [Fact]
    public void A_grant_of_an_earlier_term_is_ignored()
    {
        On(Input.Of(Enter.Instance));
        Get(new Coordinator(new Timestamp(1, P1)));
        Get(new Grant(First, Own));
        Assert.Equal(Phase.Wanted, _process.Phase);
        Get(new Grant(new Timestamp(1, P1), Own));
        Assert.Equal(Phase.Held, _process.Phase);
    }

    [Fact]
    public void A_coordinator_with_a_larger_number_is_followed_by_an_election()
    {
        var term = new Timestamp(1, P3);
        Assert.Equal(
            [(P3, new Report(P2, term, null, IsInside: false, Over: 0)), (P1, new Elect(P2)), (P3, new Elect(P2))],
            Get(new Coordinator(term)));
    }

    [Fact]
    public void The_section_of_a_process_that_does_not_answer_is_granted_to_the_next()
    {
        Wins();
        Get(new Report(P3, Own, new(1, P3), IsInside: true, Over: 0));
        Fire(ElectedCentral.ElectionDue);
        Assert.Equal([(P3, new Probe(P2, Own))], Fire(ElectedCentral.ProbeDue));
        Fire(ElectedCentral.AnswerDue);
        Assert.Equal(Phase.Held, _process.Phase);
    }

    [Fact]
    public void A_request_of_a_process_that_does_not_know_the_term_yet_is_not_granted()
    {
        Wins();
        Get(new Report(P3, Own, new(1, P3), IsInside: true, Over: 0));
        Fire(ElectedCentral.ElectionDue);
        On(Input.Of(Withdraw.Instance));
        Assert.DoesNotContain(Get(new Here(P3, new(-1, P3), new(1_000_001, P3), IsInside: false, Over: 1_000_000)), IsGrant);
        Assert.Contains(Get(new Report(P3, Own, new(1_000_001, P3), IsInside: false, Over: 1_000_000)), IsGrant);
    }

    [Fact]
    public void Whoever_comes_back_from_a_crash_elects_and_repeats_no_number()
    {
        var again = new ElectedCentral(P2, 3, life: 2);
        again.On(Input.Restart([]), TimeSpan.Zero, _outbox);
        Assert.Contains((P1, new Elect(P2)), Sent());
        again.Enter(_outbox);
        Assert.Equal(new Timestamp(1_000_001, P2), again.Request);
    }

    private static bool IsGrant((ProcessId To, IMessage Message) sent) => sent.Message is Grant;

    private void Elects()
    {
        On(Input.Of(Enter.Instance));
        Fire(ElectedCentral.ProbeDue);
        Fire(ElectedCentral.AnswerDue);
    }

    private void Wins()
    {
        Elects();
        Fire(ElectedCentral.ElectionDue);
    }

    private List<(ProcessId To, IMessage Message)> Fire(TimerId timer) => On(Input.Of(timer));

    private List<(ProcessId To, IMessage Message)> Get(ISignedMessage message) => On(Input.Of(message.From, message));

    private List<(ProcessId To, IMessage Message)> On(in Input input)
    {
        _process.On(input, TimeSpan.Zero, _outbox);
        _process.Check();
        return Sent();
    }

    private List<(ProcessId To, IMessage Message)> Sent()
    {
        var sent = new List<(ProcessId, IMessage)>();
        foreach (ref readonly var effect in _outbox.Items)
        {
            if (effect.Message is { } message)
                sent.Add((effect.To, message));
        }
        _outbox.Clear();
        return sent;
    }
}
