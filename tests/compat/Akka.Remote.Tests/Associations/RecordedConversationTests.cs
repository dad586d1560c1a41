using System.Net;
using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using Akka.Remote.Serialization;
using Akka.Remote.Tests.Wire;
using Akka.Remote.Wire;
using Akka.Serialization;

namespace Akka.Remote.Tests.Associations;

/// <summary>The recorded client of the original talks with a system of ours, and a system of ours with the recorded server.</summary>
public sealed class RecordedConversationTests : RemoteTest
{
    private const string File = "conversation";
    private const string RecordedEcho = "echo#2021333545";
    private const string RecordedHost = "127.0.0.1:4054";

    private const string Bindings =
        $$"""
        akka.actor {
          serializers.own = "{{OwnSerializer.Name}}"
          serialization-bindings { "{{Own.Name}}" = own }
        }
        """;

    // Lines of the recording: what the client sends, and what the server answers.
    private static readonly (int Client, int Server)[] Exchanges = [(4, 5), (7, 8), (10, 11), (13, 15), (16, 17), (19, 20), (22, 23)];

    [Fact]
    public async Task The_recorded_client_gets_from_our_server_what_it_got_from_the_original()
    {
        var system = StartSystem("dsm", config: "akka.remote.dot-netty.tcp { public-hostname = 127.0.0.1, public-port = 4054 }\n" + Bindings);
        var uid = await StartEcho(system);
        using var client = await ScriptedPeer.Connect(new Address("akka.tcp", "dsm", "127.0.0.1", RemotingOf(system).Port));

        await client.SendFrame(Recording.Frame(File, 2));
        Assert.Equal(ControlCommand.Associate, await client.ReceiveCommand());
        foreach (var (question, answer) in Exchanges)
        {
            await client.SendFrame(WithUid(Recording.Frame(File, question), uid));
            Assert.Equal(Shown(WithUid(Recording.Frame(File, answer), uid)), Shown(await client.ReceiveMessage()));
        }

        // Watch, then PoisonPill: the death comes back as the first system message.
        await client.SendFrame(WithUid(Recording.Frame(File, 25), uid));
        Assert.Equal(Recording.Frame(File, 26), await client.ReceiveMessage());
        await client.SendFrame(WithUid(Recording.Frame(File, 38), uid));
        Assert.Equal(Shown(WithUid(Recording.Frame(File, 40), uid)), Shown(await client.ReceiveMessage()));

        await client.SendFrame(Recording.Frame(File, 42)); // to nobody: lost
        await client.SendFrame(Recording.Frame(File, 44)); // who is nobody?
        Assert.Equal(Payload(Recording.Frame(File, 45)), Payload((await client.ReceiveMessage())!));
        await client.SendFrame(Recording.Frame(File, 47));
        await client.ExpectClose();
    }

    [Fact]
    public async Task Our_client_asks_the_recorded_server_as_the_original_did()
    {
        var (listener, host) = ListenLikeTheRecordedServer();
        var system = StartSystem("client", config: Bindings);
        var echoing = system.ActorSelection($"akka.tcp://dsm@{host}/user/echo").ResolveOne(Patience);
        using var server = await ScriptedPeer.Accept(listener);
        await server.Receive();
        await server.SendFrame(At(host, Recording.Frame(File, 3)));

        await Answer(server, host, 4, 5);
        var echo = await echoing;
        Assert.Equal($"[akka.tcp://dsm@{host}/user/{RecordedEcho}]", echo.ToString());

        await Exchange(7, 8, "hi");
        await Exchange(10, 11, 42);
        await Exchange(13, 15, 1234567890123);
        await Exchange(16, 17, new Own(7));
        await Exchange(19, 20, echo);
        var asking = echo.Ask<string>("status", Patience);
        await Answer(server, host, 22, 23);
        Assert.Contains("late", (await Assert.ThrowsAnyAsync<Exception>(() => asking)).Message);
        listener.Dispose();

        async Task Exchange(int question, int answer, object message)
        {
            var asked = echo.Ask<object>(message, Patience);
            await Answer(server, host, question, answer);
            Assert.Equal(message, await asked);
        }
    }

    // Expects the question as recorded, but for who asks, and gives the recorded answer to that one.
    private static async Task Answer(ScriptedPeer server, string host, int question, int answer)
    {
        var asked = await server.ReceiveMessage();
        var recorded = At(host, Recording.Frame(File, question));
        Assert.Equal((Recipient(recorded), Payload(recorded)), (Recipient(asked!), Payload(asked!)));
        await server.Send(ScriptedPeer.Written(output =>
        {
            var reply = AckAndEnvelope.Read(Frame.Read(At(host, Recording.Frame(File, answer))).Payload).Envelope;
            var asker = AckAndEnvelope.Read(Frame.Read(asked).Payload).Envelope.Sender;
            var payload = new PreparedPayload(reply.Payload.SerializerId, reply.Payload.Manifest.ToArray(), reply.Payload.Bytes.ToArray());
            Assert.True(FrameWriter.TryWriteMessage(output, asker, reply.Sender, payload, EnvelopeView.NoSeq, null, 128_000));
        }));
    }

    // The recording has the uid in 10 digits and the lengths around it, so ours must have as many.
    private static async Task<string> StartEcho(ActorSystem system)
    {
        while (true)
        {
            var echo = system.ActorOf<RecordedEchoActor>("echo");
            if (echo.Path.Uid >= 1_000_000_000) return echo.Path.Uid.ToString();
            await echo.GracefulStop(Patience);
        }
    }

    // An address that is as long in text and on the wire as the recorded one: another 127.0.0.x, another port of 4 digits.
    private static (Socket, string) ListenLikeTheRecordedServer()
    {
        while (true)
        {
            var address = IPAddress.Parse($"127.0.0.{Random.Shared.Next(2, 10)}");
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(address, Random.Shared.Next(2000, 10_000)));
                socket.Listen();
                return (socket, socket.LocalEndPoint!.ToString()!);
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
        }
    }

    private static byte[] WithUid(byte[] recorded, string uid) => Replaced(recorded, RecordedEcho, $"echo#{uid}");

    private static byte[] At(string host, byte[] recorded) => Replaced(recorded, RecordedHost, host);

    private static byte[] Replaced(byte[] frame, string old, string other) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(frame).Replace(old, other, StringComparison.Ordinal));

    private static string Shown(byte[]? frame) => Encoding.Latin1.GetString(frame!);

    private static string Recipient(byte[] frame) => Encoding.UTF8.GetString(AckAndEnvelope.Read(Frame.Read(frame).Payload).Envelope.Recipient);

    private static string Payload(byte[] frame)
    {
        var payload = AckAndEnvelope.Read(Frame.Read(frame).Payload).Envelope.Payload;
        return $"{payload.SerializerId} {Encoding.UTF8.GetString(payload.Manifest)} {Convert.ToHexString(payload.Bytes)}";
    }

    private sealed record Own(int Number)
    {
        public const string Name = "Akka.Remote.Tests.Associations.RecordedConversationTests+Own, Akka.Remote.Tests";
    }

    /// <summary>The recorded server's own serializer.</summary>
    private sealed class OwnSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public const string Name = "Akka.Remote.Tests.Associations.RecordedConversationTests+OwnSerializer, Akka.Remote.Tests";

        public override int Identifier => 1001;

        public override string Manifest(object o) => "H";

        public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes($"x|{((Own)obj).Number}");

        public override object FromBinary(byte[] bytes, string manifest) => new Own(int.Parse(Encoding.UTF8.GetString(bytes)[2..]));
    }

    private sealed class RecordedEchoActor : UntypedActor
    {
        protected override void OnReceive(object message) =>
            Sender.Tell(message is "status" ? new Status.Failure(new TimeoutException("late")) : message);
    }
}
