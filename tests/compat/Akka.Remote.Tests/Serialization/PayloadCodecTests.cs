using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Remote.Serialization;
using Akka.Remote.Wire;

namespace Akka.Remote.Tests.Serialization;

/// <summary>Messages to payloads and back.</summary>
public sealed class PayloadCodecTests : TestKit.Xunit2.TestKit
{
    private readonly PayloadCodec _codec;

    public PayloadCodecTests() : base("akka.actor.provider = remote, akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }") => _codec = new PayloadCodec((ExtendedActorSystem)Sys);

    public static TheoryData<object> Values => new("", "hi", "ä€😀", new string('x', 100_000), 0, int.MinValue, int.MaxValue, 0L, long.MinValue, long.MaxValue);

    [Theory, MemberData(nameof(Values))]
    public void A_primitive_comes_back(object value) => Assert.Equal(value, ThereAndBack(value));

    [Fact]
    public void Bytes_come_back_as_an_array_of_their_own()
    {
        byte[] bytes = [1, 2, 3];

        var read = ThereAndBack(bytes);

        Assert.Equal(bytes, read);
        Assert.NotSame(bytes, read);
    }

    [Theory]
    [InlineData("S", "System.String, mscorlib", "System.String, System.Private.CoreLib")]
    public void A_string_of_any_version_is_read(params string[] manifests) =>
        Assert.All(manifests, manifest => Assert.Equal("hi", Read(17, manifest, "hi"u8)));

    [Theory]
    [InlineData("I", "System.Int32, mscorlib", "System.Int32, System.Private.CoreLib")]
    public void An_int_of_any_version_is_read(params string[] manifests) =>
        Assert.All(manifests, manifest => Assert.Equal(258, Read(17, manifest, [2, 1, 0, 0])));

    [Theory]
    [InlineData("L", "System.Int64, mscorlib", "System.Int64, System.Private.CoreLib")]
    public void A_long_of_any_version_is_read(params string[] manifests) =>
        Assert.All(manifests, manifest => Assert.Equal(258L, Read(17, manifest, [2, 1, 0, 0, 0, 0, 0, 0])));

    [Fact]
    public void What_ordinary_actors_send_comes_back()
    {
        Assert.Equal(new Identify("who"), ThereAndBack(new Identify("who")));
        Assert.Equal(new Identify(null!), ThereAndBack(new Identify(null!)));
        Assert.Equal(new ActorIdentity(7, null), ThereAndBack(new ActorIdentity(7, null)));
        Assert.Same(PoisonPill.Instance, ThereAndBack(PoisonPill.Instance));
        Assert.Same(Kill.Instance, ThereAndBack(Kill.Instance));
        Assert.Same(Heartbeat.Instance, ThereAndBack(Heartbeat.Instance));
        Assert.Equal(new HeartbeatRsp(int.MaxValue), ThereAndBack(new HeartbeatRsp(int.MaxValue)));
        Assert.Equal("done", Assert.IsType<Status.Success>(ThereAndBack(new Status.Success("done"))).Status);
        Assert.Null(Assert.IsType<Status.Success>(ThereAndBack(new Status.Success(null!))).Status);
    }

    [Fact]
    public void A_selection_comes_back_with_its_path()
    {
        SelectionPathElement[] path = [new SelectChildName("user"), SelectParent.Instance, new SelectChildPattern("a*")];

        var read = Assert.IsType<ActorSelectionMessage>(ThereAndBack(new ActorSelectionMessage("hi", path)));

        Assert.Equal("hi", read.Message);
        Assert.Equal(path, read.Elements);
    }

    [Theory]
    [InlineData(1, "Serializer of a message must be registered in akka.actor.serializers, was [1]: JSON with type names is never read from the network.")]
    [InlineData(2, "Serializer of a message must be registered in akka.actor.serializers, was [2].")]
    [InlineData(-5, "Serializer of a message must be registered in akka.actor.serializers, was [-5].")]
    [InlineData(0, "Serializer of a message must be registered in akka.actor.serializers, was [0].")]
    public void Only_registered_serializers_read(int id, string text)
    {
        Assert.False(_codec.TryRead(new PayloadView("{}"u8, id, default), out _, out var refusal));

        Assert.Equal(new Refusal(id, true, text), refusal);
    }

    [Fact]
    public void JSON_stays_refused_where_a_serializer_of_that_number_is_registered()
    {
        Sys.Serialization.AddSerializer("json", new Numbered((ExtendedActorSystem)Sys, 1));

        Assert.False(_codec.TryRead(new PayloadView("{}"u8, 1, default), out _, out var refusal));
        Assert.True(refusal.IsOfSerializer);
    }

    [Theory]
    [InlineData(17, "System.Int32, System.Private.CoreLib", "010203", "Integer must be of 4 bytes, was of [3].")]
    [InlineData(17, "System.Decimal, System.Private.CoreLib", "", "Manifest of a primitive must be that of a string, an int or a long")]
    [InlineData(17, "S", "ff", "Text must be UTF-8")]
    [InlineData(16, "XX", "", "Message of serializer 16 must be one of the engine's own, was [XX].")]
    [InlineData(16, "ID", "0a04ffffffff", "Field")]
    [InlineData(22, "System.Diagnostics.Process, System", "", "Manifest of a system message must be one of death watch")]
    [InlineData(22, "Akka.Dispatch.SysMsg.Watch, Akka", "", "Watch must name watchee and watcher")]
    [InlineData(6, "", "", "Selection must carry a message")]
    [InlineData(6, "", "12020804", "Element of a selection must be of type 1 to 3, was [4].")]
    public void A_body_that_does_not_fit_is_refused_alone(int id, string manifest, string hex, string rule)
    {
        Assert.False(_codec.TryRead(new PayloadView(Convert.FromHexString(hex), id, Encoding.UTF8.GetBytes(manifest)), out _, out var refusal));

        Assert.False(refusal.IsOfSerializer);
        Assert.Contains(rule, refusal.Text);
    }

    [Fact]
    public void Messages_inside_of_one_another_are_read_to_a_depth_and_no_further()
    {
        object Nested(int depth) => depth == 0 ? "core" : new Identify(Nested(depth - 1));

        Assert.Equal(Nested(PayloadCodec.MaximumDepth - 1), ThereAndBack(Nested(PayloadCodec.MaximumDepth - 1)));
        Assert.False(_codec.TryRead(PayloadView.Read(_codec.Prepare(Nested(PayloadCodec.MaximumDepth)).ToArray()), out _, out var refusal));
        Assert.Contains("at most 16 deep", refusal.Text);
    }

    [Fact]
    public void A_frame_full_of_envelopes_does_not_exhaust_the_stack()
    {
        byte[] message = [];
        while (message.Length < 120_000) message = new PreparedPayload(6, [], new ProtoBuilder().Message(WireTag.Bytes1, message).ToArray()).ToArray();

        Assert.False(_codec.TryRead(PayloadView.Read(message), out _, out var refusal));
        Assert.Contains("at most 16 deep", refusal.Text);
    }

    [Fact]
    public void A_message_that_is_bound_to_nothing_says_what_to_bind_where()
    {
        var unbound = Assert.Throws<SerializationException>(() => _codec.Prepare(new Unbound()));

        Assert.Equal(
            $"Message of type [{typeof(Unbound)}] must be bound to a serializer, was not: add \"{typeof(Unbound).FullName}, Akka.Remote.Tests\" = <name> to akka.actor.serialization-bindings, with a serializer of akka.actor.serializers.",
            unbound.Message);
    }

    [Fact]
    public void Random_bodies_of_every_serializer_are_read_or_refused()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        string[] manifests = ["", "S", "I", "L", "ID", "AID", "AR", "STF", "STS", "RWHR", "Akka.Dispatch.SysMsg.Watch, Akka", "Akka.Dispatch.SysMsg.DeathWatchNotification, Akka"];
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(48)];
            random.NextBytes(bytes);
            if (bytes.Length > 1) (bytes[0], bytes[1]) = (0x0a, (byte)(bytes.Length - 2));
            var payload = new PayloadView(bytes, random.Next(24), Encoding.UTF8.GetBytes(manifests[random.Next(manifests.Length)]));

            var read = _codec.TryRead(payload, out var message, out var refusal);

            Assert.True(read ? message is not null : refusal.Text.Length > 0, $"seed {seed}, number {i}");
        }
    }

    private object ThereAndBack(object message)
    {
        Assert.True(_codec.TryRead(PayloadView.Read(_codec.Prepare(message).ToArray()), out var read, out var refusal), refusal.Text);
        return read;
    }

    private object Read(int id, string manifest, ReadOnlySpan<byte> bytes)
    {
        Assert.True(_codec.TryRead(new PayloadView(bytes, id, Encoding.UTF8.GetBytes(manifest)), out var read, out var refusal), refusal.Text);
        return read;
    }

    private sealed class Unbound;

    private sealed class Numbered(ExtendedActorSystem system, int number) : Akka.Serialization.Serializer(system)
    {
        public override int Identifier => number;

        public override bool IncludeManifest => false;

        public override byte[] ToBinary(object obj) => [];

        public override object FromBinary(byte[] bytes, Type type) => "read";
    }
}
