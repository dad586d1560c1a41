using Coterie.Lab.Memory.Linearizability;

namespace Coterie.Tests.Memory.Linearizability;

/// <summary>Small histories that are known to be good or bad.</summary>
/// <remarks>A history is written as its events: process, operation, and <c>?</c> for a call, <c>!</c> ok, <c>-</c> fail,
/// <c>~</c> unknown.</remarks>
public sealed class LinearizabilityJudgeTests
{
    [Theory]
    [InlineData("")]
    [InlineData("0 r ?, 0 r0 !")]
    [InlineData("0 w1 ?, 0 w1 !, 1 r ?, 1 r1 !")]
    // While a write is under way, a read may find either value; once one has found the new one, so do all later ones.
    [InlineData("0 w1 ?, 1 r ?, 1 r0 !, 1 r ?, 1 r1 !, 1 r ?, 1 r1 !, 0 w1 !")]
    // Two writes at once: in either order.
    [InlineData("0 w1 ?, 1 w2 ?, 0 w1 !, 1 w2 !, 0 r ?, 0 r1 !")]
    [InlineData("0 w1 ?, 1 w2 ?, 0 w1 !, 1 w2 !, 0 r ?, 0 r2 !")]
    // A write of unknown outcome: never, at once, or long after.
    [InlineData("0 w1 ?, 0 w1 ~, 1 r ?, 1 r0 !")]
    [InlineData("0 w1 ?, 0 w1 ~, 1 r ?, 1 r1 !")]
    [InlineData("0 w1 ?, 0 w1 ~, 1 w2 ?, 1 w2 !, 1 r ?, 1 r2 !, 1 r ?, 1 r1 !")]
    // So is one that never returned.
    [InlineData("0 w1 ?, 1 r ?, 1 r0 !, 1 r ?, 1 r1 !")]
    [InlineData("0 w1 ?, 0 w1 -, 1 r ?, 1 r0 !")]
    [InlineData("0 w1 ?, 0 w1 !, 0 c1.2 ?, 0 c1.2 !, 1 r ?, 1 r2 !")]
    [InlineData("0 c0.5 ?, 0 c0.5 ~, 1 r ?, 1 r0 !, 1 r ?, 1 r5 !")]
    public void A_good_history_is_linearizable(string events) =>
        Assert.IsType<Verdict.Linearizable>(LinearizabilityJudge.Check(Trace.Of(events)));

    [Theory]
    [InlineData("0 r ?, 0 r1 !")]
    // A stale read: the write had returned.
    [InlineData("0 w1 ?, 0 w1 !, 1 r ?, 1 r0 !")]
    // New, then old.
    [InlineData("0 w1 ?, 1 r ?, 1 r1 !, 2 r ?, 2 r0 !, 0 w1 !")]
    // Two readers that disagree on the order of two writes.
    [InlineData("0 w1 ?, 1 w2 ?, 2 r ?, 2 r1 !, 2 r ?, 2 r2 !, 3 r ?, 3 r1 !, 0 w1 !, 1 w2 !")]
    // What failed must not be seen; what is unknown happens once.
    [InlineData("0 w1 ?, 0 w1 -, 1 r ?, 1 r1 !")]
    [InlineData("0 w1 ?, 0 w1 ~, 1 r ?, 1 r1 !, 1 w2 ?, 1 w2 !, 1 r ?, 1 r1 !")]
    // An unknown write that was called after the read returned.
    [InlineData("1 r ?, 1 r1 !, 0 w1 ?, 0 w1 ~")]
    [InlineData("0 w1 ?, 0 w1 !, 0 c2.3 ?, 0 c2.3 !")]
    // Two compare-and-sets from the same value.
    [InlineData("0 c0.1 ?, 1 c0.2 ?, 0 c0.1 !, 1 c0.2 !")]
    public void A_bad_history_is_not(string events) =>
        Assert.IsType<Verdict.Violated>(LinearizabilityJudge.Check(Trace.Of(events)));

    [Fact]
    public void Registers_are_judged_alone()
    {
        const string good = "0 w1 ?, 0 w1 !, 1 r ?, 1 r1 !";
        const string bad = "2 w1 ?, 2 w1 !, 3 r ?, 3 r0 !";
        var history = History.Of([.. Trace.Of(good).Events, .. Trace.Of(bad, key: "y").Events]);
        var violated = Assert.IsType<Verdict.Violated>(LinearizabilityJudge.Check(history));
        Assert.StartsWith("y is not linearizable", violated.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_violation_is_explained_by_the_first_wrong_result_and_by_what_excludes_it()
    {
        var violated = Assert.IsType<Verdict.Violated>(LinearizabilityJudge.Check(Trace.Of(
            "0 w1 ?, 0 w1 !, 5 w8 ?, 1 r ?, 1 r1 !, 0 w2 ?, 0 w2 !, 2 w3 ?, 1 r ?, 1 r1 !, 2 w3 !, 5 w8 !, 0 r ?, 0 r9 !")));
        Assert.Equal(
            """
            x is not linearizable: process 1 read 1 (events 9 to 10), and could have found 2 or 3 or 8 only.
            These alone exclude each other:
              process 0 wrote 1 (events 1 to 2)
              process 0 wrote 2 (events 6 to 7)
              process 1 read 1 (events 9 to 10)

            """,
            violated.Explanation);
    }

    [Fact]
    public void A_search_beyond_its_bound_is_undecided_and_says_of_what()
    {
        // Forty unknown writes, and a read of something else: two to the power of forty ways to look.
        var writes = string.Join(", ", Enumerable.Range(1, 40).Select(p => $"{p} w{p} ?, {p} w{p} ~"));
        var undecided = Assert.IsType<Verdict.Undecided>(
            LinearizabilityJudge.Check(Trace.Of($"{writes}, 0 r ?, 0 r99 !"), mostConfigurations: 10_000));
        Assert.StartsWith("x: no order of its 41 operations", undecided.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_without_time_is_undecided()
    {
        var verdict = LinearizabilityJudge.Check(Trace.Of("0 w1 ?, 0 w1 !"), patience: TimeSpan.Zero);
        Assert.IsType<Verdict.Undecided>(verdict);
    }
}
