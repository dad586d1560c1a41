using System.Runtime.Serialization;
using Akka.Actor;
using Google.Protobuf;

namespace Coterie.Actors.Wire;

/// <summary>How one type of message looks on the wire.</summary>
/// <param name="manifest">
/// The short name that is sent with the bytes. No other type has it, and its meaning never changes.
/// </param>
/// <param name="type">The type of the message.</param>
internal abstract class WireFormat(string manifest, Type type)
{
    public string Manifest => manifest;

    public Type Type => type;

    /// <summary>A format whose messages have no actor references.</summary>
    public static WireFormat Of<TMessage, TData>(string manifest, Func<TMessage, TData> write, Func<TData, TMessage> read)
        where TMessage : class
        where TData : class, IMessage<TData>, new() =>
        new WireFormat<TMessage, TData>(manifest, write, (data, _) => read(data));

    /// <summary>
    /// A format whose messages have actor references: written by <c>Serialization.SerializedActorPath</c>, read by the system's
    /// provider.
    /// </summary>
    public static WireFormat Of<TMessage, TData>(
        string manifest, Func<TMessage, TData> write, Func<TData, ExtendedActorSystem, TMessage> read)
        where TMessage : class
        where TData : class, IMessage<TData>, new() =>
        new WireFormat<TMessage, TData>(manifest, write, read);

    public abstract byte[] Write(object message);

    /// <exception cref="SerializationException">The bytes are not a message of this format.</exception>
    public abstract object Read(byte[] bytes, ExtendedActorSystem system);
}

/// <inheritdoc/>
internal sealed class WireFormat<TMessage, TData>(
    string manifest, Func<TMessage, TData> write, Func<TData, ExtendedActorSystem, TMessage> read)
    : WireFormat(manifest, typeof(TMessage))
    where TMessage : class
    where TData : class, IMessage<TData>, new()
{
    private readonly MessageParser<TData> _parser = new(() => new TData());

    public override byte[] Write(object message) => write((TMessage)message).ToByteArray();

    public override object Read(byte[] bytes, ExtendedActorSystem system)
    {
        try
        {
            return read(_parser.ParseFrom(bytes), system);
        }
        // The second one comes from the parser itself, of an unknown number that is cut off at the end.
        catch (Exception failure) when (failure is InvalidProtocolBufferException or IndexOutOfRangeException)
        {
            throw new SerializationException(
                $"The bytes of [{Manifest}] must be a {Type.Name}, was [{bytes.Length} bytes]: {failure.Message}", failure);
        }
    }
}
