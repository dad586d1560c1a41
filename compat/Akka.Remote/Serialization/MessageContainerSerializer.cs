using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Remote.Wire;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>A message on its way along a selection's path.</summary>
internal sealed class MessageContainerSerializer(ExtendedActorSystem system) : Serializer(system), IInPlaceReader
{
    private const ulong Parent = 1, ChildName = 2, ChildPattern = 3;

    // Far more than any path has; each step costs the receiver a look at its children.
    private const int MaximumSteps = 256;
    private const int MaximumPatternLength = 256;

    private readonly PayloadCodec _payloads = new(system);

    public override int Identifier => 6;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj)
    {
        var selection = obj as ActorSelectionMessage
            ?? throw new SerializationException($"Container must be an ActorSelectionMessage, was [{obj.GetType()}].");
        var envelope = new ProtoBuilder().Message(WireTag.Bytes1, _payloads.Prepare(selection.Message).ToArray());
        foreach (var step in selection.Elements) envelope.Message(WireTag.Bytes2, Step(step));
        return envelope.ToArray();
    }

    public override object FromBinary(byte[] bytes, Type type) => Read(bytes, default, 0);

    public object Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> manifest, int depth)
    {
        object? message = null;
        List<SelectionPathElement> steps = [];
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case WireTag.Bytes1: message = _payloads.ReadInner(PayloadView.Read(reader.Bytes()), depth + 1); break;
                case WireTag.Bytes2: steps.Add(ReadStep(reader.Bytes())); break;
                default: reader.Skip(); break;
            }
            if (steps.Count > MaximumSteps) throw new SerializationException($"Path of a selection must be of at most {MaximumSteps} elements, was longer.");
        }
        return message is null
            ? throw new SerializationException("Selection must carry a message, carried none.")
            : new ActorSelectionMessage(message, [.. steps]);
    }

    private static byte[] Step(SelectionPathElement step) => step switch
    {
        SelectParent => new ProtoBuilder().Varint(WireTag.Varint1, Parent).ToArray(),
        SelectChildPattern pattern => new ProtoBuilder().Varint(WireTag.Varint1, ChildPattern).Text(WireTag.Bytes2, pattern.PatternStr).ToArray(),
        _ => new ProtoBuilder().Varint(WireTag.Varint1, ChildName).Text(WireTag.Bytes2, ((SelectChildName)step).Name).ToArray(),
    };

    private static SelectionPathElement ReadStep(ReadOnlySpan<byte> bytes)
    {
        ulong type = 0;
        var matcher = "";
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case WireTag.Varint1: type = reader.Varint(); break;
                case WireTag.Bytes2: matcher = reader.Text(); break;
                default: reader.Skip(); break;
            }
        }
        return type switch
        {
            Parent => SelectParent.Instance,
            ChildName => new SelectChildName(matcher),
            ChildPattern when matcher.Length <= MaximumPatternLength => new SelectChildPattern(matcher),
            ChildPattern => throw new SerializationException($"Pattern of a selection must be of at most {MaximumPatternLength} characters, was longer."),
            _ => throw new SerializationException($"Element of a selection must be of type 1 to 3, was [{type}]."),
        };
    }
}
