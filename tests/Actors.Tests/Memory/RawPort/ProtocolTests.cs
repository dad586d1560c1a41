using System.Text;
using Akka.Actor;
using Coterie.Actors.Memory.RawPort;

namespace Coterie.Tests.Memory.RawPort;

/// <summary>The old byte protocol: <c>R</c>, <c>W</c> and 4 bytes, <c>OK</c>.</summary>
public sealed class ProtocolTests : RawPortTest
{
    private readonly RawServer _server;

    public ProtocolTests() =>
        _server = Serve(Sys.ActorOf(Props.Create(() => new PlainVariable()).WithDispatcher(SocketDispatcher.Section)));

    [Fact]
    public async Task Value_goes_out_and_comes_in_as_four_bytes_the_least_significant_first()
    {
        var client = Connect(_server);
        await client.SendAsync((byte)'R');
        Assert.Equal((byte[])[0, 0, 0, 0], await client.ReceiveAsync(4));
        await client.SendAsync((byte)'W', 0x04, 0x03, 0x02, 0xF1);
        Assert.Equal("OK", Encoding.ASCII.GetString(await client.ReceiveAsync(2)));
        await client.SendAsync((byte)'R');
        Assert.Equal((byte[])[0x04, 0x03, 0x02, 0xF1], await client.ReceiveAsync(4));
    }

    [Fact]
    public async Task What_one_client_wrote_another_one_reads()
    {
        var (one, other) = (Connect(_server), Connect(_server));
        await one.WriteAsync(-17);
        Assert.Equal(-17, await other.ReadAsync());
        await other.WriteAsync(int.MaxValue);
        Assert.Equal(int.MaxValue, await one.ReadAsync());
    }

    [Fact]
    public async Task Commands_may_be_split_between_packets_at_any_byte()
    {
        byte[] commands = [.. RawClient.Write('R'), (byte)'R', .. RawClient.Write('W' << 8), .. RawClient.Bytes("RR")];
        byte[] answers =
        [
            .. RawClient.Bytes("OK"), .. RawClient.Values('R'),
            .. RawClient.Bytes("OK"), .. RawClient.Values('W' << 8, 'W' << 8),
        ];
        var fence = Connect(_server);
        for (var at = 1; at < commands.Length; at++)
        {
            var client = Connect(_server);
            await client.SendAsync(commands[..at]);
            await fence.ReadAsync();                                 // the first part has been looked at
            await client.SendAsync(commands[at..]);
            Assert.Equal(answers, await client.ReceiveAsync(answers.Length));
        }
    }

    [Fact]
    public async Task Commands_may_come_byte_by_byte()
    {
        var (client, fence) = (Connect(_server), Connect(_server));
        foreach (var one in RawClient.Write(123456789).Append((byte)'R'))
        {
            await client.SendAsync(one);
            await fence.ReadAsync();
        }
        Assert.Equal((byte[])[.. RawClient.Bytes("OK"), .. RawClient.Values(123456789)], await client.ReceiveAsync(6));
    }

    [Fact]
    public async Task Commands_of_one_packet_are_carried_out_in_their_order()
    {
        var client = Connect(_server);
        await client.SendAsync([.. Enumerable.Range(1, 500).SelectMany(value => (byte[])[.. RawClient.Write(value), (byte)'R'])]);
        byte[] expected =
            [.. Enumerable.Range(1, 500).SelectMany(value => (byte[])[.. RawClient.Bytes("OK"), .. RawClient.Values(value)])];
        Assert.Equal(expected, await client.ReceiveAsync(expected.Length));
    }

    [Fact]
    public async Task Other_bytes_are_ignored()
    {
        var client = Connect(_server);
        await client.SendAsync(
            [
                .. RawClient.Bytes("hello\r\n\0 r w"), .. RawClient.Write(7), .. RawClient.Bytes("xyz"),
                .. RawClient.Reads(1), 0xFF,
            ]);
        Assert.Equal((byte[])[.. RawClient.Bytes("OK"), .. RawClient.Values(7)], await client.ReceiveAsync(6));
        Assert.Equal(7, await client.ReadAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_bytes_are_answered_as_if_they_had_come_one_by_one(int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[200_000];
        random.NextBytes(bytes);
        for (var i = 0; i < bytes.Length; i += random.Next(1, 6))
            bytes[i] = random.Next(2) == 0 ? (byte)'R' : (byte)'W';
        var expected = Answers(bytes);
        var client = Connect(_server);
        var received = client.ReceiveAsync(expected.Length);
        for (var at = 0; at < bytes.Length;)
        {
            var size = Math.Min(random.Next(1, 9000), bytes.Length - at);
            await client.SendAsync(bytes[at..(at + size)]);
            at += size;
        }
        Assert.Equal(expected, await received);
        client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        await client.ExpectEndAsync();
    }

    // The old server, which read one byte at a time.
    private static byte[] Answers(byte[] bytes)
    {
        var answers = new MemoryStream();
        byte[] value = [0, 0, 0, 0];
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] == 'R')
                answers.Write(value);
            if (bytes[at] != 'W')
                continue;
            if (bytes.Length - at < 5)
                break;
            value = bytes[(at + 1)..(at + 5)];
            at += 4;
            answers.Write("OK"u8);
        }
        return answers.ToArray();
    }
}
