using Coterie.Actors.Locks;

namespace Coterie.Tests.Locks;

/// <summary>One member, within the process.</summary>
public sealed class LockWithinProcessTests : LockContract
{
    private CoterieNode? _node;

    protected override async Task<(CoterieNode One, CoterieNode Other)> StartAsync()
    {
        _node = await CoterieNode.StartAsync(new CoterieOptions { LongestTry = TimeSpan.FromSeconds(60) });
        return (_node, _node);
    }

    protected override async Task EndAsync() => await _node!.DisposeAsync();
}

/// <summary>One member, and a client of it.</summary>
public sealed class LockOfOneMemberTests : LockContract
{
    private LockGroup? _group;

    protected override async Task<(CoterieNode One, CoterieNode Other)> StartAsync()
    {
        _group = await LockGroup.StartAsync(1, 1);
        return (await _group.StartClientAsync(), _group.Member(0));
    }

    protected override async Task EndAsync() => await _group!.DisposeAsync();
}

/// <summary>Three members; the locks are asked for by two of them.</summary>
public sealed class LockOfThreeMembersTests : LockContract
{
    private LockGroup? _group;

    protected override async Task<(CoterieNode One, CoterieNode Other)> StartAsync()
    {
        _group = await LockGroup.StartAsync(3, 3);
        return (_group.Member(0), _group.Member(1));
    }

    protected override async Task EndAsync() => await _group!.DisposeAsync();
}

/// <summary>Three members, one of which is not there; the locks are asked for by two clients.</summary>
public sealed class LockWithOneMemberDownTests : LockContract
{
    private LockGroup? _group;

    protected override async Task<(CoterieNode One, CoterieNode Other)> StartAsync()
    {
        _group = await LockGroup.StartAsync(3, 2);
        return (await _group.StartClientAsync(), await _group.StartClientAsync());
    }

    protected override async Task EndAsync() => await _group!.DisposeAsync();
}
