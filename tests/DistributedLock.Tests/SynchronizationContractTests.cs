using Coterie.Actors.Locks;
using Coterie.Tests.Locks;

namespace Coterie.DistributedLock.Tests;

/// <summary>The group is one process.</summary>
public abstract class ContractWithinProcess(Kind kind) : SynchronizationContract(kind)
{
    private CoterieNode? _node;

    protected override async Task<(ICoterie One, ICoterie Other)> StartAsync()
    {
        _node = await CoterieNode.StartAsync(new CoterieOptions { LongestTry = TimeSpan.FromSeconds(60) });
        return (_node, _node);
    }

    protected override async Task EndAsync() => await _node!.DisposeAsync();
}

/// <summary>Three members; one of them and a client use the group.</summary>
public abstract class ContractOfThreeMembers(Kind kind) : SynchronizationContract(kind)
{
    private LockGroup? _group;

    protected override async Task<(ICoterie One, ICoterie Other)> StartAsync()
    {
        _group = await LockGroup.StartAsync(3, 3);
        return (_group.Member(0), await _group.StartClientAsync());
    }

    protected override async Task EndAsync() => await _group!.DisposeAsync();
}

public sealed class LockWithinProcessTests() : ContractWithinProcess(Kind.Lock);

public sealed class WriterWithinProcessTests() : ContractWithinProcess(Kind.Writer);

public sealed class WriterBesideReaderWithinProcessTests() : ContractWithinProcess(Kind.WriterBesideReader);

public sealed class ReaderWithinProcessTests() : ContractWithinProcess(Kind.Reader);

public sealed class SemaphoreOfOneWithinProcessTests() : ContractWithinProcess(Kind.SemaphoreOfOne);

public sealed class SemaphoreOfThreeWithinProcessTests() : ContractWithinProcess(Kind.SemaphoreOfThree);

public sealed class LockOfThreeMembersTests() : ContractOfThreeMembers(Kind.Lock);

public sealed class WriterOfThreeMembersTests() : ContractOfThreeMembers(Kind.Writer);

public sealed class WriterBesideReaderOfThreeMembersTests() : ContractOfThreeMembers(Kind.WriterBesideReader);

public sealed class ReaderOfThreeMembersTests() : ContractOfThreeMembers(Kind.Reader);

public sealed class SemaphoreOfOneOfThreeMembersTests() : ContractOfThreeMembers(Kind.SemaphoreOfOne);

public sealed class SemaphoreOfThreeOfThreeMembersTests() : ContractOfThreeMembers(Kind.SemaphoreOfThree);
