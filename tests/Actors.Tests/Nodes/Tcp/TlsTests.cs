using Akka.Actor;
using Coterie.Actors.Nodes;

namespace Coterie.Tests.Nodes.Tcp;

/// <summary>The transport of nodes with encryption.</summary>
public sealed class TlsTests : TcpTest
{
    private const string Logs = "akka { loglevel = WARNING, loggers = [] }";

    private readonly Certificates _ours = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _ours.Dispose();
    }

    [Fact]
    public async Task Nodes_whose_certificates_have_one_authority_talk_in_both_directions()
    {
        var (a, b) = (Start(Tls(_ours, "a")), Start(Tls(_ours, "b")));
        await AsksAsync(a, b);
        await AsksAsync(b, a);
    }

    [Fact]
    public async Task They_talk_to_the_transport_of_Akka_in_both_directions()
    {
        var stock = $"{Tls(_ours, "stock")}\n{Stock}\nakka.remote.dot-netty.tcp.ssl.suppress-validation = on";
        await AsksAsync(Start(Tls(_ours, "a")), Start(stock));
        await AsksAsync(Start(stock), Start(Tls(_ours, "a")));
    }

    [Fact]
    public async Task A_node_with_a_certificate_of_another_authority_is_refused()
    {
        using var others = new Certificates();
        var node = Start($"{Tls(_ours, "a")}\n{Logs}");
        var warning = WarningOf(node);
        var stranger = Start($"{Tls(others, "b")}\nakka.remote.dot-netty.tcp.ssl.suppress-validation = on"); // it trusts all
        Identify(stranger, node);
        Assert.EndsWith(
            " is closed: its certificate must be valid, was [CN=b], not valid: PartialChain.",
            await warning,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_encryption_is_refused()
    {
        var node = Start($"{Tls(_ours, "a")}\n{Logs}");
        var warning = WarningOf(node);
        var socket = await ConnectAsync(node);
        await socket.SendAsync("no TLS, but long enough to look like a frame"u8.ToArray());
        await HearAsync(socket);
        Assert.Matches(
            "^The connection with ssl.tcp://coterie@127.0.0.1:[0-9]+ is closed: it speaks without TLS\\.$", await warning);
    }

    [Fact]
    public async Task A_client_that_does_not_agree_on_keys_in_time_is_refused()
    {
        var node = Start($"{Tls(_ours, "a")}\n{Logs}\ncoterie.node.handshake-timeout = 100ms");
        var warning = WarningOf(node);
        Assert.Equal(0, await HearAsync(await ConnectAsync(node)));
        Assert.EndsWith(
            " is closed: it did not agree on keys within 0.1 s (coterie.node.handshake-timeout).",
            await warning,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_need_not_show_a_certificate_if_a_key_says_so()
    {
        const string OneSided = "akka.remote.dot-netty.tcp.ssl.require-mutual-authentication = off";
        var client = Start($"{Tls(_ours, "a")}\n{OneSided}");
        await AsksAsync(client, Start($"{Tls(_ours, "b")}\n{OneSided}"));
        var strict = Start($"{Tls(_ours, "c")}\n{Logs}");
        var warning = WarningOf(strict);
        Identify(client, strict);
        Assert.EndsWith(" is closed: it shows no certificate.", await warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_of_a_certificate_is_checked_if_a_key_says_so()
    {
        const string Checks = "akka.remote.dot-netty.tcp.ssl.validate-certificate-hostname = on";
        var client = Start($"{Tls(_ours, "a")}\n{Checks}\n{Logs}");
        await AsksAsync(client, Start(Tls(_ours, "127.0.0.1")));
        var warning = WarningOf(client);
        Identify(client, Start(Tls(_ours, "elsewhere")));
        Assert.Contains("was [CN=elsewhere], not valid: another host", await warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""certificate.path = "/no/such/file" """, "ssl.certificate.path must be a PKCS #12 file")]
    [InlineData("certificate.password = wrong", "certificate.password its password")]
    [InlineData("""certificate { use-thumbprint-over-file = on, thumbprint = "ab" }""", "certificate.thumbprint must be that of")]
    public void A_certificate_that_cannot_be_read_is_told_with_its_key(string over, string text)
    {
        var failure = Assert.Throws<NodeException>(
            () => Start($"{Tls(_ours, "a")}\nakka.remote.dot-netty.tcp.ssl {{ {over} }}"));
        Assert.Contains(text, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trusted_certificates_that_cannot_be_read_are_told_with_their_key()
    {
        var failure = Assert.Throws<NodeException>(
            () => Start($"{Tls(_ours, "a")}\ncoterie.node.trusted-certificates = \"/no/such/file\""));
        Assert.Contains("coterie.node.trusted-certificates must be", failure.Message, StringComparison.Ordinal);
    }

    private static void Identify(ActorSystem from, ActorSystem node) => Identify(from, $"{Node.AddressOf(node)}");

    private static string Tls(Certificates of, string name) =>
        $$"""
        akka.remote.dot-netty.tcp {
          enable-ssl = on
          ssl.certificate { path = "{{of.Sign(name)}}", password = "{{Certificates.Password}}" }
        }
        coterie.node.trusted-certificates = "{{of.AuthorityFile}}"
        """;
}
