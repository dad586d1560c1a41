using Coterie.Actors.Wire;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using Coterie.Protocols.Mutex.Algorithms.Voting;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Wire;

/// <summary>The bytes of every message. They never change, because nodes of different versions talk to each other.</summary>
public sealed class GoldenBytesTests : SerializerTest
{
    private static readonly Timestamp Stamp = new(300, new(2));
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    public static TheoryData<string, string, object> Messages => new()
    {
        { "XQ", "0a0508ac021002", new MutexProtocol.Request(Stamp) },
        { "XP", "0803120508ac021002", new MutexProtocol.Reply(new(3), Stamp) },
        { "XCG", "0801120508ac021002", new CentralProtocol.Grant(new(1), Stamp) },
        { "XCR", "0a0508ac021002", new CentralProtocol.Release(Stamp) },
        { "XLA", "0a0508ad021003120508ac021002", new LamportProtocol.Acknowledge(new(301, new(3)), Stamp) },
        { "XLR", "0a0508ad021002120508ac021002", new LamportProtocol.Release(new(301, new(2)), Stamp) },
        { "XVL", "0803120508ac021002", new VotingProtocol.Locked(new(3), Stamp) },
        { "XVF", "0803120508ac021002", new VotingProtocol.Failed(new(3), Stamp) },
        { "XVI", "0803120508ac021002", new VotingProtocol.Inquire(new(3), Stamp) },
        { "XVY", "0a0508ac021002", new VotingProtocol.Relinquish(Stamp) },
        { "XVR", "0a0508ac021002", new VotingProtocol.Release(Stamp) },
        {
            "XSP",
            "0803120508ac0210021a020104220405ac0200",
            new SuzukiKasamiProtocol.Privilege(new(3), Stamp, [new(1), new(4)], [5, 300, 0])
        },
        { "XSP", "08031a0104220105", new SuzukiKasamiProtocol.Privilege(new(3), null, [new(4)], [5]) },
        { "XSP", "0803120508ac021002", new SuzukiKasamiProtocol.Privilege(new(3), Stamp, [], []) },
        { "XRQ", "0803", new RaymondProtocol.Request(new(3)) },
        { "XRP", "0803", new RaymondProtocol.Privilege(new(3)) },
        { "XNQ", "0803120508ac021002", new NaimiTrehelProtocol.Request(new(3), Stamp) },
        { "XNT", "0803120508ac021002", new NaimiTrehelProtocol.Token(new(3), Stamp) },
        { "MR", "0807120178", new Read(7, "x") },
        { "MR", "08071201781805", new Read(7, "x", 5) },
        { "MW", "08071201781a020854", new Write(7, "x", new(42)) },
        { "MW", "08071201781a0608ffffffff0f20052a0508ac021002", new Write(7, "x", new(int.MinValue), 5, Stamp) },
        { "MAR", "0807120178", new AcquireRead(7, "x") },
        { "MAR", "080712017818b0ea01", new AcquireRead(7, "x", Lease) },
        { "MAW", "080712017818b0ea01", new AcquireWrite(7, "x", Lease) },
        { "MRL", "08071201781805", new Release(7, "x", 5) },
        { "ML", "0807", new MemoryProtocol.List(7) },
        { "ML", "0807120178", new MemoryProtocol.List(7, "x") },
        { "mc", "080712020800", new Current(7, default) },
        { "mc", "080712020801", new Current(7, new(-1)) },
        { "mc", "0807120208001801", new Current(7, default, IsNeverWritten: true) },
        { "mw", "0807", new Written(7) },
        { "mg", "080710b0ea01", new Granted(7, Lease) },
        { "mr", "0807", new Released(7) },
        { "mx", "0807", new Expired(7) },
        { "ml", "080712070a01611202080212070a0178120208001801", new Variables(7, [new("a", new(1)), new("x", default)], true) },
        { "ml", "080712090a01611202080018011801", new Variables(7, [new("a", default, IsNeverWritten: true)], true) },
        { "mf", "080710e807", new Refused(7, new Refusal.QueueFull(1000)) },
        { "mf", "08071a0508ac021002", new Refused(7, new Refusal.Fenced(Stamp)) },
        { "mf", "08072001", new Refused(7, new Refusal.NotHeld()) },
        { "mf", "08072801", new Refused(7, new Refusal.IdTaken()) },
        { "mf", "08073001", new Refused(7, new Refusal.BadName()) },
        { "mf", "0807380a", new Refused(7, new Refusal.TooManyVariables(10)) },
        { "mf", "08074001", new Refused(7, new Refusal.VariableFailed()) },
        { "mf", "0807480a", new Refused(7, new Refusal.TooManyLocks(10)) },
        { "mf", "0807500a", new Refused(7, new Refusal.TooManyLocksOfClient(10)) },
        { "mf", "0807580a", new Refused(7, new Refusal.MemoryFull(10)) },
        { "mf", "0807600a", new Refused(7, new Refusal.TooManyLists(10)) },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_has_always_had_these_bytes(string manifest, string hex, object message) =>
        AssertGolden<CoterieSerializer>(message, manifest, hex);

    [Fact]
    public void Every_message_that_crosses_the_wire_has_its_bytes_here()
    {
        var wire = typeof(MemoryProtocol).Assembly.GetTypes().Where(type =>
            !type.IsAbstract
            && (typeof(MemoryProtocol.IWireMessage).IsAssignableFrom(type)
                || typeof(MutexProtocol.IWireMessage).IsAssignableFrom(type)));
        Assert.Equal(
            wire.Select(type => type.FullName).Order(),
            Messages.Select(row => row[2].GetType().FullName).Distinct().Order());
    }
}
