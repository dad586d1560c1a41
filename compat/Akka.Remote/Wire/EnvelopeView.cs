namespace Akka.Remote.Wire;

/// <summary>A message with the paths of its receiver and sender, in place.</summary>
internal readonly ref struct EnvelopeView
{
    /// <summary>The number of messages that are delivered at most once.</summary>
    public const ulong NoSeq = ulong.MaxValue;

    private EnvelopeView(ReadOnlySpan<byte> recipient, PayloadView payload, ReadOnlySpan<byte> sender, ulong seq)
    {
        Recipient = recipient;
        Payload = payload;
        Sender = sender;
        Seq = seq;
    }

    /// <summary>The path of the receiver, in UTF-8.</summary>
    public ReadOnlySpan<byte> Recipient { get; }

    /// <summary>The message.</summary>
    public PayloadView Payload { get; }

    /// <summary>The path of the sender, in UTF-8; empty where there is none.</summary>
    public ReadOnlySpan<byte> Sender { get; }

    /// <summary>The number of a system message, or <see cref="NoSeq"/>.</summary>
    public ulong Seq { get; }

    /// <exception cref="WireFormatException">The bytes are no message.</exception>
    public static EnvelopeView Read(ReadOnlySpan<byte> envelope)
    {
        ReadOnlySpan<byte> recipient = default, sender = default;
        PayloadView payload = default;
        ulong seq = 0;
        var reader = new ProtoReader(envelope);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case WireTag.Bytes1: recipient = RefData.Path(reader.Bytes()); break;
                case WireTag.Bytes2: payload = PayloadView.Read(reader.Bytes()); break;
                case WireTag.Bytes4: sender = RefData.Path(reader.Bytes()); break;
                case WireTag.Fixed5: seq = reader.Fixed64(); break;
                default: reader.Skip(); break;
            }
        }
        if (recipient.IsEmpty) WireFormatException.Throw("Message must have a receiver, had none.");
        return new EnvelopeView(recipient, payload, sender, seq);
    }
}
