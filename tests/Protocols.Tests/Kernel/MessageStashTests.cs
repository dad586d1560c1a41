using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Kernel;

/// <summary>What a host without a stash of its own keeps for a machine.</summary>
public sealed class MessageStashTests
{
    private readonly MessageStash _stash = new();

    [Fact]
    public void The_oldest_messages_of_a_queue_come_back_first_and_the_others_stay()
    {
        Keep(0, 1, 2, 3);
        _stash.LetIn(0, 2);
        Assert.Equal([1, 2], Returned());
        Assert.Equal([(0, 3)], Kept());
    }

    [Fact]
    public void Queues_do_not_mix()
    {
        Keep(1, 10);
        Keep(0, 20);
        Assert.Equal([(0, 20), (1, 10)], Kept());
        _stash.LetIn(1, 1);
        Assert.Equal([10], Returned());
        Assert.Equal(1, _stash.Count);
    }

    [Fact]
    public void What_was_let_in_comes_back_in_the_order_in_which_it_was_let_in()
    {
        Keep(0, 1, 2);
        Keep(1, 3);
        _stash.LetIn(1, 1);
        _stash.LetIn(0, 2);
        Assert.Equal([3, 1, 2], Returned());
    }

    [Fact]
    public void What_does_not_stay_is_forgotten_and_the_rest_keeps_its_order()
    {
        Keep(0, 1, 2, 3, 4);
        _stash.Compact(0, [true, false, true, false]);
        Keep(0, 5);
        Assert.Equal([(0, 1), (0, 3), (0, 5)], Kept());
    }

    [Fact]
    public void Nothing_comes_back_that_was_not_let_in()
    {
        Keep(0, 1);
        Assert.False(_stash.TryReturn(out _));
    }

    [Fact]
    public void More_than_is_kept_cannot_be_let_in()
    {
        Keep(0, 1);
        Assert.Throws<InvalidOperationException>(() => _stash.LetIn(0, 2));
    }

    [Fact]
    public void After_a_crash_neither_what_is_kept_nor_what_was_let_in_is_left()
    {
        Keep(0, 1, 2);
        _stash.LetIn(0, 1);
        _stash.Clear();
        Assert.Equal(0, _stash.Count);
        Assert.False(_stash.TryReturn(out _));
    }

    private void Keep(int queue, params int[] numbers)
    {
        foreach (var number in numbers)
            _stash.Keep(queue, Input.Of(new ProcessId(1), new Numbered(number)));
    }

    private IEnumerable<(int Queue, int Number)> Kept() => _stash.Kept.Select(kept => (kept.Queue, NumberOf(kept.Message)));

    private List<int> Returned()
    {
        var returned = new List<int>();
        while (_stash.TryReturn(out var message))
            returned.Add(NumberOf(message));
        return returned;
    }

    private static int NumberOf(in Input input) => ((Numbered)input.Message!).Number;

    private sealed record Numbered(int Number) : IMessage
    {
        public string Kind => "numbered";

        public Timestamp? About(ProcessId from, ProcessId to) => null;
    }
}
