using Akka.Actor;
using Akka.Event;

namespace Akka.Tests.Actor;

public class AskTests : EngineTest
{
    [Fact]
    public async Task The_answer_is_the_result() => Assert.Equal("hello", await NewEcho().Ask<string>("hello", Patience));

    [Fact]
    public async Task No_answer_in_time_is_an_AskTimeoutException() =>
        await Assert.ThrowsAsync<AskTimeoutException>(() => NewEcho().Ask<string>("silence", TimeSpan.FromMilliseconds(30)));

    [Fact]
    public async Task A_failure_as_the_answer_is_the_tasks_exception()
    {
        var cause = new InvalidOperationException("no");
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            NewEcho().Ask<string>(new Status.Failure(cause), Patience));
        Assert.Same(cause, thrown);
    }

    [Fact]
    public async Task A_failure_that_is_asked_for_is_a_result()
    {
        var failure = new Status.Failure(new InvalidOperationException("no"));
        Assert.Same(failure, await NewEcho().Ask<Status.Failure>(failure, Patience));
    }

    [Fact]
    public async Task An_answer_of_another_type_is_an_exception() =>
        await Assert.ThrowsAnyAsync<Exception>(() => NewEcho().Ask<int>("text", Patience));

    [Fact]
    public async Task Cancellation_ends_the_wait()
    {
        using var cancellation = new CancellationTokenSource();
        var asking = NewEcho().Ask<string>("silence", cancellation.Token);
        cancellation.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(Patience));
    }

    [Fact]
    public async Task The_message_may_be_made_from_the_ref_that_gets_the_answer()
    {
        var echo = NewEcho();
        Assert.Equal("by hand", await echo.Ask<string>(asker => new AnswerTo(asker), Patience, CancellationToken.None));
    }

    [Fact]
    public async Task A_late_answer_goes_to_the_dead_letters()
    {
        var dead = NewListener();
        Sys.EventStream.Subscribe(dead.Ref, typeof(DeadLetter));
        var keeper = Sys.ActorOf(Props.Create(() => new Keeper()));
        await Assert.ThrowsAsync<AskTimeoutException>(() => keeper.Ask<string>("later", TimeSpan.FromMilliseconds(30)));
        keeper.Tell("now");
        Assert.Equal("late", (await dead.Next<DeadLetter>()).Message);
    }

    [Fact]
    public async Task An_asker_has_a_path_and_can_be_found_by_it_while_it_waits()
    {
        var keeper = Sys.ActorOf(Props.Create(() => new Keeper()));
        var asking = keeper.Ask<string>("later", Patience);
        var path = await keeper.Ask<string>("whose", Patience);
        Assert.StartsWith("akka://test/temp/", path);
        Sys.ActorSelection(path).Tell("found", ActorRefs.NoSender);
        Assert.Equal("found", await asking);
    }

    [Fact]
    public async Task A_thousand_askers_each_get_their_answer()
    {
        var echo = NewEcho();
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(async i => Assert.Equal(i, await echo.Ask<int>(i, Patience))));
    }

    [Fact]
    public async Task The_code_after_an_await_does_not_run_inside_the_answering_actor()
    {
        var echo = NewEcho();
        await echo.Ask<string>("hello", Patience);
        // A blocking wait for the same actor would never end if this were still its turn.
#pragma warning disable xUnit1031 // to block is the point here
        Assert.Equal("again", echo.Ask<string>("again", Patience).GetAwaiter().GetResult());
#pragma warning restore xUnit1031
    }

    private IActorRef NewEcho() => Sys.ActorOf(Props.Create(() => new Echo()));

    private sealed record AnswerTo(IActorRef Asker);

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is AnswerTo to) to.Asker.Tell("by hand");
            else if (message is not "silence") Sender.Tell(message);
        }
    }

    private sealed class Keeper : UntypedActor
    {
        private IActorRef? _asker;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "later": _asker = Sender; break;
                case "now": _asker!.Tell("late"); break;
                case "whose": Sender.Tell(_asker!.Path.ToString()); break;
            }
        }
    }
}
