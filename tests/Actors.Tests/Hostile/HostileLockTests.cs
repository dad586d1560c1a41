using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Coterie.Actors.Locks;
using Coterie.Actors.Nodes;
using Coterie.Actors.Wire;
using Coterie.Lab.Configuration;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using Coterie.Tests.Wire;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Tests.Hostile;

/// <summary>
/// A lock group with a hostile peer: what makes no sense is refused, and whatever makes sense breaks no invariant, stops nobody
/// and takes no lock from whoever holds it.
/// </summary>
public sealed class HostileLockTests : SerializerTest
{
    private const int Rounds = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly SessionId Session = new(300);

    /// <summary>Messages of clients and voters that break a rule of their fields.</summary>
    public static TheoryData<string, string> Absurd => new()
    {
        { "QB", "" },                                                   // no session
        { "QB", "08ac02100318ffffffffffffffffff01" },                   // the oldest request is -1
        { "QB", "08ffffffffffffffffff0110031801" },                     // the session is -1
        { "QB", "08ac0210031801220408001002" },                         // an epoch of no life
        { "QR", "08ac0210071a002805" },                                 // no name
        { "QR", "08ac021000220178" },                                   // request 0
        { "QR", "08ac0210071a0178" },                                   // no clock
        { "QR", "08ac0210071a017828ffffffffffffffff7f" },               // a clock that cannot go on
        { "QR", "08ac0210071a0178280530ffffffffffffffff7f" },           // a token that is too large
        { "QR", "08ac0210071a0178280530ffffffffffffffffff01" },         // a negative token
        { "QY", "08ac0210072001" },                                     // no epoch
        { "QY", "08ac0210071a0408061002" },                             // no vote
        { "QU", "08ac0210071a040806100220ffffffffffffffffff01" },       // vote -1
        { "QA", "08ac0210071a0408061002200128ffffffffffffffff7f" },     // a floor that is too large
        { "QE", "08ac0210071a017820ffffffffffffffffff01" },             // a negative token
        { "QE", "08ac0210ffffffffffffffffff01" },                       // request -1
        { "QI", "08041200" },                                           // an empty name
        { "QI", "08041a00" },                                           // after an empty name
        { "qh", "08ac0210031a040806100220ffffffffffffffff7f" },         // a clock that cannot go on
        { "qg", "08ac0210071a0408061002200128ffffffffffffffffff01" },   // a negative floor
        { "qg", "08ac0210071a040806100220014200" },                     // a value without a stamp
        { "qg", "08ac0210071a0408061002200142080a06080810ffff" },       // cut off
        { "QS", "08ac0210071a040806100220012a0178" },                   // no value
        { "QS", "08ac0210071a040806100220012a017832021200" },           // a value without a stamp
        { "QS", "08ac0210071a040806100220012a017832040a021002" },       // token 0
        { "QS", "08ac0210071a040806100220012a017832040a020808" },       // count 0
        { "QS", "08ac0210071a040806100220012a0178320d0a0b08ffffffffffffffffff01" }, // token -1
        { "QS", "08ac0210071a040806100220012a0178320f0a0d080810ffffffffffffffffff01" }, // count -1
        { "QS", "08ac0210071a040806100220012a017832" + "0f0a0d08ffffffffffffffff7f1002" }, // a token that is too large
        { "QS", "08ac0210071a0408061002200132060a0408081002" },         // no name
        { "QS", "08ac0210071a04080610022a017832060a0408081002" },       // no vote
        { "QL", "08ac0210071a00" },                                     // an empty name
        { "QL", "08ac021a0178" },                                       // look 0
        { "qt", "08ac0210071a04080610022001" },                         // no stamp
        { "qv", "08ac021007" },                                         // no epoch
        { "qv", "08ac0210071a04080610022200" },                         // a value without a stamp
        { "ql", "08011a070a017810081a002001" },                         // the same on a page
        { "qf", "08ffffffffffffffffff01" },                             // session -1
        { "qr", "08061000" },                                           // round 0
        { "qr", "080610011a00" },                                       // after an empty name
        { "qn", "08001001" },                                           // no life
        { "ql", "080110ffffffffffffffffff01" },                         // a negative base
        { "ql", "08011a0210012001" },                                   // a floor of no name
        { "QW", "12050807120178" },                                     // no session
        { "QW", "08ac021203120178" },                                   // watch 0
        { "QW", "08ac0212020807" },                                     // no name
        { "QX", "08ac02" },                                             // watch 0
        { "QF", "08ac02" },                                             // no epoch
        { "QF", "08ac02120408061002" + "18ffffffffffffffffff01" },      // message -1
        { "QF", "08ac02120408061002" + "20ffffffffffffffffff01" },      // messages up to -1 are lost
        { "qc", "08ac021204080610022a0107" },                           // message 0
        { "qc", "08ac021803" },                                         // no epoch
        { "qc", "08ac0212040806100218032203" + "0a0178" },              // no value
        { "qc", "08ac0212040806100218032208" + "12060a0408081002" },    // a value of no name
        { "qc", "08ac0212040806100218032a0100" },                       // watch 0
        { "qx", "1007" },                                               // no session
        { "qh", "08ac0210031a0408061002" + "28ffffffffffffffffff01" },  // message -1
        { "qs", "08041a050801120178" },                                 // a name that is a number
    };

    [Theory]
    [MemberData(nameof(Absurd))]
    public void What_breaks_a_rule_of_its_fields_is_refused(string manifest, string hex) =>
        Assert.Throws<System.Runtime.Serialization.SerializationException>(
            () => Serializer.FromBinary(Convert.FromHexString(hex), manifest));

    [Fact]
    public void Names_of_more_than_512_characters_and_pages_of_more_than_1000_names_are_refused()
    {
        var longest = new string('x', 512);
        var ticket = new Ticket(1, Session);
        Assert.NotNull(Again(new Request(Session, 1, longest, VoteMode.Exclusive, ticket)));
        AssertRefused(new Request(Session, 1, longest + "x", VoteMode.Exclusive, ticket));
        AssertRefused(new Release(Session, 1, longest + "x", 1));
        AssertRefused(new Recall(1, 1, longest + "x"));
        AssertRefused(new Inspect(1, longest + "x", null));
        AssertRefused(new Inspect(1, null, longest + "x"));
        AssertRefused(new Floors(1, 0, [new NamedFloor(longest + "x", 1)], true, false));
        AssertRefused(new Floors(1, 0, [.. Enumerable.Range(0, 1001).Select(i => new NamedFloor($"{i}", 1))], true, false));
        var state = new NameState("x", 1, []);
        AssertRefused(new Inspected(1, new VoterState(true, [.. Enumerable.Repeat(state, 1001)], true)));
        var session = new SessionState(Session, null, default, default);
        AssertRefused(new Inspected(1, new VoterState(true, [], true) { Sessions = [.. Enumerable.Repeat(session, 1001)] }));
    }

    [Fact]
    public void A_value_has_at_most_66_KiB_and_the_messages_with_the_largest_ones_fit_into_a_frame()
    {
        const int MostOfFrame = 128_000;
        var longest = new string('\u4E00', 512); // three bytes each
        var largest = new StampedValue(new(FencingToken.MostNumber, long.MaxValue), Payload.Of(new byte[Payload.MostBytes]));
        IMessage[] messages =
        [
            new Store(Session, 1, new Epoch(1, 1), 1, longest, largest),
            new Seen(Session, 1, new Epoch(1, 1), largest),
            new Grant(Session, 1, new Epoch(1, 1), 1, 1, true, largest),
            new Floors(1, 1, [new NamedFloor(longest, 1, largest)], true, true),
        ];
        foreach (var message in messages)
        {
            Assert.Equal(message, Again(message));
            Assert.InRange(Serializer.ToBinary(message).Length, Payload.MostBytes, MostOfFrame);
        }
        const string StampOfStore = "08ac0210071a040806100220012a0178";
        var bytes = Convert.FromHexString(StampOfStore).Concat(TooLargeValue()).ToArray();
        var thrown = Assert.Throws<System.Runtime.Serialization.SerializationException>(() => Serializer.FromBinary(bytes, "QS"));
        Assert.Equal("The value must have at most 67584 bytes, was [67585 bytes].", thrown.Message);
    }

    [Fact]
    public void A_page_of_floors_with_values_fits_into_a_frame()
    {
        const int MostOfFrame = 128_000;
        var pages = 0;
        foreach (var size in (int[])[0, 1, 40, 1_000, 9_000, 19_000, 30_000, Payload.MostBytes])
        {
            var after = (string?)null;
            var count = 5_000 / (1 + (size / 100));
            var voter = VoterWith(Enumerable.Range(0, count).Select(i => ($"{(char)(0x4E00 + i)}", size)));
            var names = 0;
            for (var isLast = false; !isLast; pages++)
            {
                var page = Assert.IsType<Floors>(Assert.Single(Sent(voter, 2, new Recall(9, 1, after))));
                Assert.InRange(Serializer.ToBinary(page).Length, 1, MostOfFrame);
                Assert.Equal(page, Again(page));
                (after, isLast) = (page.Page[^1].Name, page.IsLast);
                names += page.Page.Count;
            }
            Assert.Equal(count, names);
        }
        Assert.True(pages > 10, $"{pages} pages");
    }

    [Fact]
    public void Texts_of_a_peer_are_cut_and_without_control_characters()
    {
        var read = (Beat)Again(new Beat(Session, 1, 1, null, 0, "\u001b[2J" + new string('x', 100_000)));
        Assert.StartsWith("\\u001B[2Jxxx", read.Holder, StringComparison.Ordinal);
        Assert.InRange(read.Holder!.Length, 1000, 1010);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void No_message_breaks_an_invariant_of_a_voter(int voters)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var messages = new RandomMessages((ExtendedActorSystem)Sys, seed);
            var voter = new Voter(new ProcessId(1), new QuorumTerms(voters), 6, isNew: seed % 2 == 0);
            var outbox = new Outbox();
            voter.On(Input.Start, default, outbox);
            for (var i = 0; i < Rounds / 5; i++)
            {
                var (manifest, bytes) = messages.Mutated(manifest => manifest[0] == 'Q' || manifest is "qr" or "qn" or "ql");
                if (messages.Read(manifest, bytes) is not IMessage message || message is Inspect)
                    continue;
                // Only the voters may send the messages of voters: the actor sees to that.
                var from = message is IRecoveryMessage ? Math.Min(2, voters) : voters + messages.OneOf(1, 2, 3);
                Take(Input.Of(new ProcessId(from), message));
                if (messages.OneOf(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) == 1)
                    Take(Input.Of(messages.OneOf(QuorumTimers.SessionOver(Session), QuorumTimers.Sweep, TimerId.Resend)));
            }
            Take(Input.Of(QuorumTimers.WaitOver));

            void Take(in Input input)
            {
                outbox.Clear();
                voter.On(input, default, outbox);
                voter.Check();
                foreach (ref readonly var effect in outbox.Items)
                {
                    if (effect.Message is { } sent)
                        Assert.NotNull(Again(sent)); // whoever gets it can read it
                }
            }
        }
    }

    [Fact]
    public void No_answer_of_a_voter_breaks_an_invariant_of_a_client()
    {
        var entries = 0;
        for (var seed = 1; seed <= 5; seed++)
        {
            var messages = new RandomMessages((ExtendedActorSystem)Sys, seed);
            var client = new QuorumClient(new ProcessId(4), new QuorumTerms(3), Session);
            var outbox = new Outbox();
            var open = new List<long>();
            var beats = 1L;
            Take(Input.Start);
            for (var i = 1; i <= Rounds / 5; i++)
            {
                var epoch = new Epoch(6, 2 + (i / 200));
                var claim = open.Count > 0 ? messages.OneOf(open[0], open[0], messages.OneOf(open)) : 1;
                var (manifest, bytes) = messages.Mutated(
                    manifest => manifest[0] == 'q' && manifest is not ("qr" or "qn" or "ql" or "qs"));
                var message = i % 2 == 0 ? messages.Read(manifest, bytes) : messages.OneOf<IVoterMessage>(
                    new Heard(Session, beats, epoch, 5),
                    new Grant(Session, claim, epoch, 1, 8),
                    new Grant(Session, claim, epoch, 2, 9),
                    new Queued(Session, claim, epoch, true),
                    new Inquire(Session, claim, epoch, 1, true, true),
                    new Stored(Session, claim, epoch, 1, new(messages.OneOf(9L, 10L), messages.OneOf(1L, 2L))),
                    new Seen(Session, claim, epoch, new(new(messages.OneOf(7L, 9L), 1), Payload.Of([1]))),
                    new Grant(Session, claim, epoch, 1, 8, false, new(new(8, messages.OneOf(1L, 2L)), Payload.Of([1]))),
                    new Changed(
                        Session,
                        epoch,
                        messages.OneOf(1L, 2L, 3L, 40L),
                        [new(messages.OneOf("w", "x"), new(new(messages.OneOf(7L, 9L), 1), null), messages.OneOf(true, false))],
                        [messages.OneOf(5L, 25L)]),
                    new Heard(Session, beats, epoch, 5, messages.OneOf(1L, 3L)),
                    new Raised(Session, claim, epoch, 1, 9));
                if (message is not null)
                    Take(Input.Of(new ProcessId(messages.OneOf(1, 2, 3)), (IMessage)message));
                if (i % 10 == 0)
                    Take(Input.Of(messages.OneOf(QuorumTimers.BeatDue(1), QuorumTimers.BeatOver(beats - 2), TimerId.Resend)));
                if (i % 20 != 5)
                    continue;
                Take(messages.OneOf(
                    // Voters that lie may let a reader in beside a writer: not under one name here.
                    i % 40 == 5
                        ? Input.Of(new Acquire(i, "w", VoteMode.Exclusive, TriesOnce: i % 3 == 0))
                        : Input.Of(new Acquire(i, "r", VoteMode.Shared, TriesOnce: i % 3 == 0)),
                    Input.Of(new Leave(claim)),
                    Input.Of(new StoreValue(claim, Payload.Of([2]))),
                    Input.Of(new ReadValue(claim)),
                    Input.Of(new LookAt(i, "w")),
                    Input.Of(new BeginWatch(i, messages.OneOf("w", ""), IsPrefix: true)),
                    Input.Of(new StopWatch(messages.OneOf(5, i - 20))),
                    Input.Of(new GiveUp(claim))));
            }

            void Take(in Input input)
            {
                outbox.Clear();
                client.On(input, default, outbox);
                client.Check();
                foreach (ref readonly var effect in outbox.Items)
                {
                    if (effect.Message is { } sent)
                        Assert.NotNull(Again(sent));
                    if (effect.Message is Beat beat)
                        beats = beat.Number;
                    if (effect.Output is Asked asked)
                        open.Add(asked.Request.Clock);
                    else if (effect.Output is Left or Withdrawn or Lost)
                        open.Remove(effect.Output.Request!.Value.Clock);
                    if (effect.Output is not Entered entered)
                        continue;
                    entries++;
                    Assert.InRange(entered.Token.Value, 1 << FencingToken.EntryBits, long.MaxValue);
                }
            }
        }
        Assert.True(entries > 20, $"{entries} entries");
    }

    [Fact]
    public async Task A_member_stays_what_it_is_whatever_a_stranger_sends()
    {
        var config = ConfigurationFactory.ParseString("akka { loglevel = WARNING, stdout-loglevel = OFF, loggers = [] }")
            .WithFallback(LabConfiguration.Load([]));
        var system = Node.Start(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0), config);
        var end = new IPEndPoint(IPAddress.Parse("127.0.0.2"), Node.AddressOf(system).Port!.Value);
        await using var peer = new HostilePeer(end);
        await using var node = await CoterieNode.OfAsync(system, new CoterieOptions { Members = [end.ToString()], IsNew = true });
        var log = CreateTestProbe(system);
        system.EventStream.Subscribe(log.Ref, typeof(LogEvent));
        using var held = await node.AcquireAsync("held", Patience);
        await peer.FenceAsync("/user/voter");
        var voter = (await peer.At("/user/voter").Ask<ActorIdentity>(new Identify("who"), Patience)).Subject;
        Send(new Request(new SessionId(1), 1, "of an unknown session", VoteMode.Exclusive, new Ticket(1, new SessionId(1))));
        Send(new Beat(new SessionId(1), 1, 1, Group: 5));
        Send(new Yield(new SessionId(1), 1, new Epoch(1, 1), 1));
        Send(new Busy(new SessionId(1), 1, new Epoch(1, 1), 1));
        Send(new Raise(new SessionId(1), 1, new Epoch(1, 1), 1, 9));
        Send(new Store(new SessionId(1), 1, new Epoch(1, 1), 1, "held", new(new(9, 1), Payload.Of([1]))));
        Send(new Look(new SessionId(1), 1, "held"));
        Send(new Stored(new SessionId(1), 1, new Epoch(1, 1), 1, new(9, 1)));
        Send(new Seen(new SessionId(1), 1, new Epoch(1, 1), new(new(9, 1), Payload.Of([1]))));
        Send(new Recall(1, 1));
        Send(new Forgotten(1, 1));
        Send(new Floors(long.MaxValue, FencingToken.MostNumber, [new NamedFloor("held", FencingToken.MostNumber)], true, true));
        Send(new Foreign(default, "another"));
        Send(new Heard(new SessionId(1), 1, new Epoch(1, 1), 1));
        Send(new Grant(new SessionId(1), 1, new Epoch(1, 1), 1, 1));
        Send(new Inspected(1, new VoterState(true, [], true)));
        foreach (var row in Absurd)
            SendBytes((string)row[0], Convert.FromHexString((string)row[1]));
        await peer.FenceAsync("/user/voter");
        await peer.FenceAsync("/user/lock-client");
        Assert.Equal(voter, (await peer.At("/user/voter").Ask<ActorIdentity>(new Identify("who"), Patience)).Subject);
        Assert.True(held.IsHeld);
        var name = Assert.Single((await node.InspectAsync(0, null, Patience, default))!.Names);
        Assert.Equal(("held", 1), (name.Name, name.Claims.Count));
        system.EventStream.Publish(new Warning("", typeof(HostileLockTests), "the end"));
        var lines = new List<string>();
        while (lines is not [.., "the end"])
            lines.Add($"{(await log.ExpectMsgAsync<LogEvent>(Patience)).Message}");
        // Akka.NET has lines of its own for bytes that cannot be read.
        Assert.Single(lines, line => line.StartsWith("A ", StringComparison.Ordinal));
        using var another = await node.AcquireAsync("another", Patience);
        await system.Terminate();

        void Send(object message)
        {
            var serializer = (Akka.Serialization.SerializerWithStringManifest)Sys.Serialization.FindSerializerFor(message);
            SendBytes(serializer.Manifest(message), serializer.ToBinary(message));
        }

        void SendBytes(string manifest, byte[] bytes)
        {
            peer.Send("/user/voter", new AnyMessage(Serializer.Identifier, manifest, bytes));
            peer.Send("/user/lock-client", new AnyMessage(Serializer.Identifier, manifest, bytes));
        }
    }

    // Field 6 of a store, with one byte too many.
    private static byte[] TooLargeValue()
    {
        var value = new byte[Payload.MostBytes + 1];
        byte[] stamped = [.. Convert.FromHexString("0a0408081002"), 0x12, .. Varint(value.Length), .. value];
        return [0x32, .. Varint(stamped.Length), .. stamped];
    }

    private static byte[] Varint(int number) =>
        [(byte)(number | 0x80), (byte)((number >> 7) | 0x80), (byte)(number >> 14)];

    // A voter that has stored a value of so many bytes of each name.
    private static Voter VoterWith(IEnumerable<(string Name, int Size)> values)
    {
        var voter = new Voter(new ProcessId(1), new QuorumTerms(3), 6, isNew: true);
        voter.On(Input.Start, default, new Outbox());
        Sent(voter, 4, new Beat(Session, 1, 1));
        var number = 0L;
        foreach (var (name, size) in values)
        {
            Sent(voter, 4, new Request(Session, ++number, name, VoteMode.Exclusive, new Ticket(number, Session)));
            var value = new StampedValue(new(1, 1), Payload.Of(new byte[size]));
            Assert.Single(Sent(voter, 4, new Store(Session, number, new Epoch(6, 1), 1, name, value)));
        }
        return voter;
    }

    private static IMessage[] Sent(Voter voter, int from, IMessage message)
    {
        var outbox = new Outbox();
        voter.On(Input.Of(new ProcessId(from), message), default, outbox);
        return [.. outbox.Items.ToArray().Select(effect => effect.Message).OfType<IMessage>()];
    }

    private object Again(object message) => Serializer.FromBinary(Serializer.ToBinary(message), Serializer.Manifest(message));

    private void AssertRefused(object message) =>
        Assert.Throws<System.Runtime.Serialization.SerializationException>(() => Again(message));
}
