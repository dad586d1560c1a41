using Akka.Actor;
using Coterie.Actors.Memory.Client;
using static Coterie.Actors.Memory.Client.SessionProtocol;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory.Client;

/// <summary>Which calls wait for which command, without actors.</summary>
public sealed class PendingCallsTests
{
    private readonly PendingCalls _calls = new();

    [Fact]
    public void Calls_for_the_same_command_wait_for_one_answer()
    {
        var (first, second) = (Renewal(), Renewal());
        var command = Add(first);
        Assert.Same(command, Add(second));
        Assert.Equal([first, second], command.Waiting.Select(waiting => waiting.Call));
    }

    [Fact]
    public void A_command_goes_with_the_last_call_that_waits_for_it()
    {
        var (first, second) = (Renewal(), Renewal());
        Add(first);
        Add(second);
        Assert.True(_calls.Remove(first)!.Value.Command.IsAwaited);
        Assert.NotNull(_calls.Find(1));
        Assert.False(_calls.Remove(second)!.Value.Command.IsAwaited);
        Assert.Null(_calls.Find(1));
    }

    [Fact]
    public void A_call_like_one_that_waits_is_not_that_one()
    {
        Add(Renewal());
        Assert.Null(_calls.Remove(Renewal()));
    }

    [Fact]
    public void Commands_that_were_not_sent_come_in_the_order_of_their_ids()
    {
        foreach (var id in new long[] { 3, 1, 4, 2 })
            Add(new Call(new Read(id, "x"), TimeSpan.Zero));
        _calls.Find(4)!.OnSent(0);
        Assert.Equal([1, 2, 3], _calls.Unsent.Select(command => command.Id));
        Assert.True(_calls.HasUnsent);
    }

    [Fact]
    public void A_command_is_asked_again_when_it_is_sent_for_the_second_time()
    {
        var command = Add(Renewal());
        command.OnSent(5);
        Assert.Equal((true, false, 5), (command.IsSent, command.IsAskedAgain, command.SentAt));
        command.OnSent(7);
        Assert.Equal((true, true, 7), (command.IsSent, command.IsAskedAgain, command.SentAt));
    }

    private static Call Renewal() => new(new AcquireRead(1, "x"), TimeSpan.Zero);

    private PendingCommand Add(Call call) => _calls.Add(call, ActorRefs.Nobody);
}
