using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Tests.Quorum;

/// <summary>Rule 12 of a voter that stores: what it stores, and what it is after a restart. It is process 1.</summary>
public sealed class DurableVoterTests
{
    private static readonly SessionId S9 = new(9);
    private static readonly Epoch E9 = new(7, 1);
    private static readonly StampedValue Later = new(new(6, 2), Payload.Of([2]));

    [Fact]
    public void A_new_one_stores_a_number_above_all_floors_before_it_votes()
    {
        var voter = Voter(VoterMemory.Empty, isNew: true).Start().Stores(new FloorReserved(1024));
        voter.Says(new Voter.BegunToVote(IsRecovered: false));
    }

    [Fact]
    public void A_lock_is_given_from_one_client_to_the_next_without_the_disk_until_the_floor_comes_to_the_stored_number()
    {
        var voter = Voter(VoterMemory.Empty, isNew: true).Start();
        voter.Gets(9, new Beat(S9, 1, 1)).Stores();
        for (var number = 1; number <= 1023; number++)
        {
            voter.Gets(9, Want("a", number)).Sends((9, new Grant(S9, number, E9, 1, number - 1))).Stores();
            voter.Gets(9, new Release(S9, number, "a", number)).Stores();
        }
        voter.Gets(9, Want("a", 1024)).Stores(); // whoever enters with it has 1024
        voter.Gets(9, new Release(S9, 1024, "a", 1024)).Stores(new FloorReserved(2048));
        voter.Gets(9, Want("a", 1025)).Sends((9, new Grant(S9, 1025, E9, 1, 1024))).Stores();
    }

    [Fact]
    public void A_floor_that_is_raised_by_a_message_is_stored_before_it_is_told()
    {
        var voter = Voter(VoterMemory.Empty, isNew: true).Start();
        voter.Gets(9, new Beat(S9, 1, 1)).Gets(9, Want("a", 1));
        voter.Gets(9, new Raise(S9, 1, E9, 1, 5000)).Sends((9, new Raised(S9, 1, E9, 1, 5000))).Stores(new FloorReserved(5120));
        voter.Gets(9, Want("b", 2) with { Inside = 6001 }).Sends((9, new Grant(S9, 2, E9, 1, 6000)))
            .Stores(new FloorReserved(6144));
        voter.Gets(9, new Release(S9, 3, "c", 7000)).Stores(new FloorReserved(7168));
    }

    [Fact]
    public void The_floor_of_forgotten_names_is_stored()
    {
        var voter = Voter(VoterMemory.Empty, isNew: true).Start();
        voter.Gets(9, new Beat(S9, 1, 1)).Gets(9, new Release(S9, 1, "a", 1000)).Stores();
        voter.Fires(QuorumTimers.Sweep).Stores();
        voter.Fires(QuorumTimers.Sweep).Stores(new FloorReserved(2048)); // it is rounded up to 1024
        voter.Gets(9, Want("b", 2)).Sends((9, new Grant(S9, 2, E9, 1, 1024)));
    }

    [Fact]
    public void A_value_is_stored_once_before_the_voter_says_so()
    {
        var voter = Voter(VoterMemory.Empty, isNew: true).Start();
        voter.Gets(9, new Beat(S9, 1, 1)).Gets(9, Want("a", 1));
        var (store, first) = (new Store(S9, 1, E9, 1, "a", default), new StampedValue(new(1, 1), Payload.Of([1])));
        voter.Gets(9, store with { Value = first }).Sends((9, new Stored(S9, 1, E9, 1, first.Stamp)))
            .Stores(new ValueKept("a", first));
        voter.Gets(9, store with { Value = first }).Sends((9, new Stored(S9, 1, E9, 1, first.Stamp))).Stores();
        var deleted = new StampedValue(new(1, 2), null);
        voter.Gets(9, store with { Value = deleted }).Stores(new ValueKept("a", deleted));
    }

    [Fact]
    public void After_a_restart_it_waits_asks_nobody_and_has_its_values_and_the_stored_number_as_every_floor()
    {
        var voter = Voter(new VoterMemory(2048, [new ValueKept("a", Later)]), isNew: false).Start();
        voter.Sends().Stores(new FloorReserved(3072)).Says(new Voter.ValueTaken("a", Later.Stamp));
        Assert.Equal([(QuorumTimers.WaitOver, TimeSpan.FromSeconds(11))], voter.Timers);
        voter.Gets(9, new Beat(S9, 1, 1)).Sends((9, new Heard(S9, 1, E9, 0)));
        voter.Gets(9, Want("a", 1)).Sends((9, new Queued(S9, 1, E9)));
        voter.Gets(9, Want("b", 2)).Sends((9, new Queued(S9, 2, E9)));
        voter.Gets(9, new Look(S9, 3, "a")).Sends();
        voter.Gets(9, new Store(S9, 1, E9, 1, "a", new(new(3000, 1), null))).Sends().Stores();
        voter.Fires(QuorumTimers.WaitOver)
            .Sends((9, new Grant(S9, 1, E9, 1, 2048, Stored: Later)), (9, new Grant(S9, 2, E9, 1, 2048)))
            .Says(new Voter.BegunToVote(IsRecovered: true))
            .Stores();
        voter.Gets(9, new Look(S9, 3, "a")).Sends((9, new Seen(S9, 3, E9, Later)));
    }

    [Fact]
    public void That_a_value_is_from_others_is_stored_too()
    {
        var voter = Voter(new VoterMemory(2048, [new ValueKept("a", Later, IsRecovered: true)]), isNew: true).Start();
        voter.Gets(9, new Beat(S9, 1, 1)).Gets(9, new Look(S9, 3, "a")).Sends((9, new Seen(S9, 3, E9, Later, IsRecovered: true)));
    }

    [Fact]
    public void While_it_waits_it_tells_what_it_has_to_those_that_lost_theirs()
    {
        var voter = Voter(new VoterMemory(2048, [new ValueKept("a", Later)]), isNew: false).Start();
        voter.Gets(2, new Recall(4, 1)).Sends((2, new Floors(1, 2048, [new NamedFloor("a", 2048, Later)], true, false)));
    }

    [Fact]
    public void If_no_earlier_vote_can_count_it_does_not_wait()
    {
        var voter = Voter(new VoterMemory(2048, []), isNew: true).Start();
        voter.Says(new Voter.BegunToVote(IsRecovered: true)).Stores(new FloorReserved(3072));
        Assert.Empty(voter.Timers);
    }

    [Fact]
    public void Without_a_memory_it_stores_what_it_learns_from_the_others_and_no_floor_before()
    {
        var voter = Voter(VoterMemory.Empty, isNew: false).Start().Stores();
        voter.Gets(9, new Beat(S9, 1, 1)).Gets(9, Want("a", 1));
        voter.Gets(9, new Release(S9, 2, "c", 5000)).Stores(); // a floor alone would be taken for a memory
        voter.Gets(2, new Recall(4, 1)).Sends((2, new Forgotten(7, 1)));
        voter.Fires(QuorumTimers.WaitOver).Stores();
        voter.Gets(2, new Floors(1, 3, [new("a", 6, Later)], true, false)).Stores();
        var granted = new Grant(S9, 1, E9, 1, 6, Stored: Later, IsRecovered: true);
        voter.Gets(3, new Floors(1, 2, [new("b", 2000)], true, false)).Sends((9, granted));
        Assert.Equal(new ValueKept("a", Later, IsRecovered: true), Assert.Single(voter.Stored.OfType<ValueKept>()));
        Assert.Equal(new FloorReserved(5120), voter.Stored.OfType<FloorReserved>().Last());
    }

    [Fact]
    public void If_the_voters_began_together_those_that_are_late_still_learn_it_after_a_restart()
    {
        var voter = Voter(VoterMemory.Empty, isNew: false).Start().Fires(QuorumTimers.WaitOver);
        voter.Gets(2, new Forgotten(20, 1)).Gets(3, new Forgotten(30, 1));
        voter.Gets(2, new Forgotten(20, 2)).Gets(3, new Forgotten(30, 2));
        voter.Says(new Voter.BegunToVote(IsRecovered: true)).Stores(new Founded("0,20,30"), new FloorReserved(1024));
        voter = Voter(VoterMemory.Of(voter.Stored), isNew: false).Start();
        voter.Gets(2, new Recall(20, 1)).Sends((2, new Floors(1, 1024, [], true, IsFoundedWith: true)));
        voter.Gets(3, new Recall(31, 1)).Sends((3, new Floors(1, 1024, [], true, IsFoundedWith: false)));
    }

    [Fact]
    public void A_restart_with_records_is_one_with_that_memory()
    {
        var machine = new Voter(new ProcessId(1), new QuorumTerms(3), 8, isNew: false, VoterMemory.Empty);
        var outbox = new Outbox();
        machine.On(Input.Restart([new FloorReserved(2048), new ValueKept("a", Later)]), default, outbox);
        Assert.Equal(QuorumTimers.WaitOver, outbox.Items.ToArray().Single(effect => effect.Kind == EffectKind.Set).Timer);
        Assert.Contains("base 2048", machine.ToString(), StringComparison.Ordinal);
    }

    private static Machine Voter(VoterMemory memory, bool isNew) =>
        new(new Voter(new ProcessId(1), new QuorumTerms(3), 7, isNew, memory));

    private static Request Want(string name, long number) => new(S9, number, name, VoteMode.Exclusive, new Ticket(number, S9));
}
