using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Authentication;
using Coterie.Actors.Text;
using Google.Protobuf;

namespace Coterie.Actors.Nodes.Tcp;

/// <summary>
/// The frame by which a node says why it refuses a connection: Akka.Remote's instruction to end an association, with a text in a
/// field that Akka's own transport ignores.
/// </summary>
internal static class Refusal
{
    private const int LengthSize = sizeof(int);
    private const int LongestText = 600;
    private const int Instruction = 2;
    private const int CommandType = 1;
    private const int Disassociate = 2;
    private const int Text = 1000;

    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(2);

    /// <summary>The frame, with its length.</summary>
    public static byte[] Frame(string text)
    {
        var message = Message(Instruction, Message(Text, ByteString.CopyFromUtf8(text), isCommand: true));
        var frame = new byte[LengthSize + message.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, message.Length);
        message.Span.CopyTo(frame.AsSpan(LengthSize));
        return frame;
    }

    /// <summary>The text of a frame without its length; null if it is another frame.</summary>
    public static string? Read(ReadOnlySpan<byte> frame)
    {
        var text = ProtoField.Find(ProtoField.Find(frame, Instruction), Text);
        return text.IsEmpty ? null : Printable.Escape(System.Text.Encoding.UTF8.GetString(text), LongestText);
    }

    /// <summary>The same for a frame that begins with its length.</summary>
    public static string? ReadFramed(ReadOnlySpan<byte> bytes) =>
        bytes.Length > LengthSize && BinaryPrimitives.ReadInt32LittleEndian(bytes) == bytes.Length - LengthSize
            ? Read(bytes[LengthSize..])
            : null;

    /// <summary>
    /// Says so to the other side, and waits until it has closed the connection: if this side did, the other one might not get it.
    /// </summary>
    public static async Task SayAsync(IConnection connection, string text)
    {
        using var limit = new CancellationTokenSource(LongestFarewell);
        await using var ending = limit.Token.Register(connection.Dispose).ConfigureAwait(false);
        try
        {
            await connection.SendAsync(Frame(text)).ConfigureAwait(false);
            var rest = new byte[1024];
            while (await connection.ReceiveAsync(rest).ConfigureAwait(false) is var count and > 0)
            {
                if (ReadFramed(rest.AsSpan(0, count)) is not null)
                    return; // it refuses this node, too, and waits in the same way
            }
        }
        catch (Exception failure) when (failure is SocketException or IOException or ObjectDisposedException
            or OperationCanceledException or TimeoutException)
        {
            // The other side is gone, or does not go.
        }
    }

    // With that field alone, or as a command with it.
    private static ByteString Message(int field, ByteString value, bool isCommand = false)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            if (isCommand)
            {
                output.WriteTag(CommandType, WireFormat.WireType.Varint);
                output.WriteEnum(Disassociate);
            }
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(value);
        }
        return ByteString.CopyFrom(bytes.ToArray());
    }
}

/// <summary>This node refuses the one at the other end of a connection.</summary>
/// <param name="reason">Why, as this node says it of the other one.</param>
/// <param name="toOther">Why, as it is said to the other one.</param>
internal sealed class PeerRefusedException(string reason, string toOther) : AuthenticationException(reason)
{
    /// <summary>See above.</summary>
    public string ToOther => toOther;

    /// <summary>Its certificate breaks a rule.</summary>
    /// <param name="rule">What the certificate must be, and what it was; begins with "must".</param>
    public static PeerRefusedException OfCertificate(string rule) =>
        new($"its certificate {rule}", $"the certificate of this node {rule}");
}
