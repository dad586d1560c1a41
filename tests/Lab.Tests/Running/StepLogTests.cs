using Coterie.Lab.Running;
using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Running;

public sealed class StepLogTests
{
    private readonly StepLog _log = new();

    [Fact]
    public void Steps_are_given_out_once_and_in_order()
    {
        Take(3);
        Assert.Equal((0, 3), Next());
        Assert.Null(Next());
        Take(2);
        Assert.Equal((3, 2), Next());
        Assert.False(_log.IsEmpty);
    }

    [Fact]
    public void What_the_run_has_is_forgotten_and_the_rest_given_out_again_after_a_rewind()
    {
        Take(5);
        Next();
        _log.Taken(2);
        _log.Taken(1); // a late copy
        _log.Rewind();
        Assert.Equal((2, 3), Next());
        _log.Taken(5);
        Assert.True(_log.IsEmpty);
        _log.Rewind();
        Assert.Null(Next());
    }

    [Fact]
    public void An_answer_to_what_was_given_out_before_a_rewind_is_not_lost()
    {
        Take(5);
        Next();
        _log.Rewind();
        _log.Taken(5);
        Assert.Null(Next());
        Take(1);
        Assert.Equal((5, 1), Next());
    }

    [Fact]
    public void Batches_and_what_is_on_the_way_are_bounded()
    {
        Take(100_000);
        var given = 0;
        while (Next() is { } batch)
        {
            Assert.InRange(batch.Count, 1, 2_000);
            given += batch.Count;
        }
        Assert.InRange(given, 1, 99_999);
        _log.Taken(given);
        Assert.Equal(given, Next()?.First);
    }

    private (int First, int Count)? Next() => _log.NextBatch() is { } batch ? ((int)batch.First, batch.Steps.Count) : null;

    private void Take(int steps)
    {
        for (var i = 0; i < steps; i++)
            _log.On(TimeSpan.Zero, new Step(new ProcessId(1), Input.Of(TimerId.Resend), []));
    }
}
