using Akka.Remote.Wire;

namespace Akka.Remote.Tests.Wire;

/// <summary>Bytes from strangers: a frame is read or refused, and nothing else happens.</summary>
public sealed class HostileFrameTests
{
    public static TheoryData<string, string> Malformed => new()
    {
        { "", "either a payload or an instruction" },
        { "0a020a001200", "either a payload or an instruction" },
        { "0a00", "an acknowledgement or a message" },
        { "1200", "Command must be from 1 to 5" },
        { "12020800", "Command must be from 1 to 5" },
        { "12020806", "Command must be from 1 to 5" },
        { "12020801", "who it comes from" },
        { "120b0801120711ffffffffffff", "must end inside" },
        { "1219080112150a130a016112093132372e302e302e311800220174", "Port of a peer" },
        { "0aff", "must end inside" },
        { "0affffffff0f", "must end inside" }, // 4 GB, it says
        { "0affffffffffffffffff01", "must end inside" }, // 2^64 bytes, it says
        { "0affffffffffffffffffff01", "at most 10 bytes" },
        { "0b0c", "Kind of a field" },
        { "02010a020a00", "Field number" },
        { "0a0412020a00", "must have a receiver" },
        { "0a060a0412020102", "whole numbers" },
    };

    [Theory, MemberData(nameof(Malformed))]
    public void A_malformed_frame_is_refused(string hex, string rule)
    {
        var refused = Assert.Throws<WireFormatException>(() => ReadAll(Convert.FromHexString(hex)));

        Assert.Contains(rule, refused.Message);
    }

    [Fact]
    public void Fields_that_nobody_knows_are_skipped()
    {
        var known = Recording.Frame("conversation", 7);
        byte[] unknown = [0x38, 0x96, 0x01, 0x39, 1, 2, 3, 4, 5, 6, 7, 8, 0x3a, 2, 9, 9, 0x3d, 1, 2, 3, 4];

        ReadAll([.. unknown, .. known, .. unknown]);
    }

    [Fact]
    public void A_frame_that_is_cut_off_anywhere_is_refused_or_read()
    {
        foreach (var frame in Recording.Frames)
        {
            for (var length = 0; length < frame.Body.Length; length++) ReadOrRefuse(frame.Body.AsSpan(0, length), $"{frame.Name} cut to {length}");
        }
    }

    [Fact]
    public void A_frame_with_a_flipped_bit_is_refused_or_read()
    {
        foreach (var frame in Recording.Frames)
        {
            for (var bit = 0; bit < frame.Body.Length * 8; bit++)
            {
                byte[] flipped = [.. frame.Body];
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                ReadOrRefuse(flipped, $"{frame.Name} with bit {bit} flipped");
            }
        }
    }

    [Fact]
    public void Random_bytes_are_refused_or_read()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            if (bytes.Length > 2 && i % 2 == 0) (bytes[0], bytes[1]) = (0x0a, (byte)(bytes.Length - 2)); // past the first check
            ReadOrRefuse(bytes, $"seed {seed}, number {i}");
        }
    }

    private static void ReadOrRefuse(ReadOnlySpan<byte> body, string what)
    {
        try
        {
            ReadAll(body);
        }
        catch (WireFormatException)
        {
            // refused
        }
        catch (Exception unexpected)
        {
            Assert.Fail($"{what} ({Convert.ToHexString(body)}): {unexpected}");
        }
    }

    private static void ReadAll(ReadOnlySpan<byte> body)
    {
        var frame = Frame.Read(body);
        if (frame.Command == ControlCommand.Associate) frame.Handshake.ToAddress();
        if (frame.Command != ControlCommand.None) return;
        var content = AckAndEnvelope.Read(frame.Payload);
        if (content.HasAck) content.Ack.Nacks();
    }
}
