using Coterie.Actors.Locks;
using Coterie.Tests.Locks;

namespace Coterie.Tests.Variables;

/// <summary>One member, within the process.</summary>
public sealed class VariableWithinProcessTests : VariableContract
{
    private CoterieNode? _node;

    protected override async Task<(CoterieNode One, CoterieNode Other)> StartAsync()
    {
        _node = await CoterieNode.StartAsync(new CoterieOptions());
        return (_node, _node);
    }

    protected override async Task EndAsync() => await _node!.DisposeAsync();
}

/// <summary>Three members, one of which is not there; the variables are used by a member and a client.</summary>
public sealed class VariableWithOneMemberDownTests : VariableContract
{
    private LockGroup? _group;

    protected override async Task<(CoterieNode One, CoterieNode Other)> StartAsync()
    {
        _group = await LockGroup.StartAsync(3, 2);
        return (_group.Member(0), await _group.StartClientAsync());
    }

    protected override async Task EndAsync() => await _group!.DisposeAsync();
}
