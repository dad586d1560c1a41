using System.Runtime.Serialization;
using Akka.Actor;
using Coterie.Actors.Wire;
using static Coterie.Actors.Memory.LocalMemoryProtocol;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Wire;

/// <summary>Messages from strangers and from other versions.</summary>
public sealed class CoterieSerializerTests : SerializerTest
{
    [Fact]
    public void Its_identifier_never_changes() => Assert.Equal(1981, Serializer.Identifier);

    [Fact]
    public void A_manifest_that_is_not_known_is_refused()
    {
        var error = Assert.Throws<SerializationException>(() => Serializer.FromBinary([], "System.String"));
        Assert.EndsWith(", was [System.String].", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_without_a_format_is_refused()
    {
        var error = Assert.Throws<SerializationException>(() => Serializer.ToBinary(new OpenVariable("x")));
        Assert.Equal("The message must be of a type with a wire format, was [OpenVariable].", error.Message);
    }

    [Theory]
    [InlineData("MR", "0a")]            // a length without its bytes
    [InlineData("MR", "0807ff")]
    [InlineData("MW", "08071201781aff0f")]
    public void Bytes_that_cannot_be_parsed_are_refused(string manifest, string hex) =>
        Assert.Throws<SerializationException>(() => Serializer.FromBinary(Convert.FromHexString(hex), manifest));

    [Theory]
    [InlineData("MW", "0807120178", "The value must be set, was [].")]
    [InlineData("mc", "080712021801", "The kind of the value must be known to this version, was [None].")]
    [InlineData("mf", "0807", "The refusal must be known to this version, was [None].")]
    [InlineData("XQ", "", "The timestamp must be set, was [].")]
    public void Bytes_without_a_required_field_are_refused(string manifest, string hex, string message) =>
        Assert.Equal(
            message,
            Assert.Throws<SerializationException>(() => Serializer.FromBinary(Convert.FromHexString(hex), manifest)).Message);

    [Fact]
    public void Random_bytes_make_a_message_or_a_SerializationException_and_nothing_else()
    {
        var random = new Random(5);
        var manifests = GoldenBytesTests.Messages.Select(row => (string)row[0]).Distinct().ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(24)];
            random.NextBytes(bytes);
            try
            {
                Assert.NotNull(Serializer.FromBinary(bytes, manifests[i % manifests.Length]));
            }
            catch (SerializationException)
            {
            }
        }
    }

    [Fact]
    public void Fields_of_a_later_version_are_ignored() =>
        Assert.Equal(new Read(7, "x"), Serializer.FromBinary(Convert.FromHexString("08071201789a0603616263"), "MR"));

    [Fact]
    public void A_lease_too_long_for_a_TimeSpan_is_read_as_a_very_long_one()
    {
        var read = (AcquireRead)Serializer.FromBinary(Convert.FromHexString("080712017818ffffffffffffffff7f"), "MAR");
        Assert.True(read.Lease > TimeSpan.FromDays(365_000));
    }

    [Fact]
    public void Json_with_type_names_is_neither_written_nor_read()
    {
        var json = new RefusingSerializer((ExtendedActorSystem)Sys, "identifier = 1");
        Assert.Equal(1, json.Identifier);
        Assert.Throws<SerializationException>(() => json.ToBinary(new object()));
        Assert.Throws<SerializationException>(() => Sys.Serialization.Deserialize("{}"u8.ToArray(), 1, typeof(object)));
    }

    [Fact]
    public void A_message_without_a_serializer_cannot_be_sent() =>
        Assert.Throws<SerializationException>(() => Sys.Serialization.Serialize(new OpenVariable("x")));
}
