namespace Akka.Remote.Wire;

/// <summary>Which system messages have arrived: all up to one, and not those listed.</summary>
internal readonly ref struct AckView
{
    private readonly ReadOnlySpan<byte> _fields;

    private AckView(ReadOnlySpan<byte> fields, ulong cumulative)
    {
        _fields = fields;
        Cumulative = cumulative;
    }

    /// <summary>All up to this number have arrived, except for <see cref="Nacks"/>.</summary>
    public ulong Cumulative { get; }

    /// <exception cref="WireFormatException">The bytes are no acknowledgement.</exception>
    public static AckView Read(ReadOnlySpan<byte> fields)
    {
        ulong cumulative = 0;
        var reader = new ProtoReader(fields);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case WireTag.Fixed1: cumulative = reader.Fixed64(); break;
                case WireTag.Bytes2 when reader.Bytes().Length % sizeof(ulong) != 0:
                    WireFormatException.Throw("List of missing messages must be of whole numbers, was not.");
                    break;
                case WireTag.Bytes2: break;
                default: reader.Skip(); break;
            }
        }
        return new AckView(fields, cumulative);
    }

    /// <summary>The numbers that are missing below <see cref="Cumulative"/>; a list that one of ours never sends.</summary>
    public ulong[] Nacks()
    {
        List<ulong> nacks = [];
        var reader = new ProtoReader(_fields);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case WireTag.Fixed2:
                    nacks.Add(reader.Fixed64());
                    break;
                case WireTag.Bytes2:
                    var packed = reader.Bytes();
                    for (; !packed.IsEmpty; packed = packed[sizeof(ulong)..]) nacks.Add(BitConverter.ToUInt64(packed));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        return [.. nacks];
    }
}
