using Akka.Actor;
using Coterie.Actors.Memory.Client;

namespace Coterie.Tests.Memory.Client;

/// <summary>The search for the memory, without actors.</summary>
public sealed class ServerSearchTests
{
    private readonly ServerSearch _search = new();

    [Fact]
    public void A_search_that_is_on_does_not_begin_again()
    {
        Assert.True(_search.TryBegin());
        Assert.False(_search.TryBegin());
        _search.End();
        Assert.True(_search.TryBegin());
    }

    [Fact]
    public void An_answer_to_an_earlier_search_is_none_to_this_one()
    {
        _search.TryBegin();
        var early = new ActorIdentity(_search.Question, ActorRefs.Nobody);
        Assert.True(_search.IsAnsweredBy(early));
        _search.Supersede();
        Assert.False(_search.IsAnsweredBy(early));
        Assert.True(_search.IsAnsweredBy(new ActorIdentity(_search.Question, ActorRefs.Nobody)));
    }

    [Fact]
    public void Nothing_answers_a_search_that_is_over()
    {
        _search.TryBegin();
        _search.End();
        Assert.False(_search.IsAnsweredBy(new ActorIdentity(_search.Question, ActorRefs.Nobody)));
    }

    [Fact]
    public void The_port_is_looked_at_once_if_no_connection_comes()
    {
        _search.TryBegin();
        Assert.Equal([false, false, false, true, false], Enumerable.Range(0, 5).Select(_ => _search.OnAsked()));
    }

    [Fact]
    public void The_port_of_a_node_that_is_connected_is_not_looked_at()
    {
        _search.TryBegin();
        _search.IsConnected = true;
        Assert.DoesNotContain(true, Enumerable.Range(0, 5).Select(_ => _search.OnAsked()));
    }

    [Fact]
    public void Whoever_waits_gets_the_first_reason_of_each_search()
    {
        _search.TryBegin();
        Assert.False(_search.IsToBeTold("a", somebodyWaits: false));
        Assert.True(_search.IsToBeTold("b", somebodyWaits: true));
        Assert.False(_search.IsToBeTold("c", somebodyWaits: true));
        Assert.Equal("c", _search.Trouble);
        _search.End();
        Assert.Null(_search.Trouble);
        Assert.True(_search.IsToBeTold("d", somebodyWaits: true));
    }
}
