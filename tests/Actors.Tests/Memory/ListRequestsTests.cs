using Akka.Actor;
using Coterie.Actors.Memory;
using Coterie.Protocols.Memory;

namespace Coterie.Tests.Memory;

/// <summary>The callers that wait for a list.</summary>
public sealed class ListRequestsTests
{
    private readonly ListRequests _requests = new(most: 4);

    [Fact]
    public void All_callers_that_wait_for_the_same_page_get_it_together_and_the_oldest_page_is_next()
    {
        Assert.True(Add(1, null) && Add(2, "m") && Add(3, null) && Add(4, "x"));
        Assert.Equal([[1, 3], [2], [4], []], new[] { Next(), Next(), Next(), Next() });
    }

    [Fact]
    public void More_than_may_wait_are_refused_until_some_are_taken()
    {
        Assert.True(Add(1, null) && Add(2, null) && Add(3, null) && Add(4, null));
        Assert.False(Add(5, null));
        Next();
        Assert.True(Add(6, null));
    }

    private bool Add(long id, string? after) => _requests.TryAdd(ActorRefs.Nobody, new MemoryProtocol.List(id, after));

    private long[] Next() => [.. _requests.TakeNext().Select(request => request.Command.Id)];
}
