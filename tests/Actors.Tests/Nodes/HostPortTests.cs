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
    [InlineData("::ffff:10.0.0.1", "[::ffff:10.0.0.1]:4053")]
    [InlineData("0.0.0.0", "0.0.0.0:4053")]
    [InlineData("255.255.255.255:1", "255.255.255.255:1")]
    [InlineData("1.host", "1.host:4053")]
    [InlineData("1and1.de:9", "1and1.de:9")]
    [InlineData("0xfg", "0xfg:4053")]
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
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3:4053")]
    [InlineData("127.1")]
    [InlineData("127.1:9")]
    [InlineData("127.0.0.1.")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("0X7F000001")]
    [InlineData("127.0.0.0x1")]
    [InlineData("010.0.0.1")]
    [InlineData("10.0.0.01:4053")]
    [InlineData("10.0.0.09")]
    [InlineData("10.0.0.256")]
    [InlineData("1.2.3.4.5")]
    [InlineData("host.1")]
    [InlineData("::ffff:1.2.3")]
    [InlineData("[::1.2.3]:9")]
    [InlineData("[127.1]:9")]
    public void A_text_that_is_not_a_host_with_a_port_is_refused(string text) => Assert.Null(HostPort.TryParse(text));

    [Fact]
    public async Task An_address_resolves_to_itself() =>
        Assert.Equal("127.0.0.2:7", (await new HostPort("127.0.0.2", 7).ResolveAsync()).ToString());

    [Theory]
    [InlineData("127.1")]
    [InlineData("1.2.3")]
    [InlineData("0x7f.1")]
    [InlineData("010.0.0.1")]
    public async Task An_address_that_is_not_written_in_full_does_not_resolve(string host)
    {
        var refused = await Assert.ThrowsAsync<NodeException>(() => new HostPort(host, 7).ResolveAsync());
        Assert.Equal($"HOST must be an address, such as 10.0.0.1, or a name, was [{host}].", refused.Message);
    }
}
