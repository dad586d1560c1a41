using Coterie.Actors.Locks;
using Coterie.Actors.Variables;
using Coterie.Tests.Locks;

namespace Coterie.Tests.Variables;

/// <summary>One member, within the process.</summary>
public sealed class VariableWithinProcessTests(VariableWithinProcessTests.Group group)
    : VariableContract(group), IClassFixture<VariableWithinProcessTests.Group>
{
    [Fact]
    public async Task Whoever_waits_when_the_node_ends_is_told()
    {
        var node = await CoterieNode.StartAsync(new CoterieOptions());
        await node.AcquireAsync("a", TimeSpan.FromSeconds(60));
        var write = node.Variable<int>("a").WriteAsync(1).AsTask();
        await using var watch = node.Variable<int>("a").WatchAsync().GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        await node.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await watch.MoveNextAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => write);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await node.Variable<int>("a").ReadAsync());
    }

    public sealed class Group : VariableGroup
    {
        public override async Task InitializeAsync() => One = Other = await CoterieNode.StartAsync(new CoterieOptions());

        public override async Task DisposeAsync() => await One.DisposeAsync();
    }
}

/// <summary>Three members, one of which is not there; the variables are used by a member and a client.</summary>
public sealed class VariableWithOneMemberDownTests(VariableWithOneMemberDownTests.Group group)
    : VariableContract(group), IClassFixture<VariableWithOneMemberDownTests.Group>
{
    public sealed class Group : VariableGroup
    {
        private LockGroup? _group;

        public override async Task InitializeAsync()
        {
            _group = await LockGroup.StartAsync(3, 2);
            (One, Other) = (_group.Member(0), await _group.StartClientAsync());
        }

        public override async Task DisposeAsync() => await _group!.DisposeAsync();
    }
}
