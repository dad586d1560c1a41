namespace Akka.Remote.Wire;

/// <summary>The content of a payload frame: an acknowledgement, a message, or both.</summary>
internal readonly ref struct AckAndEnvelope
{
    private AckAndEnvelope(bool hasAck, AckView ack, bool hasEnvelope, EnvelopeView envelope)
    {
        HasAck = hasAck;
        Ack = ack;
        HasEnvelope = hasEnvelope;
        Envelope = envelope;
    }

    public bool HasAck { get; }

    public AckView Ack { get; }

    public bool HasEnvelope { get; }

    public EnvelopeView Envelope { get; }

    /// <exception cref="WireFormatException">The bytes are no such content.</exception>
    public static AckAndEnvelope Read(ReadOnlySpan<byte> payload)
    {
        AckView ack = default;
        EnvelopeView envelope = default;
        bool hasAck = false, hasEnvelope = false;
        var reader = new ProtoReader(payload);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case WireTag.Bytes1:
                    ack = AckView.Read(reader.Bytes());
                    hasAck = true;
                    break;
                case WireTag.Bytes2:
                    envelope = EnvelopeView.Read(reader.Bytes());
                    hasEnvelope = true;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        if (!hasAck && !hasEnvelope) WireFormatException.Throw("Payload must carry an acknowledgement or a message, did not.");
        return new AckAndEnvelope(hasAck, ack, hasEnvelope, envelope);
    }
}
