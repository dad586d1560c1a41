using Akka.Actor;

namespace Akka.Tests.Actor;

public class PipeToTests : EngineTest
{
    [Fact]
    public async Task The_result_comes_as_a_message()
    {
        var listener = NewListener();
        _ = Task.FromResult("done").PipeTo(listener.Ref);
        await listener.Expect("done");
    }

    [Fact]
    public async Task A_failure_comes_as_Status_Failure()
    {
        var listener = NewListener();
        var failure = new InvalidOperationException("no");
        _ = Task.FromException<string>(failure).PipeTo(listener.Ref);
        Assert.Same(failure, (await listener.Next<Status.Failure>()).Cause);
    }

    [Fact]
    public async Task Both_can_be_mapped()
    {
        var listener = NewListener();
        _ = Task.FromResult(20).PipeTo(listener.Ref, success: number => number + 1);
        await listener.Expect(21);
        _ = Task.FromException<int>(new InvalidOperationException("no")).PipeTo(listener.Ref, failure: cause => cause.Message);
        await listener.Expect("no");
    }

    [Fact]
    public async Task The_sender_can_be_given()
    {
        var listener = NewListener();
        var sender = NewListener();
        _ = Task.FromResult("signed").PipeTo(listener.Ref, sender.Ref);
        await listener.Expect("signed");
        Assert.Equal(sender.Ref, listener.Sender);
    }
}
