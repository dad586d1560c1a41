using System.Reflection;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Coterie.Actors.Wire;
using Coterie.Lab.Running;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Tests.Wire;

namespace Coterie.Tests.Hostile;

/// <summary>
/// Messages of a peer that keeps the formats and no other rule: each was written to bytes and read again.
/// </summary>
/// <param name="system">The system of the references; its serializers read the bytes.</param>
/// <param name="seed">The seed of the random draws.</param>
internal sealed class RandomMessages(ExtendedActorSystem system, int seed)
{
    private static readonly (string Manifest, byte[] Bytes)[] Samples =
    [
        .. GoldenBytesTests.Messages.Concat(SimulationWireTests.Messages)
            .Select(row => ((string)row[0], Convert.FromHexString((string)row[1]))),
    ];

    private static readonly Type[] MutexMessages =
    [
        .. typeof(MutexProtocol).Assembly.GetTypes().Where(
            type => typeof(MutexProtocol.IWireMessage).IsAssignableFrom(type) && !type.IsAbstract),
    ];

    private static readonly long[] Clocks =
        [0, 1, 2, 3, 300, 301, int.MaxValue, long.MaxValue / 2, long.MaxValue, -1, long.MinValue];
    private static readonly int[] Processes = [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 0, -1, 6, 99, int.MaxValue, int.MinValue];
    private readonly Random _random = new(seed);

    /// <summary>The bytes of a message of these manifests with some of them changed, added or left out.</summary>
    public (string Manifest, byte[] Bytes) Mutated(Predicate<string> manifests, params (string Manifest, byte[] Bytes)[] more)
    {
        var samples = Samples.Concat(more).Where(sample => manifests(sample.Manifest)).ToArray();
        var (manifest, bytes) = samples[_random.Next(samples.Length)];
        var mutated = bytes.ToList();
        for (var changes = _random.Next(4); changes > 0; changes--)
        {
            var at = _random.Next(mutated.Count + 1);
            switch (_random.Next(4))
            {
                case 0 when at < mutated.Count: mutated[at] = (byte)_random.Next(256); break;
                case 1 when at < mutated.Count: mutated[at] ^= (byte)(1 << _random.Next(8)); break;
                case 2 when at < mutated.Count: mutated.RemoveAt(at); break;
                case 3: mutated.InsertRange(at, [255, 255, 255, 255, 255, 255, 255, 255, 127]); break;
            }
        }
        return (manifest, [.. mutated]);
    }

    /// <summary>A message of a mutex algorithm with processes and clocks of any kind; null if it cannot be read.</summary>
    public object? Mutex()
    {
        var type = MutexMessages[_random.Next(MutexMessages.Length)];
        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance)[0];
        var arguments = constructor.GetParameters().Select(Argument).ToArray();
        var message = Activator.CreateInstance(type, arguments)!;
        var serializer = SerializerFor(message);
        return Read(serializer.Manifest(message), serializer.ToBinary(message));
    }

    /// <summary>The message that the bytes stand for; null if they are no message.</summary>
    /// <exception cref="Exception">Any exception but a <see cref="SerializationException"/>.</exception>
    public object? Read(string manifest, byte[] bytes)
    {
        try
        {
            return SerializerOf(manifest).FromBinary(bytes, manifest);
        }
        catch (SerializationException)
        {
            return null;
        }
    }

    /// <summary>One of these.</summary>
    public T OneOf<T>(params IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>The bytes of a message with references.</summary>
    public (string Manifest, byte[] Bytes) Sample(object message)
    {
        var serializer = SerializerFor(message);
        var bytes = Akka.Serialization.Serialization.WithTransport(system, () => serializer.ToBinary(message));
        return (serializer.Manifest(message), bytes);
    }

    private SerializerWithStringManifest SerializerFor(object message) =>
        (SerializerWithStringManifest)system.Serialization.FindSerializerFor(message);

    // The manifests of a run begin with S, those of its counter with C.
    private SerializerWithStringManifest SerializerOf(string manifest) =>
        manifest is ['S' or 'C', ..] ? new RunSerializer(system) : new CoterieSerializer(system);

    private object Argument(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(ProcessId) => new ProcessId(OneOf(Processes)),
        var type when type == typeof(Timestamp) || type == typeof(Timestamp?) => new Timestamp(
            OneOf(Clocks), new ProcessId(OneOf(Processes))),
        var type when type == typeof(IReadOnlyList<ProcessId>) => Enumerable.Range(0, _random.Next(7)).Select(
            _ => new ProcessId(OneOf(Processes))).ToArray(),
        _ => Enumerable.Range(0, OneOf(5, 5, 5, 0, 4, 6)).Select(_ => OneOf(Clocks)).ToArray(),
    };
}
