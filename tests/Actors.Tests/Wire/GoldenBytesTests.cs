using Coterie.Actors.Wire;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using Coterie.Protocols.Mutex.Algorithms.Voting;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;
using static Coterie.Protocols.Memory.MemoryProtocol;
using ClaimState = Coterie.Protocols.Quorum.ClaimState;

namespace Coterie.Tests.Wire;

/// <summary>The bytes of every message. They never change, because nodes of different versions talk to each other.</summary>
public sealed class GoldenBytesTests : SerializerTest
{
    private static readonly Timestamp Stamp = new(300, new(2));
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly SessionId S = new(300);
    private static readonly Epoch E = new(6, 2);

    private static readonly ClaimState Holder = new(
        S, "a on b", "p", 7, VoteMode.Shared, true, 9, TimeSpan.FromTicks(300), TimeSpan.FromTicks(-1));

    private static readonly ClaimState Waiter = new(
        S, null, null, 8, VoteMode.Exclusive, false, 0, TimeSpan.Zero, TimeSpan.FromTicks(5));

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
        { "ml", "080712070a01611202080212070a0178120208001801", new Listing(7, [new("a", new(1)), new("x", default)], true) },
        { "ml", "080712090a01611202080018011801", new Listing(7, [new("a", default, IsNeverWritten: true)], true) },
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
        { "mf", "08076801", new Refused(7, new Refusal.NoNumber()) },
        { "mf", "0807700a", new Refused(7, new Refusal.TooLarge(10)) },
        {
            "ml",
            "0807120d0a0178120812060804120268691801",
            new Listing(7, [new("x", default, Other: VariableValue.Of("hi"))], true)
        },
        { "MO", "0807120178192c010000000000003801", new Operate(7, "x", new Operation.Read(), S) },
        { "MO", "0807120178192c010000000000005005", new Operate(7, "x", new Operation.Add(-3), S) },
        {
            "MO",
            "0807120178192c0100000000000020052a0508ac02100230014200",
            new Operate(7, "x", new Operation.Write(null), S, 5, Stamp, IsRepeated: true)
        },
        {
            "MO",
            "0807120178192c0100000000000042070a050803120101",
            new Operate(7, "x", new Operation.Write(VariableValue.Of(true)), S)
        },
        {
            "MO",
            "0807120178192c010000000000004a081206080412026869",
            new Operate(7, "x", new Operation.CompareAndSet(null, VariableValue.Of("hi")), S)
        },
        { "mo", "0807120a0a060804120268691003", new Operated(7, new Outcome.Done(VariableValue.Of("hi"), 3)) },
        { "mo", "08071a021003", new Operated(7, new Outcome.Mismatch(null, 3)) },
        { "mo", "080722080a06080412026869", new Operated(7, new Outcome.WrongKind(VariableValue.Of("hi"))) },
        { "mo", "08072801", new Operated(7, new Outcome.Unknown()) },
        { "mf", "0807780a", new Refused(7, new Refusal.TooManyWatches(10)) },
        {
            "MWA",
            "08071201781801212c0100000000000028033004388827",
            new Watch(7, "x", true, S, 3, 4, TimeSpan.FromSeconds(5))
        },
        { "MWA", "0807120178212c010000000000002803", new Watch(7, "x", false, S, 3, 0, TimeSpan.Zero) },
        {
            "mch",
            "080710041a0f0a0178120a0a0608041202686910031a070a0179120210022001",
            new Changes(7, 4, [new("x", VariableValue.Of("hi"), 3), new("y", null, 2)], true)
        },
        { "mch", "08071004", new Changes(7, 4, [], false) },
        { "QB", "08ac0210031801", new QuorumProtocol.Beat(S, 3, 1) },
        {
            "QB",
            "08ac021003180222040806100229feffffffffffffff320661206f6e2062",
            new QuorumProtocol.Beat(S, 3, 2, E, -2, "a on b")
        },
        { "QR", "08ac0210071a01782805", new QuorumProtocol.Request(S, 7, "x", VoteMode.Exclusive, new(5, S)) },
        {
            "QR",
            "08ac0210071a01782001280530093a01704001",
            new QuorumProtocol.Request(S, 7, "x", VoteMode.Shared, new(5, S), 9, "p", true)
        },
        { "QY", "08ac0210071a04080610022001", new QuorumProtocol.Yield(S, 7, E, 1) },
        { "QU", "08ac0210071a04080610022001", new QuorumProtocol.Busy(S, 7, E, 1) },
        { "QA", "08ac0210071a040806100220012809", new QuorumProtocol.Raise(S, 7, E, 1, 9) },
        { "QE", "08ac0210071a01782009", new QuorumProtocol.Release(S, 7, "x", 9) },
        { "QE", "08ac021007", new QuorumProtocol.Release(S, 7, null, 0) },
        { "QI", "0804", new Inspect(4, null, null) },
        { "QI", "08041201781a0177", new Inspect(4, "x", "w") },
        { "qh", "08ac0210031a04080610022005", new QuorumProtocol.Heard(S, 3, E, 5) },
        { "qf", "08ac021204612c2062", new QuorumProtocol.Foreign(S, "a, b") },
        { "qf", "1204612c2062", new QuorumProtocol.Foreign(default, "a, b") },
        { "qq", "08ac0210071a0408061002", new QuorumProtocol.Queued(S, 7, E) },
        { "qq", "08ac0210071a04080610023001", new QuorumProtocol.Queued(S, 7, E, true) },
        { "qg", "08ac0210071a040806100220012808", new QuorumProtocol.Grant(S, 7, E, 1, 8) },
        { "qg", "08ac0210071a040806100220013001", new QuorumProtocol.Grant(S, 7, E, 1, 0, true) },
        {
            "qg",
            "08ac0210071a040806100220012808420a0a040808100212020102",
            new QuorumProtocol.Grant(S, 7, E, 1, 8, false, new(new(8, 2), Payload.Of([1, 2])))
        },
        { "QS", "08ac0210071a040806100220012a0178320a0a040808100212020102", Store(Payload.Of([1, 2])) },
        { "QS", "08ac0210071a040806100220012a017832080a04080810021200", Store(Payload.Of([])) },
        { "QS", "08ac0210071a040806100220012a017832060a0408081002", Store(null) },
        { "QS", "08ac0210071a040806100220012a017832060a04080810023801", Store(null) with { Releases = true } },
        { "qt", "08ac0210071a040806100220012a0408081002", new QuorumProtocol.Stored(S, 7, E, 1, new(8, 2)) },
        {
            "qt",
            "08ac0210071a040806100220012a04080810023001",
            new QuorumProtocol.Stored(S, 7, E, 1, new(8, 2), IsOver: true)
        },
        { "QL", "08ac0210071a0178", new QuorumProtocol.Look(S, 7, "x") },
        { "qv", "08ac0210071a0408061002", new QuorumProtocol.Seen(S, 7, E, default) },
        { "qv", "08ac0210071a040806100222060a0408081002", new QuorumProtocol.Seen(S, 7, E, new(new(8, 2), null)) },
        { "qi", "08ac0210071a04080610022001", new QuorumProtocol.Inquire(S, 7, E, 1, false) },
        { "qi", "08ac0210071a0408061002200130013801", new QuorumProtocol.Inquire(S, 7, E, 1, true, true) },
        { "qa", "08ac0210071a040806100220012809", new QuorumProtocol.Raised(S, 7, E, 1, 9) },
        { "qo", "08ac021007", new QuorumProtocol.Over(S, 7) },
        { "qr", "08061001", new QuorumProtocol.Recall(6, 1) },
        { "qr", "080610011a017821feffffffffffffff", new QuorumProtocol.Recall(6, 1, "x", -2) },
        { "qn", "08061001", new QuorumProtocol.Forgotten(6, 1) },
        {
            "ql",
            "08011080081a050a017810081a050a017910092001",
            new QuorumProtocol.Floors(1, 1024, [new("x", 8), new("y", 9)], true, false)
        },
        {
            "ql",
            "08011a110a017810081a0a0a0408081002120201022001",
            new QuorumProtocol.Floors(1, 0, [new("x", 8, new(new(8, 2), Payload.Of([1, 2])))], true, false)
        },
        { "ql", "08012801", new QuorumProtocol.Floors(1, 0, [], false, true) },
        { "qs", "080410012001", new Inspected(4, new(true, [], true)) },
        {
            "qs",
            "08041a360a017810081a2408ac02120661206f6e20621a0170200728013001380940ac0248ffffffffffffffffff011a0708"
            + "ac02200848052003",
            new Inspected(4, new(false, [new("x", 8, [Holder, Waiter], 3)], false))
        },
        {
            "qs",
            "0804100120012a1008ac02120661206f6e206218a00120142a04080218013005",
            new Inspected(
                4,
                new(true, [], true)
                {
                    Sessions = [new(new(300), "a on b", new(160), new(20)), new(new(2), null, new(1), default)],
                    MoreSessions = 5,
                })
        },
        { "qh", "08ac0210031a040806100220052809", new QuorumProtocol.Heard(S, 3, E, 5, 9) },
        {
            "qg",
            "08ac0210071a040806100220012808420a0a0408081002120201024801",
            new QuorumProtocol.Grant(S, 7, E, 1, 8, false, new(new(8, 2), Payload.Of([1, 2])), true)
        },
        { "qv", "08ac0210071a040806100222060a04080810022801", new QuorumProtocol.Seen(S, 7, E, new(new(8, 2), null), true) },
        {
            "ql",
            "08011a0f0a017810081a060a040808100220012001",
            new QuorumProtocol.Floors(1, 0, [new("x", 8, new(new(8, 2), null), true)], true, false)
        },
        { "QW", "08ac0212050807120178120408091801", new QuorumProtocol.Watch(S, [new(7, "x", false), new(9, "", true)]) },
        { "QX", "08ac021007", new QuorumProtocol.EndWatch(S, 7) },
        { "QF", "08ac0212040806100218032005", new QuorumProtocol.Followed(S, E, 3, 5) },
        { "QF", "08ac02120408061002", new QuorumProtocol.Followed(S, E, 0) },
        { "qc", "08ac0212040806100218032a0107", new QuorumProtocol.Changed(S, E, 3, [], [7]) },
        {
            "qc",
            "08ac021204080610021803220f0a0178120a0a040808100212020102" + "220d0a017912060a04080810021801",
            new QuorumProtocol.Changed(
                S, E, 3, [new("x", new(new(8, 2), Payload.Of([1, 2]))), new("y", new(new(8, 2), null), true)], [])
        },
        { "qx", "08ac021007", new QuorumProtocol.WatchEnded(S, 7) },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_has_always_had_these_bytes(string manifest, string hex, object message) =>
        AssertGolden<CoterieSerializer>(message, manifest, hex);

    private static QuorumProtocol.Store Store(Payload? value) => new(S, 7, E, 1, "x", new(new(8, 2), value));

    [Fact]
    public void Every_message_that_crosses_the_wire_has_its_bytes_here()
    {
        var types = typeof(MemoryProtocol).Assembly.GetTypes().Concat(typeof(Inspect).Assembly.GetTypes());
        var wire = types.Where(type =>
            !type.IsAbstract
            && (typeof(MemoryProtocol.IWireMessage).IsAssignableFrom(type)
                || typeof(MutexProtocol.IWireMessage).IsAssignableFrom(type)
                || typeof(QuorumProtocol.IWireMessage).IsAssignableFrom(type)));
        Assert.Equal(
            wire.Select(type => type.FullName).Order(),
            Messages.Select(row => row[2].GetType().FullName).Distinct().Order());
    }
}
