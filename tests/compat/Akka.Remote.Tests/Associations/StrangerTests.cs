using System.Text;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Serialization;
using Akka.Remote.Tests.Wire;
using Akka.Remote.Wire;

namespace Akka.Remote.Tests.Associations;

/// <summary>Bytes from whoever can reach the port, after a proper handshake: the system goes on serving.</summary>
public sealed class StrangerTests(Xunit.Abstractions.ITestOutputHelper output) : RemoteTest
{
    [Fact]
    public async Task Random_and_damaged_frames_end_their_own_connection_at_most()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (system, friend) = (StartSystem("system"), StartSystem("friend"));
        system.ActorOf<EchoActor>("echo");
        var echo = await Resolve(friend, system, "/user/echo");

        for (var i = 0; i < 200; i++)
        {
            using var stranger = await ScriptedPeer.Connect(AddressOf(system));
            await stranger.Introduce(new Address("akka.tcp", "stranger", "127.0.0.9", 1 + i), i);
            await stranger.SendFrame(Damaged(random));
            if (i % 20 == 0) Assert.Equal(i, await echo.Ask<int>(i, Patience));
        }

        Assert.Equal("fine", await echo.Ask<string>("fine", Patience));
    }

    [Fact]
    public async Task A_frame_that_never_ends_is_given_no_more_room_than_it_fills()
    {
        var (system, friend) = (StartSystem("system"), StartSystem("friend"));
        system.ActorOf<EchoActor>("echo");
        var strangers = new List<ScriptedPeer>();
        for (var i = 0; i < 100; i++)
        {
            var stranger = await ScriptedPeer.Connect(AddressOf(system));
            strangers.Add(stranger);
            await stranger.Introduce(new Address("akka.tcp", "stranger", "127.0.0.9", 1 + i), i);
            await stranger.Send(BitConverter.GetBytes(128_000));
            await stranger.Send([1, 2, 3]);
        }

        Assert.Equal("fine", await (await Resolve(friend, system, "/user/echo")).Ask<string>("fine", Patience));
        strangers.ForEach(each => each.Dispose());
    }

    [Fact]
    public async Task An_address_that_was_met_once_is_forgotten()
    {
        var system = StartSystem();
        for (var i = 0; i < 20; i++)
        {
            using var stranger = await ScriptedPeer.Connect(AddressOf(system));
            await stranger.Introduce(new Address("akka.tcp", "stranger", "127.0.0.9", 1 + i), i);
        }

        using var limit = new CancellationTokenSource(Patience);
        while (RemotingOf(system).Associations.All.Any()) await Task.Delay(10, limit.Token);
    }

    [Fact]
    public async Task A_message_of_a_serializer_that_nobody_registered_is_dropped_alone()
    {
        var system = StartSystem();
        var listener = new Listener(system);
        using var peer = await ScriptedPeer.Connect(AddressOf(system));
        await peer.Introduce(new Address("akka.tcp", "stranger", "127.0.0.9", 4099), 7);
        var path = $"{AddressOf(system)}{listener.Ref.Path.ToStringWithoutAddress()}";

        foreach (var id in new[] { 1, 2, 4711 }) await peer.Send(OfSerializer(id, path));
        await peer.Send(Frames.Message(system, path, "", "registered"));

        await listener.Expect("registered");
    }

    [Fact]
    public async Task A_serializer_that_is_refused_is_logged_once_for_each_peer()
    {
        var system = StartSystem(config: "akka { loglevel = ERROR, loggers = [] }");
        var (listener, errors) = (new Listener(system), new Listener(system));
        system.EventStream.Subscribe<Error>(errors.Ref);
        using var peer = await ScriptedPeer.Connect(AddressOf(system));
        await peer.Introduce(new Address("akka.tcp", "stranger", "127.0.0.9", 4099), 7);
        var path = $"{AddressOf(system)}{listener.Ref.Path.ToStringWithoutAddress()}";

        for (var i = 0; i < 5; i++) await peer.Send(OfSerializer(1, path));
        await peer.Send(Frames.Message(system, path, "", "registered"));
        await listener.Expect("registered");
        system.EventStream.Publish(new Error(null, "test", GetType(), "the end"));

        Assert.Contains("JSON with type names is never read from the network", (await errors.Next<Error>()).Message.ToString());
        Assert.Equal("the end", (await errors.Next<Error>()).Message);
    }

    private static byte[] OfSerializer(int id, string recipient) => ScriptedPeer.Written(output => FrameWriter.TryWriteMessage(
        output, Encoding.UTF8.GetBytes(recipient), default, new PreparedPayload(id, "System.String"u8.ToArray(), "\"x\""u8.ToArray()), EnvelopeView.NoSeq, null, 128_000));

    private static byte[] Damaged(Random random)
    {
        var frame = (byte[])Recording.Frames[random.Next(Recording.Frames.Count)].Body.Clone();
        switch (random.Next(3))
        {
            case 0:
                random.NextBytes(frame);
                return frame;
            case 1:
                return frame[..random.Next(frame.Length)];
            default:
                frame[random.Next(frame.Length)] ^= (byte)(1 << random.Next(8));
                return frame;
        }
    }
}
