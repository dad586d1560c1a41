using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Tests.Quorum;

/// <summary>
/// One trace for each rule about what a voter sends to those that watch. It is process 1 of three voters; clients are processes 4
/// and 5. Session 4 stores, session 5 watches.
/// </summary>
public sealed class VoterWatchTests
{
    private static readonly SessionId S4 = new(4);
    private static readonly SessionId S5 = new(5);
    private static readonly Epoch E4 = new(7, 1);
    private static readonly Epoch E5 = new(7, 2);

    private readonly Voter _rules = new(new ProcessId(1), new QuorumTerms(3), 7, isNew: true);
    private readonly Machine _voter;
    private long _requests;

    public VoterWatchTests()
    {
        _voter = new Machine(_rules).Start();
        _voter.Gets(4, new Beat(S4, 1, 1)).Gets(5, new Beat(S5, 1, 1));
    }

    [Fact]
    public void Rule_24_a_watch_gets_what_there_is_and_then_each_value_that_is_taken()
    {
        Store("a", 1);
        _voter.Gets(5, Watch(1, "a")).Sends((5, Changed(1, [At("a", 1)], [1])));
        Store("a", 2);
        Assert.Equal(Changed(2, [At("a", 2)]), ToWatcher());
        Store("b", 1);
        Assert.Null(ToWatcher());
    }

    [Fact]
    public void Rule_24_a_prefix_covers_all_names_that_begin_so_and_a_name_only_itself()
    {
        foreach (var name in (string[])["ba", "b", "a", "bb"])
            Store(name, 1);
        _voter.Gets(5, Watch(1, "b", isPrefix: true)).Sends((5, Changed(1, [At("b", 1), At("ba", 1), At("bb", 1)], [1])));
        _voter.Gets(5, Watch(2, "b")).Sends((5, Changed(2, [At("b", 1)], [2])));
        Store("bc", 1);
        Assert.Equal(Changed(3, [At("bc", 1)]), ToWatcher());
        Store("b", 2); // two watches cover it, and the session is told once
        Assert.Equal(Changed(4, [At("b", 2)]), ToWatcher());
        _voter.Gets(5, Watch(3, "", isPrefix: true));
        Store("x", 1);
        Assert.Equal(Changed(6, [At("x", 1)]), ToWatcher());
    }

    [Fact]
    public void Rule_24_a_copy_of_a_watch_begins_nothing_and_what_has_no_answer_is_sent_again()
    {
        Store("a", 1);
        _voter.Gets(5, Watch(1, "a"));
        _voter.Gets(5, Watch(1, "a")).Sends((5, Changed(1, [At("a", 1)], [1])));
        _voter.Gets(5, new Followed(S5, E5, 1)).Sends();
        _voter.Gets(5, Watch(1, "a")).Sends();
    }

    [Fact]
    public void Rule_24_a_watch_that_is_over_is_not_begun_by_a_late_copy()
    {
        _voter.Gets(5, new EndWatch(S5, 1)).Sends((5, new WatchEnded(S5, 1))); // it overtook the watch
        _voter.Gets(5, Watch(1, "a")).Sends();
        _voter.Gets(5, Watch(2, "a")).Gets(5, new EndWatch(S5, 2)).Sends((5, new WatchEnded(S5, 2)));
        _voter.Gets(5, new EndWatch(S5, 2)).Sends((5, new WatchEnded(S5, 2))); // a copy
        _voter.Gets(5, Watch(2, "a")).Sends();
        Store("a", 1);
        Assert.Null(ToWatcher());
    }

    [Fact]
    public void Rule_24_heard_says_what_has_no_answer_and_only_lost_messages_are_sent_again()
    {
        _voter.Gets(5, Watch(1, "", isPrefix: true)).Gets(5, new Followed(S5, E5, 1));
        Assert.Equal(0, Unanswered());
        for (var i = 1; i <= 4; i++)
            Store("a", i);
        Assert.Equal(5, Unanswered());
        _voter.Gets(5, new Followed(S5, E5, 3, Lost: 4)).Sends((5, Changed(4, [At("a", 3)])));
        Assert.Equal(5, Unanswered());
        _voter.Gets(5, new Followed(S5, E5, 2, Lost: 3)).Sends(); // a late copy of an earlier one
        _voter.Gets(5, new Followed(S5, new Epoch(7, 9), 5)).Sends(); // of another epoch
        Assert.Equal(5, Unanswered());
        _voter.Gets(5, new Followed(S5, E5, 5)).Sends();
        Assert.Equal(0, Unanswered());
    }

    [Fact]
    public void Rule_24_no_more_is_sent_than_may_be_without_an_answer_and_of_what_waits_only_the_latest()
    {
        _voter.Gets(5, Watch(1, "", isPrefix: true)).Gets(5, new Followed(S5, E5, 1));
        for (var i = 1; i <= MostUnanswered; i++)
        {
            Store("a", i);
            Assert.NotNull(ToWatcher());
        }
        var size = _rules.Size;
        for (var i = 1; i <= 1000; i++)
        {
            Store("a", MostUnanswered + i);
            Assert.Null(ToWatcher());
            Store("b", i);
        }
        Assert.InRange(_rules.Size, size, size + 3); // two that wait, and the name b
        _voter.Gets(5, new Followed(S5, E5, MostUnanswered + 1))
            .Sends((5, Changed(MostUnanswered + 2, [At("a", MostUnanswered + 1000), At("b", 1000)])));
    }

    [Fact]
    public void Rule_24_many_names_come_in_pages_and_the_list_ends_with_the_last_one()
    {
        const int Names = 1_200;
        for (var i = 0; i < Names; i++)
            Store($"name {i:0000}", 1);
        _voter.Gets(5, Watch(1, "name", isPrefix: true));
        var pages = _voter.Sent.Select(sent => Assert.IsType<Changed>(sent.Message)).ToList();
        Assert.All(pages, page => Assert.InRange(page.Page.Count, 1, MostOfPage));
        Assert.Equal(Names, pages.SelectMany(page => page.Page).Select(value => value.Name).Distinct().Count());
        Assert.All(pages[..^1], page => Assert.Empty(page.Listed));
        Assert.Equal([1], pages[^1].Listed);
    }

    [Fact]
    public void Rule_24_large_values_make_small_pages()
    {
        for (var i = 0; i < 3; i++)
            Store($"{i}", new StampedValue(new(1, 1), Payload.Of(new byte[Payload.MostBytes])));
        _voter.Gets(5, Watch(1, "", isPrefix: true));
        Assert.Equal([1, 1, 1], _voter.Sent.Select(sent => Assert.IsType<Changed>(sent.Message).Page.Count));
    }

    [Fact]
    public void Rule_24_watches_end_with_their_session_and_a_deleted_value_is_told()
    {
        var before = _rules.Size;
        _voter.Gets(5, Watch(1, "a")).Gets(5, Watch(2, "", isPrefix: true));
        Store("a", 1);
        Store("a", new StampedValue(new(1, 2), null));
        Assert.Equal(Changed(4, [new NamedValue("a", new(new(1, 2), null))]), ToWatcher());
        _voter.Fires(QuorumTimers.SessionOver(S5));
        Store("a", 3);
        Assert.Null(ToWatcher());
        Assert.Equal(before, _rules.Size); // one session less, one name more
    }

    [Fact]
    public void Rule_24_a_voter_that_recovers_and_one_without_the_session_ignore_watches()
    {
        _voter.Gets(9, new Watch(new SessionId(9), [new NamedWatch(1, "a", false)])).Sends();
        var recovering = new Machine(new Voter(new ProcessId(1), new QuorumTerms(3), 7, isNew: false)).Start();
        recovering.Gets(5, new Beat(S5, 1, 1)).Gets(5, Watch(1, "a")).Sends();
        recovering.Fires(QuorumTimers.WaitOver);
        var stored = new StampedValue(new(3, 1), null);
        foreach (var voter in (int[])[2, 3])
            recovering.Gets(voter, new Floors(1, 0, [new NamedFloor("a", 3, stored), new NamedFloor("b", 3)], true, false));
        recovering.Gets(5, Watch(1, "a"))
            .Sends((5, new Changed(S5, new Epoch(7, 1), 1, [new NamedValue("a", stored)], [1])));
    }

    [Fact]
    public void Rule_24_a_session_has_no_more_watches_than_it_may()
    {
        for (var i = 0; i < MostWatches; i += MostOfPage)
        {
            var page = Enumerable.Range(i + 1, MostOfPage).Select(number => new NamedWatch(number, $"{number}", false));
            _voter.Gets(5, new Watch(S5, [.. page])).Gets(5, new Followed(S5, E5, long.MaxValue));
        }
        var size = _rules.Size;
        _voter.Gets(5, Watch(MostWatches + 1, "a")).Sends();
        Assert.Equal(size, _rules.Size);
        _voter.Gets(5, new EndWatch(S5, 7)).Gets(5, Watch(MostWatches + 1, "a"));
        Assert.Equal([MostWatches + 1], Assert.IsType<Changed>(Assert.Single(_voter.Sent).Message).Listed);
    }

    private static Watch Watch(long number, string name, bool isPrefix = false) =>
        new(S5, [new NamedWatch(number, name, isPrefix)]);

    private static Changed Changed(long number, NamedValue[] page, params long[] listed) => new(S5, E5, number, page, listed);

    private static NamedValue At(string name, long count) => new(name, new(new(1, count), Payload.Of([1])));

    private void Store(string name, long count) => Store(name, At(name, count).Stored);

    // A request that has the vote, stores, and is over.
    private void Store(string name, in StampedValue value)
    {
        var number = ++_requests;
        _voter.Gets(4, new Request(S4, number, name, VoteMode.Exclusive, new Ticket(number, S4)));
        _voter.Gets(4, new Store(S4, number, E4, 1, name, value));
        var stored = _voter.Sent;
        _voter.Gets(4, new Release(S4, number, name, 1));
        _sent = stored;
    }

    private IReadOnlyList<(int To, IMessage Message)> _sent = [];

    private Changed? ToWatcher() => (Changed?)_sent.SingleOrDefault(sent => sent.To == 5).Message;

    private long Unanswered()
    {
        _voter.Gets(5, new Beat(S5, 2, 1));
        return Assert.IsType<Heard>(Assert.Single(_voter.Sent).Message).Unanswered;
    }
}
