using System.Text;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Serialization;
using Akka.Remote.Tests.Wire;
using Akka.Remote.Wire;
using Akka.Serialization;

namespace Akka.Remote.Tests.Serialization;

/// <summary>The messages that the original sent, read by a third system and written again.</summary>
public sealed class RecordedMessageTests() : TestKit.Xunit2.TestKit(
    """
    akka.actor {
      provider = remote
      serializers.sentence = "Akka.Remote.Tests.Serialization.RecordedMessageTests+SentenceSerializer, Akka.Remote.Tests"
      serialization-bindings { "Akka.Remote.Tests.Serialization.RecordedMessageTests+Sentence, Akka.Remote.Tests" = sentence }
    }
    akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
    """)
{
    private const string Echo = "akka.tcp://dsm@127.0.0.1:4054/user/echo#2021333545";

    public static TheoryData<string> Names => [.. Recording.Frames.Where(CarriesMessage).Select(frame => frame.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_recorded_message_is_written_again_to_the_same_bytes(string name)
    {
        var payload = PayloadOf(name);

        var written = new PayloadCodec((ExtendedActorSystem)Sys).Prepare(Read(payload)).ToArray();

        var again = PayloadView.Read(written);
        Assert.Equal(payload.SerializerId, again.SerializerId);
        Assert.Equal(Encoding.UTF8.GetString(payload.Manifest), Encoding.UTF8.GetString(again.Manifest));
        Assert.Equal(payload.Bytes.ToArray(), again.Bytes.ToArray());
    }

    [Fact]
    public void The_recorded_conversation_means_what_was_said()
    {
        var identify = Message<ActorSelectionMessage>(4);
        Assert.Equal(new Identify(null!), identify.Message);
        Assert.Equal(["user", "echo"], identify.Elements.Select(element => element.ToString()!));
        Assert.Equal(Echo, PathOf(Message<ActorIdentity>(5).Subject!));
        Assert.Equal("hi", Message<string>(7));
        Assert.Equal(42, Message<int>(10));
        Assert.Equal(1234567890123L, Message<long>(13));
        Assert.Equal(new Sentence("x|7"), Message<Sentence>(17));
        Assert.Equal(Echo, PathOf(Message<IActorRef>(20)));
        Assert.Equal("late", Assert.IsType<TimeoutException>(Message<Status.Failure>(23).Cause).Message);
    }

    [Fact]
    public void The_recorded_watch_and_death_name_the_same_actor()
    {
        var watch = Message<Watch>(25);
        Assert.Equal(Echo, PathOf(watch.Watchee));
        Assert.StartsWith("akka.tcp://client@127.0.0.1:4063/system/remote-watcher#", PathOf(watch.Watcher));
        var death = Message<DeathWatchNotification>(40);
        Assert.Equal(watch.Watchee, death.Actor);
        Assert.True(death.ExistenceConfirmed);
        Assert.False(death.AddressTerminated);
    }

    [Fact]
    public void A_recorded_message_with_a_flipped_bit_is_read_or_refused()
    {
        var codec = new PayloadCodec((ExtendedActorSystem)Sys);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        foreach (var name in Recording.Frames.Where(CarriesMessage).Select(frame => frame.Name))
        {
            var payload = PayloadOf(name);
            for (var i = 0; i < payload.Bytes.Length; i++)
            {
                var bytes = payload.Bytes.ToArray();
                bytes[i] ^= (byte)(1 << random.Next(8));

                var read = codec.TryRead(new PayloadView(bytes, payload.SerializerId, payload.Manifest), out var message, out var refusal);

                Assert.True(read ? message is not null : refusal.Text.Length > 0, $"{name}, byte {i}, seed {seed}");
            }
        }
    }

    private static bool CarriesMessage(RecordedFrame recorded)
    {
        var frame = Frame.Read(recorded.Body);
        return frame.Command == ControlCommand.None && AckAndEnvelope.Read(frame.Payload).HasEnvelope;
    }

    private static PayloadView PayloadOf(string name) =>
        AckAndEnvelope.Read(Frame.Read(Recording.Frames.Single(frame => frame.Name == name).Body).Payload).Envelope.Payload;

    private static string PathOf(IActorRef actor) => actor.Path.ToSerializationFormat();

    private T Message<T>(int line) => Assert.IsAssignableFrom<T>(Read(PayloadOf($"conversation:{line}")));

    private object Read(PayloadView payload)
    {
        Assert.True(new PayloadCodec((ExtendedActorSystem)Sys).TryRead(payload, out var message, out var refusal), refusal.Text);
        return message;
    }

    /// <summary>The recorded conversation's message of a serializer of its own.</summary>
    public sealed record Sentence(string Text);

    /// <summary>Its serializer.</summary>
    public sealed class SentenceSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => 1001;

        public override string Manifest(object o) => "H";

        public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(((Sentence)obj).Text);

        public override object FromBinary(byte[] bytes, string manifest) => new Sentence(Encoding.UTF8.GetString(bytes));
    }
}
