using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Tests.Quorum;

/// <summary>
/// A voter without memory takes over the latest value of the others (rule 12), even if it is only at a minority. It must not
/// count as stored there: somebody may be inside who does not know it.
/// </summary>
public sealed class RecoveredValueTests
{
    private const int X = 4;
    private const int Y = 5;
    private const int Z = 6;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(12); // longer than a session
    private static readonly Payload OfX = Payload.Of([1]);

    private readonly QuorumNet _net = new(clients: 3);

    // X stores at voter 1 alone, and is gone. Y enters by voters 2 and 3, and gets the vote of 1 when it is inside. Voter 3 loses
    // its memory, and takes over what X stored.
    public RecoveredValueTests()
    {
        _net.Loses = (_, to, message) => message is Store && to != 1;
        _net.Give(X - 4, new Acquire(1, "a"));
        _net.Give(X - 4, new StoreValue(1, OfX));
        _net.Loses = (from, to, _) => from == X || to == X || (from, to) is (1, Y) or (Y, 1);
        _net.Pass(Long);
        _net.Give(Y - 4, new Acquire(1, "a"));
        Assert.Contains((Y - 4, 1), _net.Inside);
        _net.Loses = (from, to, _) => from == X || to == X;
        _net.Pass(Long);
        _net.Forget(3);
        _net.Pass(Long);
    }

    [Fact]
    public void Rule_21_a_look_does_not_count_it()
    {
        _net.Give(Z - 4, new LookAt(1, "a"));
        var seen = Assert.Single(_net.Told.Select(told => told.Output).OfType<ValueRead>());
        Assert.Equal((OfX, false), (seen.Seen.Value, seen.IsSure));

        // Y does not know it, and stores.
        _net.Give(Y - 4, new StoreValue(1, Payload.Of([2])));
        _net.Give(Z - 4, new LookAt(2, "a"));
        Assert.Equal([2], _net.Told.Select(told => told.Output).OfType<ValueRead>().Last().Seen.Value!.Bytes.ToArray());
    }

    [Fact]
    public void Rule_24_a_watch_does_not_count_it()
    {
        _net.Give(Z - 4, new BeginWatch(1, "a"));
        _net.Pass(TimeSpan.FromSeconds(8));
        Assert.DoesNotContain(_net.Told, told => told.Output is Watched);
        Assert.Contains((Z, new Unsettled(1, "a")), _net.Told);
        _net.Give(Y - 4, new StoreValue(1, Payload.Of([2])));
        Assert.Equal([2], Assert.Single(_net.Told.Select(told => told.Output).OfType<Watched>()).Stored.Value!.Bytes.ToArray());
    }
}
