using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;

namespace Coterie.Tests.Quorum;

/// <summary>Many names, many who wait, many entries.</summary>
public sealed class ManyTests
{
    private const int Names = 100_000;
    private const int Waiters = 1_000;
    private const int Clients = 4; // the process of the first
    private static readonly QuorumTerms Terms = new(3);

    [Fact]
    public void Of_names_that_were_locked_once_nothing_is_kept_and_an_idle_group_sends_beats_alone()
    {
        var net = new QuorumNet(clients: 2);
        var empty = net.Size;
        for (var i = 1; i <= Names; i++)
        {
            net.Give(i % 2, new Acquire(i, $"name {i}"));
            net.Give(i % 2, new Leave(i));
        }
        Assert.Equal(Names, net.Entries.Count);
        Assert.InRange(net.Size, 3 * Names, int.MaxValue); // the votes are kept
        net.Pass(20 * Terms.SessionLength);
        Assert.Equal(empty, net.Size);
        net.Clear();
        net.Pass(3 * Terms.Lease);
        Assert.Equal(["beat", "heard"], net.Messages.Keys.Order());
        Assert.Equal(9 * 2 * 3, net.Messages["beat"]); // nine rounds of two clients to three voters
    }

    [Fact]
    public void Ten_thousand_watched_variables_cost_no_message_while_nothing_changes_and_nothing_afterwards()
    {
        const int Variables = 10_000;
        var net = new QuorumNet(clients: 2);
        for (var i = 1; i <= Variables; i++)
        {
            net.Give(0, new Acquire(i, $"name {i}"));
            net.Give(0, new StoreValue(i, Payload.Of([1])));
            net.Give(0, new Leave(i));
        }
        net.Pass(Terms.Lease * 3);
        var size = net.Size;
        net.Give(1, new BeginWatch(1, "name", IsPrefix: true));
        Assert.Equal(Variables, net.Told.Count(told => told.Output is Watched));
        Assert.Contains((Clients + 1, new Listed(1)), net.Told);
        net.Pass(Terms.Lease);
        net.Clear();
        net.Pass(3 * Terms.Lease);
        Assert.Equal(["beat", "heard"], net.Messages.Keys.Order());
        Assert.Equal(size + 1 + Variables + 3, net.Size); // a watch at the client and at each voter, and the names at the client
        net.Give(1, new StopWatch(1));
        Assert.Equal(size, net.Size);
    }

    [Fact]
    public void A_thousand_locks_cost_no_more_beats_than_one()
    {
        var net = new QuorumNet(clients: 1);
        for (var i = 1; i <= Waiters; i++)
            net.Give(0, new Acquire(i, $"name {i}"));
        net.Pass(Terms.Lease);
        net.Clear();
        net.Pass(3 * Terms.Lease);
        Assert.Equal(Waiters, net.Inside.Count);
        Assert.Equal(["beat", "heard"], net.Messages.Keys.Order());
        Assert.Equal(9 * 3, net.Messages["beat"]);
    }

    /// <summary>
    /// Tickets tell requests apart that are a beat apart; those between two beats stand in the order of sessions.
    /// </summary>
    [Fact]
    public void A_thousand_clients_that_wait_for_one_name_enter_in_the_order_of_their_tickets()
    {
        const int Wave = 100;
        var net = new QuorumNet(Waiters);
        for (var client = 0; client < Waiters; client++)
        {
            if (client % Wave == 0)
                net.Pass(Terms.BeatInterval);
            var inWave = (client / Wave * Wave) + Wave - 1 - (client % Wave); // the largest session asks first
            net.Give(inWave, new Acquire(1, "a"));
        }
        while (net.Entries.Count < Waiters || net.Inside.Count > 0)
        {
            var (client, claim) = Assert.Single(net.Inside);
            net.Give(client, new Leave(claim));
        }
        Assert.Equal(Wave - 1, net.Entries[0].Client); // it was inside before anybody else asked
        Assert.Equal(
            Enumerable.Range(0, Waiters).Where(client => client != Wave - 1), net.Entries.Skip(1).Select(entry => entry.Client));
    }

    [Fact]
    public void A_thousand_claims_of_one_client_queue_in_the_client()
    {
        var net = new QuorumNet(clients: 1);
        for (var i = 1; i <= Waiters; i++)
            net.Give(0, new Acquire(i, "a"));
        Assert.Equal(3, net.Messages["request"]);
        for (var i = 1; i <= Waiters; i++)
            net.Give(0, new Leave(i));
        Assert.Equal(3, net.Messages["request"]);
        Assert.Equal(Enumerable.Range(1, Waiters).Select(i => (0, (long)i)), net.Entries);
    }
}
