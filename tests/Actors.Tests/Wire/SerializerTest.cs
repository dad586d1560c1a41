using Akka.Actor;
using Akka.Serialization;
using Akka.TestKit.Xunit2;
using Coterie.Actors.Wire;
using Coterie.Lab.Configuration;

namespace Coterie.Tests.Wire;

/// <summary>A test with the serializers of a system that has the libraries' configuration.</summary>
public abstract class SerializerTest : TestKit
{
    protected SerializerTest()
        : base(LabConfiguration.Load([])) =>
        Serializer = new CoterieSerializer((ExtendedActorSystem)Sys);

    /// <summary>The serializer of the protocols' messages.</summary>
    private protected CoterieSerializer Serializer { get; }

    /// <summary>
    /// The message is written as these bytes, and these bytes are read as the message, in every version.
    /// </summary>
    /// <typeparam name="TSerializer">The serializer of the message.</typeparam>
    protected void AssertGolden<TSerializer>(object message, string manifest, string hex)
        where TSerializer : SerializerWithStringManifest
    {
        var serializer = Assert.IsType<TSerializer>(Sys.Serialization.FindSerializerFor(message));
        Assert.Equal((manifest, hex), (serializer.Manifest(message), Convert.ToHexStringLower(serializer.ToBinary(message))));
        Assert.Equivalent(message, serializer.FromBinary(Convert.FromHexString(hex), manifest), strict: true);
    }
}
