using Akka.Configuration;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory;
using Coterie.Protocols.Memory;

namespace Coterie.Tests.Memory;

/// <summary>Section <c>coterie.memory</c>.</summary>
public sealed class SettingsTests
{
    [Fact]
    public void The_defaults_are_those_of_the_reference() => Assert.Equal(
        new MemorySettings(10_000, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10), 10_000, new(1000)), Read(""));

    [Theory]
    [InlineData("most-waiting = 0", "coterie.memory.most-waiting must be a whole number from 1 to 1000000, was [0].")]
    [InlineData("most-waiting = many", "coterie.memory.most-waiting must be a whole number from 1 to 1000000, was [many].")]
    [InlineData("most-variables = -1", "coterie.memory.most-variables must be a whole number from 1 to 1000000, was [-1].")]
    [InlineData("most-locks = 0", "coterie.memory.most-locks must be a whole number from 1 to 1000000, was [0].")]
    [InlineData(
        "most-locks-of-client = 0", "coterie.memory.most-locks-of-client must be a whole number from 1 to 1000000, was [0].")]
    [InlineData("most-claims = 0", "coterie.memory.most-claims must be a whole number from 1 to 1000000, was [0].")]
    [InlineData("most-lists = 0", "coterie.memory.most-lists must be a whole number from 1 to 1000000, was [0].")]
    [InlineData("most-watches = 0", "coterie.memory.most-watches must be a whole number from 1 to 1000000, was [0].")]
    [InlineData(
        "default-lease = 0", "coterie.memory.default-lease must be a duration above 0, such as 250ms or 10s, up to 1h, was [0].")]
    [InlineData("default-lease = 11m", "coterie.memory.default-lease must be at most coterie.memory.longest-lease, was [11m].")]
    [InlineData(
        "raw-port.most-connections = 0",
        "coterie.memory.raw-port.most-connections must be a whole number from 1 to 100000, was [0].")]
    public void A_value_that_breaks_its_rule_is_named(string setting, string message) =>
        Assert.Equal(message, Assert.Throws<SettingsException>(() => Read($"coterie.memory.{setting}")).Message);

    [Theory]
    [InlineData("-2147483648", -2147483648)]
    [InlineData("+7", 7)]
    [InlineData("2147483648", null)]
    [InlineData("1.0", null)]
    [InlineData("0x10", null)]
    [InlineData("", null)]
    public void A_value_is_a_32_bit_integer(string text, int? number) => Assert.Equal(number, Value.TryParse(text)?.Number);

    private static MemorySettings Read(string text) =>
        CoterieSettings.Read(ConfigurationFactory.ParseString(text).WithFallback(CoterieConfiguration.Load([]))).Memory;
}
