namespace Akka.Remote.Wire;

/// <summary>One frame's body: either what an <see cref="AckAndEnvelope"/> is read from, or a command.</summary>
internal readonly ref struct Frame
{
    private Frame(ReadOnlySpan<byte> payload)
    {
        Payload = payload;
    }

    private Frame(ControlCommand command, HandshakeView handshake)
    {
        Command = command;
        Handshake = handshake;
    }

    /// <summary><see cref="ControlCommand.None"/> where the frame carries a payload.</summary>
    public ControlCommand Command { get; }

    /// <summary>Only of <see cref="ControlCommand.Associate"/>.</summary>
    public HandshakeView Handshake { get; }

    /// <summary>Only where there is no <see cref="Command"/>.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <exception cref="WireFormatException">The bytes are no frame.</exception>
    public static Frame Read(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> payload = default, instruction = default;
        bool hasPayload = false, hasInstruction = false;
        var reader = new ProtoReader(body);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case WireTag.Bytes1:
                    payload = reader.Bytes();
                    hasPayload = true;
                    break;
                case WireTag.Bytes2:
                    instruction = reader.Bytes();
                    hasInstruction = true;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        if (hasPayload == hasInstruction) WireFormatException.Throw("Frame must carry either a payload or an instruction, did not.");
        return hasPayload ? new Frame(payload) : ReadInstruction(instruction);
    }

    private static Frame ReadInstruction(ReadOnlySpan<byte> instruction)
    {
        ulong command = 0;
        HandshakeView handshake = default;
        var reader = new ProtoReader(instruction);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case WireTag.Varint1: command = reader.Varint(); break;
                case WireTag.Bytes2: handshake = HandshakeView.Read(reader.Bytes()); break;
                default: reader.Skip(); break;
            }
        }
        if (command is 0 or > (ulong)ControlCommand.DisassociateQuarantined)
            WireFormatException.Throw($"Command must be from 1 to 5, was [{command}].");
        if (command == (ulong)ControlCommand.Associate && handshake.System.IsEmpty)
            WireFormatException.Throw("Handshake must say who it comes from, did not.");
        return new Frame((ControlCommand)command, handshake);
    }
}
