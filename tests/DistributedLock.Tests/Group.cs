using Coterie.Actors.Locks;
using Coterie.Tests.Locks;

namespace Coterie.DistributedLock.Tests;

/// <summary>A group, and two nodes that use it; they may be the same one.</summary>
public abstract class Group : IAsyncLifetime
{
    public ICoterie One { get; protected set; } = null!;

    public ICoterie Other { get; protected set; } = null!;

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();
}

/// <summary>A group within this process.</summary>
public sealed class WithinProcess : Group
{
    private CoterieNode? _node;

    public override async Task InitializeAsync()
    {
        _node = await CoterieNode.StartAsync(new CoterieOptions { LongestTry = TimeSpan.FromSeconds(60) });
        One = Other = _node;
    }

    public override async Task DisposeAsync() => await _node!.DisposeAsync();
}

/// <summary>Three members; one of them and a client use the group.</summary>
public sealed class ThreeMembers : Group
{
    private LockGroup? _group;

    public override async Task InitializeAsync()
    {
        _group = await LockGroup.StartAsync(3, 3);
        (One, Other) = (_group.Member(0), await _group.StartClientAsync());
    }

    public override async Task DisposeAsync() => await _group!.DisposeAsync();
}
