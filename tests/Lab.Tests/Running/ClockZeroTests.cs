using Coterie.Lab.Running;

namespace Coterie.Tests.Running;

/// <summary>When the clock of another node began, found by asking it for the time.</summary>
public sealed class ClockZeroTests
{
    private static readonly TimeSpan Began = TimeSpan.FromSeconds(5);
    private readonly ClockZero _zero = new();

    [Fact]
    public void An_answer_is_taken_to_be_given_in_the_middle_between_question_and_answer()
    {
        Ask(asked: 10_000, answered: 10_004, there: 10_003);
        Assert.Equal(Began - TimeSpan.FromMilliseconds(1), _zero.Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_quickest_answer_counts(bool isLast)
    {
        (int, int, int)[] answers = [(10_000, 10_090, 10_001), (20_000, 20_002, 20_001), (30_000, 30_050, 30_049)];
        var inOrder = isLast ? answers.Order().Reverse().Skip(1).Append(answers[1]) : answers;
        foreach (var (asked, answered, there) in inOrder)
            Ask(asked, answered, there);
        Assert.Equal(Began, _zero.Value);
    }

    // In milliseconds on the clock of the run; the node answers with its own, which began later.
    private void Ask(int asked, int answered, int there)
    {
        _zero.Begin(At(asked));
        _zero.Add(At(answered), At(there) - Began);
    }

    private static TimeSpan At(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
