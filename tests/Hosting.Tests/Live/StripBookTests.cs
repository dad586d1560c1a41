using Coterie.Actors.Locks;
using Coterie.Hosting.Live;

namespace Coterie.Hosting.Tests.Live;

/// <summary>The last minute of each name.</summary>
public sealed class StripBookTests
{
    private readonly StripBook _book = new(mostNames: 3);

    [Fact]
    public void A_holder_is_there_since_it_has_held_the_lock_and_not_since_the_first_look()
    {
        Record(0, Views.Lock("a", Views.Holds("x", seconds: 40)));
        Record(1, Views.Lock("a", Views.Holds("x", seconds: 41)));
        Assert.Equal(["-40 x 0"], Of("a"));
    }

    [Fact]
    public void A_change_of_the_holder_is_seen_when_it_was_and_not_before_the_previous_look()
    {
        Record(0, Views.Lock("a", Views.Holds("x", seconds: 90)));
        Record(1, Views.Lock("a", Views.Holds("y", seconds: 0.25)));
        Record(2, Views.Lock("a", Views.Holds("z", seconds: 50)));
        Assert.Equal(["-60 x 0", "0.75 y 0", "1 z 0"], Of("a"));
    }

    [Fact]
    public void A_queue_that_changes_while_nobody_else_gets_in_is_a_part_of_its_own()
    {
        Record(0, Views.Lock("a", Views.Holds("x", seconds: 1)));
        Record(1, Views.Lock("a", Views.Holds("x", seconds: 2), Views.Waits("y"), Views.Waits("z")));
        Assert.Equal(["-1 x 0", "1 x 2"], Of("a"));
    }

    [Fact]
    public void A_name_that_is_free_is_told_for_a_minute_and_then_forgotten()
    {
        Record(0, Views.Lock("a", Views.Holds("x", seconds: 1)));
        var free = Assert.Single(Record(1));
        Assert.Equal(("a", TimeSpan.Zero, "x"), (free.Name, free.FreeFor, free.LastHolder));
        Assert.Equal(TimeSpan.FromSeconds(59), Assert.Single(Record(60)).FreeFor);
        Assert.Empty(Record(61));
        Assert.Null(_book.Of("a"));
    }

    [Fact]
    public void What_is_older_than_a_minute_is_forgotten_while_the_name_lives()
    {
        for (var second = 0; second < 1000; second++)
            Record(second, Views.Lock("a", Views.Holds(second % 2 == 0 ? "x" : "y", seconds: 0)));
        Assert.InRange(Of("a").Length, 60, 61);
    }

    [Fact]
    public void There_are_no_more_strips_than_allowed_and_the_place_of_a_forgotten_name_is_given_to_another()
    {
        LockView[] four = [.. "abcd".Select(name => Views.Lock($"{name}", Views.Holds("x")))];
        Record(0, four);
        Assert.NotNull(_book.Of("c"));
        Assert.Null(_book.Of("d"));
        Record(1, four[1..]);
        Record(62, four[1..]);
        Record(63, four[1..]);
        Assert.NotNull(_book.Of("d"));
    }

    [Fact]
    public void A_name_that_is_missing_while_too_few_members_answer_is_unknown_and_not_free()
    {
        Record(0, Views.Lock("a", Views.Holds("x", seconds: 0)));
        Assert.Empty(_book.Record(TimeSpan.FromSeconds(1), new LiveNames([], IsComplete: false)));
        Record(2, Views.Lock("a", Views.Holds("x", seconds: 2)));
        Assert.Equal(["0 x 0", "1 unknown", "1 x 0"], Of("a"));
    }

    [Fact]
    public void Nothing_is_known_from_a_failed_look_to_the_next()
    {
        Record(0, Views.Lock("a", Views.Holds("x", seconds: 0)), Views.Lock("b", Views.Holds("x", seconds: 0)));
        _book.Break(TimeSpan.FromSeconds(1));
        Record(5, Views.Lock("a", Views.Holds("y", seconds: 0.5)));
        Assert.Equal(["0 x 0", "1 unknown", "4.5 y 0"], Of("a"));
        Assert.Equal(["0 x 0", "1 unknown", "5 nobody 0"], Of("b"));
    }

    [Fact]
    public void A_variable_that_nobody_locks_takes_no_place()
    {
        Record(0, Views.Lock("idle"));
        Assert.Null(_book.Of("idle"));
    }

    private IReadOnlyList<LiveName> Record(double seconds, params LockView[] locks) =>
        _book.Record(TimeSpan.FromSeconds(seconds), Views.Names(locks));

    private string[] Of(string name) =>
    [
        .. _book.Of(name)!.Select(run => FormattableString.Invariant(run.IsUnknown
            ? (FormattableString)$"{run.From.TotalSeconds} unknown"
            : $"{run.From.TotalSeconds} {run.Holder ?? "nobody"} {run.Waiting}")),
    ];
}
