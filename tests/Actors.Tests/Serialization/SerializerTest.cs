using Akka.Actor;
using Akka.TestKit.Xunit2;
using Coterie.Configuration;
using Coterie.Serialization;

namespace Coterie.Tests.Serialization;

/// <summary>A test with the serializer of a system that has the library's configuration.</summary>
public abstract class SerializerTest : TestKit
{
    protected SerializerTest()
        : base(CoterieConfiguration.Load([])) =>
        Serializer = new CoterieSerializer((ExtendedActorSystem)Sys);

    /// <summary>The serializer under test.</summary>
    protected CoterieSerializer Serializer { get; }

    /// <summary>The message goes out as these bytes, and these bytes come in as the message: they stand for every version there has been.</summary>
    protected void AssertGolden(object message, string manifest, string hex)
    {
        Assert.Same(Sys.Serialization.FindSerializerFor(message).GetType(), typeof(CoterieSerializer));
        Assert.Equal((manifest, hex), (Serializer.Manifest(message), Convert.ToHexStringLower(Serializer.ToBinary(message))));
        Assert.Equivalent(message, Serializer.FromBinary(Convert.FromHexString(hex), manifest), strict: true);
    }
}
