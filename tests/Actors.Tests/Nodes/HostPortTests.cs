using Coterie.Actors.Nodes;

namespace Coterie.Tests.Nodes;

public sealed class HostPortTests
{
    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1:4053")]
    [InlineData("10.0.0.1:9", "10.0.0.1:9")]
    [InlineData("10.0.0.1:0", "10.0.0.1:0")]
    [InlineData("host.example", "host.example:4053")]
    [InlineData("host.example:65535", "host.example:65535")]
    [InlineData("::1", "[::1]:4053")]
    [InlineData("[::1]", "[::1]:4053")]
    [InlineData("[FE80::0:1]:9", "[fe80::1]:9")]
    public void A_host_with_or_without_a_port_is_read(string text, string expected) =>
        Assert.Equal(expected, HostPort.TryParse(text)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData(":4053")]
    [InlineData("10.0.0.1:")]
    [InlineData("10.0.0.1:65536")]
    [InlineData("10.0.0.1:-1")]
    [InlineData("10.0.0.1: 1")]
    [InlineData("[10.0.0.1]:4053")]
    [InlineData("[::1")]
    [InlineData("[::1]x")]
    [InlineData("two words:1")]
    [InlineData("a/b")]
    [InlineData("akka.tcp://coterie@10.0.0.1:4053")]
    public void A_text_that_is_not_a_host_with_a_port_is_refused(string text) => Assert.Null(HostPort.TryParse(text));

    [Fact]
    public async Task An_address_resolves_to_itself() =>
        Assert.Equal("127.0.0.2:7", (await new HostPort("127.0.0.2", 7).ResolveAsync()).ToString());
}
