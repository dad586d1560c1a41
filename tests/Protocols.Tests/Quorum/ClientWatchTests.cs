using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Tests.Quorum;

/// <summary>One trace for each rule about what a watch shows. The client is process 4; the voters are processes 1 to 3.</summary>
public sealed class ClientWatchTests
{
    private static readonly SessionId S = new(4);
    private static readonly TimeSpan Lease = new QuorumTerms(3).Lease;

    private readonly QuorumClient _rules = new(new ProcessId(4), new QuorumTerms(3), S);
    private readonly Machine _client;
    private readonly long[] _numbers = new long[4]; // of the latest message of each voter
    private readonly long[] _lives = [0, 1, 1, 1];

    public ClientWatchTests()
    {
        _client = new Machine(_rules).Start();
        foreach (var voter in (int[])[1, 2, 3])
            Hears(voter, 1);
    }

    [Fact]
    public void Rule_24_a_value_is_shown_once_when_a_majority_has_told_exactly_its_stamp()
    {
        Begins("a");
        Tells(1, At("a", 1)).Says();
        Tells(2, At("a", 1)).Says(Shows("a", 1));
        Tells(3, At("a", 1)).Says();
    }

    /// <summary>
    /// Voter 2 may have got the later value from a client that saw voters 2 and 3, and not the value that voter 1 has.
    /// </summary>
    [Fact]
    public void Rule_24_a_voter_with_a_later_value_does_not_count_for_an_earlier_one()
    {
        Begins("a");
        Tells(2, At("a", 2)).Says();
        Tells(1, At("a", 1)).Says();
        Tells(3, At("a", 2)).Says(Shows("a", 2));
        Tells(1, At("a", 2)).Says();
    }

    [Fact]
    public void Rule_24_what_a_voter_has_recovered_does_not_count()
    {
        Begins("a");
        Tells(1, At("a", 1) with { IsRecovered = true }).Says();
        Tells(2, At("a", 1)).Says();
        Tells(3, At("a", 1)).Says(Shows("a", 1));
    }

    [Fact]
    public void Rule_24_stamps_rise_whatever_comes_late()
    {
        Begins("a");
        Tells(1, At("a", 2));
        Tells(2, At("a", 2)).Says(Shows("a", 2));
        Tells(3, At("a", 1)).Says();
        _client.Gets(1, new Changed(S, Epoch(1), 1, [At("a", 9)], [])).Says(); // a number that came before
        _client.Gets(2, new Changed(S, new Epoch(9, 1), 2, [At("a", 9)], [])).Says(); // another epoch
        Tells(3, At("b", 9)).Says(); // nobody watches it
    }

    [Fact]
    public void Rule_24_after_a_lapse_what_the_voter_told_does_not_count_and_what_was_shown_stays_shown()
    {
        Begins("a");
        Tells(1, At("a", 2));
        Tells(2, At("a", 1));
        Restarts(1).Sends((1, new Watch(S, [new NamedWatch(1, "a", false)])));
        Tells(2, At("a", 2)).Says(); // voter 1 may have lost it
        Tells(3, At("a", 2)).Says(Shows("a", 2));
        Restarts(2);
        Tells(1, At("a", 2)).Says();
        Tells(2, At("a", 2)).Says();
    }

    [Fact]
    public void Rule_24_a_list_is_complete_when_a_majority_has_sent_it()
    {
        Begins("", isPrefix: true);
        Tells(1, [1], At("a", 1)).Says();
        Tells(2, At("a", 1), At("b", 1)).Says(Shows("a", 1));
        Tells(3, [1], At("a", 1), At("b", 1)).Says(Shows("b", 1), new Listed(1));
        Tells(2, [1]).Says();
    }

    [Fact]
    public void Rule_24_a_list_waits_for_the_names_that_are_unsettled()
    {
        Begins("a");
        Tells(1, [1], At("a", 1)).Says();
        Tells(2, [1], At("a", 2)).Says(); // which one is the latest of a majority?
        Tells(3, [1], At("a", 1)).Says(Shows("a", 1));
        Tells(3, At("a", 3)).Says();
        Tells(1, At("a", 3)).Says(Shows("a", 3), new Listed(1));
    }

    [Fact]
    public void Rule_24_a_list_is_complete_only_if_nothing_before_its_end_is_missing()
    {
        Begins("a");
        Tells(1, [1]);
        _numbers[2] = 1;
        Tells(2, [1]).Says(); // number 2
        _numbers[2] = 0;
        Tells(2, At("b", 1)).Says(new Listed(1)); // number 1
    }

    [Fact]
    public void Rule_24_what_a_majority_no_longer_follows_is_interrupted_and_complete_again_later()
    {
        Begins("a");
        Tells(1, [1]);
        Tells(2, [1]).Says(new Listed(1));
        Tells(3, [1]);
        Restarts(1).Says();
        Restarts(2);
        Assert.Contains(new Interrupted(1), _said);
        Tells(1, [1], At("a", 5)).Says();
        Tells(3, At("a", 5)).Says(Shows("a", 5), new Listed(1));
    }

    [Fact]
    public void Rule_24_a_name_that_stays_unsettled_is_to_be_read()
    {
        Begins("a");
        Tells(1, [1], At("a", 2));
        _client.Fires(TimerId.Resend).Says();
        _client.Fires(TimerId.Resend).Says(); // fewer voters than a majority have sent their names
        Tells(2, [1]).Says();
        _client.Fires(TimerId.Resend).Says(new Unsettled(1, "a"));
        _client.Fires(TimerId.Resend).Says(new Unsettled(1, "a"));
        Tells(2, At("a", 3)); // somebody stores
        _client.Fires(TimerId.Resend).Says();
        Tells(1, At("a", 3)).Says(Shows("a", 3), new Listed(1));
        _client.Fires(TimerId.Resend).Says();
    }

    [Fact]
    public void Rule_24_what_is_lost_is_asked_for_after_the_next_beat()
    {
        Begins("a");
        Tells(1, [1], At("a", 1)).Sends();
        _numbers[1] = 2;
        Tells(1, At("a", 3)).Sends(); // number 2 is lost
        Hears(1, 1, unanswered: 4).Sends((1, new Followed(S, Epoch(1), 1, Lost: 4))); // and number 4
        _numbers[1] = 1;
        Tells(1, At("a", 2)).Sends();
        Hears(1, 1, unanswered: 3).Sends((1, new Followed(S, Epoch(1), 3)));
        Hears(1, 1).Sends();
    }

    [Fact]
    public void Rule_24_many_messages_are_answered_before_the_next_beat()
    {
        Begins("a");
        for (var i = 1; i < MostUnanswered / 4; i++)
            Tells(1, At("a", i)).Sends();
        Tells(1, At("a", 99)).Sends((1, new Followed(S, Epoch(1), MostUnanswered / 4)));
    }

    [Fact]
    public void Rule_24_a_watch_is_asked_for_until_it_is_listed_and_its_end_told_until_it_is_answered()
    {
        var watch = new Watch(S, [new NamedWatch(1, "a", false)]);
        Begins("a").Sends((1, watch), (2, watch), (3, watch));
        Tells(1, [1]);
        Tells(2, [1]);
        _client.Fires(TimerId.Resend).Sends((3, watch));
        _client.Gives(new StopWatch(1)).Sends((1, new EndWatch(S, 1)), (2, new EndWatch(S, 1)), (3, new EndWatch(S, 1)));
        _client.Gets(1, new WatchEnded(S, 1)).Gets(1, new WatchEnded(S, 1));
        _client.Fires(TimerId.Resend).Sends((2, new EndWatch(S, 1)), (3, new EndWatch(S, 1)));
        _client.Gets(2, new WatchEnded(S, 1));
        Restarts(3);
        _client.Fires(TimerId.Resend).Sends();
        Tells(1, At("a", 1)).Says();
        Assert.Equal(0, _rules.Size);
    }

    [Fact]
    public void Rule_24_each_watch_that_covers_a_name_shows_it()
    {
        Begins("a");
        Begins("", isPrefix: true, number: 5);
        Tells(1, At("a", 1));
        Tells(2, At("a", 1)).Says(Shows("a", 1), new Watched(5, "a", At("a", 1).Stored));
        _client.Gives(new BeginWatch(6, "a"));
        Tells(1, [6], At("a", 1)).Says();
        Tells(2, [6], At("a", 1)).Says(new Watched(6, "a", At("a", 1).Stored), new Listed(6));
    }

    [Fact]
    public void Rule_24_commands_that_do_not_fit_are_refused()
    {
        Begins("a");
        _client.Gives(new BeginWatch(1, "b")).Says(new OutOfTurn(new BeginWatch(1, "b")));
        _client.Gives(new StopWatch(2)).Says(new OutOfTurn(new StopWatch(2)));
        for (var i = 2; i <= MostWatches; i++)
            _client.Gives(new BeginWatch(i, $"{i}"));
        var refused = new BeginWatch(MostWatches + 1, "b");
        _client.Gives(refused).Sends().Says(new TooManyWatches(refused));
        Assert.Equal(
            "The watches of one client must be at most 10000; this would be one more.", new TooManyWatches(refused).ToString());
        _client.Gives(new StopWatch(2)).Gives(refused).Says(new WatchBegun(MostWatches + 1, "b", false));
    }

    private IReadOnlyList<IOutput> _said = [];

    private static NamedValue At(string name, long count) => new(name, new(new(1, count), Payload.Of([1])));

    private static Watched Shows(string name, long count) => new(1, name, At(name, count).Stored);

    private Epoch Epoch(int voter) => new(_lives[voter], 1);

    private Machine Begins(string name, bool isPrefix = false, long number = 1) =>
        _client.Gives(new BeginWatch(number, name, isPrefix));

    private Machine Hears(int voter, long beat, long unanswered = 0) =>
        _client.Gets(voter, new Heard(S, beat, Epoch(voter), 0, unanswered));

    private Machine Tells(int voter, params NamedValue[] page) => Tells(voter, [], page);

    private Machine Tells(int voter, long[] listed, params NamedValue[] page) =>
        _client.Gets(voter, new Changed(S, Epoch(voter), ++_numbers[voter], page, listed));

    // The voter answers with another epoch, and then a fresh beat.
    private Machine Restarts(int voter)
    {
        _lives[voter]++;
        _numbers[voter] = 0;
        _client.Now += Lease / 4;
        Hears(voter, Beats());
        _said = _client.Said;
        return Hears(voter, Beats());
    }

    private long _beats = 1;

    private long Beats()
    {
        _client.Fires(QuorumTimers.BeatDue(_beats + 1));
        _beats++;
        foreach (var other in (int[])[1, 2, 3])
        {
            if (_numbers[other] > 0)
                Hears(other, _beats);
        }
        return _beats;
    }
}
