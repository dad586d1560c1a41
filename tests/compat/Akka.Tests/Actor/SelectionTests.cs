using Akka.Actor;
using Akka.Event;

namespace Akka.Tests.Actor;

public class SelectionTests : EngineTest
{
    private IActorRef _tree = null!;

    public override async Task InitializeAsync()
    {
        _tree = Sys.ActorOf(Props.Create(() => new Node(2)), "tree");
        await Fence(_tree);
    }

    [Theory]
    [InlineData("/user/tree/child1")]
    [InlineData("user/tree/child1")]
    [InlineData("akka://test/user/tree/child1")]
    [InlineData("/user/tree/child2/../child1")]
    [InlineData("/user/tr*/child1")]
    [InlineData("/user/tree/*1")]
    [InlineData("/user/tree/child?/../child1")]
    public async Task A_path_leads_to_its_actor(string path)
    {
        var found = await Sys.ActorSelection(path).ResolveOne(Patience);
        Assert.Equal("akka://test/user/tree/child1", found.Path.ToString());
    }

    [Fact]
    public async Task A_relative_path_begins_at_the_actor()
    {
        Assert.Equal("child1", await _tree.Ask<string>(new AskSelection("child1"), Patience));
        var child = await Sys.ActorSelection("/user/tree/child2").ResolveOne(Patience);
        Assert.Equal("child1", await child.Ask<string>(new AskSelection("../child1"), Patience));
    }

    [Fact]
    public async Task A_pattern_reaches_all_that_match()
    {
        var log = NewListener();
        Sys.ActorSelection("/user/tree/*").Tell("name", log.Ref);
        Assert.Equal(["child1", "child2"], new[] { await log.Next<string>(), await log.Next<string>() }.Order());
    }

    [Fact]
    public async Task Where_there_is_nobody_nothing_resolves() =>
        await Assert.ThrowsAsync<ActorNotFoundException>(() => Sys.ActorSelection("/user/nobody").ResolveOne(Patience));

    [Fact]
    public async Task What_is_sent_to_nobody_goes_to_the_dead_letters()
    {
        var dead = NewListener();
        Sys.EventStream.Subscribe(dead.Ref, typeof(DeadLetter));
        Sys.ActorSelection("/user/tree/nobody").Tell("lost", dead.Ref);
        var letter = await dead.Next<DeadLetter>();
        Assert.Equal("lost", letter.Message);
        Assert.Equal("akka://test/user/tree/nobody", letter.Recipient.Path.ToString());
    }

    [Fact]
    public async Task Identify_through_a_selection_is_answered_by_the_actor_or_with_nobody()
    {
        var identity = await Sys.ActorSelection("/user/tree").Ask<ActorIdentity>(new Identify("there"), Patience);
        Assert.Equal(("there", _tree), (identity.MessageId, identity.Subject));
        identity = await Sys.ActorSelection("/user/nobody").Ask<ActorIdentity>(new Identify("not"), Patience);
        Assert.Equal("not", identity.MessageId);
        Assert.Null(identity.Subject);
    }

    private sealed record AskSelection(string Path);

    private sealed class Node(int children) : UntypedActor
    {
        protected override void PreStart()
        {
            for (var i = 1; i <= children; i++) Context.ActorOf(Props.Create(() => new Node(0)), $"child{i}");
        }

        protected override void OnReceive(object message)
        {
            if (message is AskSelection ask) Context.ActorSelection(ask.Path).Tell("name", Sender);
            else Sender.Tell(Self.Path.Name);
        }
    }
}
