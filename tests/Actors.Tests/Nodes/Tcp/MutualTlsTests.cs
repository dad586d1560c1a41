using System.Net;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Actor.Setup;
using Coterie.Actors.Encryption;
using Coterie.Actors.Memory;
using Coterie.Actors.Nodes;
using Coterie.Tests.Encryption;

namespace Coterie.Tests.Nodes.Tcp;

/// <summary>Nodes that encrypt by files of their own: who is refused, and what both sides say.</summary>
public sealed class MutualTlsTests : TcpTest
{
    private const string Here = "127.0.0.1";
    private const string Logs = "akka { loglevel = WARNING, loggers = [] }\n";

    private readonly PemFolder _ours = new();
    private readonly PemFolder _others = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _ours.Dispose();
        _others.Dispose();
    }

    [Fact]
    public async Task Nodes_talk_in_both_directions_by_the_addresses_in_their_certificates()
    {
        var (a, b) = (Start(Tls(_ours.For(Here))), Start(Tls(_ours.For("10.0.0.9", Here))));
        await AsksAsync(a, b);
        await AsksAsync(b, a);
    }

    [Fact]
    public async Task A_client_talks_to_a_server_and_the_server_to_the_client()
    {
        var (server, client) = (Start(Tls(_ours.For(Here))), Start(Tls(_ours.ForClient())));
        await AsksAsync(client, server);
        await AsksAsync(server, client);
    }

    [Fact]
    public async Task A_name_in_a_certificate_stands_for_the_address_by_which_the_user_gave_it()
    {
        ResolvedNames.Note("tls-test.example", IPAddress.Loopback);
        await AsksAsync(Start(Tls(_ours.For(Here))), Start(Tls(_ours.For("tls-test.example"))));
    }

    [Fact]
    public void A_node_whose_certificate_has_not_its_address_does_not_start()
    {
        var files = _ours.For("10.0.0.9", "elsewhere");
        Assert.Equal(
            $"{files.CertificateFile} (--tls, coterie.node.tls.certificate): the certificate of this node must have the address "
            + "127.0.0.1, was [CN=10.0.0.9] for [10.0.0.9, elsewhere].",
            Assert.Throws<NodeException>(() => Start(Tls(files))).Message);
    }

    [Fact]
    public void A_member_with_a_client_certificate_does_not_start()
    {
        var own = new ExpectedNodes(new IPEndPoint(IPAddress.Loopback, 0));
        var failure = Assert.Throws<NodeException>(
            () => Start(Tls(_ours.ForClient()), setup: ActorSystemSetup.Create(own)));
        Assert.Contains("127.0.0.1, which is that of a member or server, was", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "foreign",
        @"must be signed by the authority, was \[CN=127.0.0.1\] for \[127.0.0.1\]: it is signed by \[CN=Coterie authority .*\]")]
    [InlineData("expired", @"must be valid now, was \[CN=127.0.0.1\] for \[127.0.0.1\]: it is valid from .*Z to .*Z")]
    [InlineData("not yet", @"must be valid now, was \[CN=127.0.0.1\] for \[127.0.0.1\]: it is valid from .*Z to .*Z")]
    [InlineData("other use", @"must be for servers and for clients \(extended key usage\), was .*: it is for other uses")]
    [InlineData("other address", @"must have the address 127.0.0.1, was \[CN=127.0.0.9\] for \[127.0.0.9\]")]
    public async Task A_wrong_certificate_is_refused_in_both_directions_and_both_sides_say_why(string kind, string rule)
    {
        var shown = kind switch
        {
            "foreign" => _others.For(Here),
            "expired" => _ours.Expired(Here),
            "not yet" => _ours.NotYet(Here),
            "other use" => _ours.ForServersOnly(Here),
            _ => _ours.For("127.0.0.9"),
        };
        await RefusesAsync(Start(Logs + Tls(_ours.For(Here))), Start(Logs + Careless(shown)), rule);
        await RefusesAsync(Start(Logs + Tls(_ours.For(Here))), Start(Logs + Careless(shown)), rule, isCalled: true);
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_refused_and_both_sides_say_why()
    {
        var stranger = Start(
            Logs + Careless(_others.For(Here)) + "akka.remote.dot-netty.tcp.ssl.require-mutual-authentication = off");
        var node = Start(Logs + Tls(_ours.For(Here)));
        var (here, there) = (RefusalOf(node), RefusalOf(stranger));
        Identify(stranger, $"{Node.AddressOf(node)}");
        Assert.EndsWith(" is closed: it shows no certificate.", await here, StringComparison.Ordinal);
        Assert.EndsWith(
            " is closed: it refuses this node: this node shows no certificate.", await there, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_is_not_taken_for_a_member()
    {
        const string Rule =
            @"must have the address 127.0.0.1, which is that of a member or server, was \[.*\] for \[coterie-client\]";
        foreach (var isCalled in new[] { false, true })
        {
            var client = Start(Logs + Careless(_ours.ForClient()));
            var expected = new ExpectedNodes(Node.EndpointOf(Node.AddressOf(client))!);
            var node = Start(Logs + Tls(_ours.For(Here)), setup: ActorSystemSetup.Create(expected));
            await RefusesAsync(node, client, Rule, isCalled);
        }
    }

    [Fact]
    public async Task A_client_cannot_send_in_the_name_of_a_member()
    {
        var member = new IPEndPoint(IPAddress.Parse("127.0.0.9"), 4053);
        var node = Start(Logs + Tls(_ours.For(Here)), setup: ActorSystemSetup.Create(new ExpectedNodes(member)));
        var client = Start(Logs + Tls(_ours.ForClient()));
        await AsksAsync(client, node);
        var (here, there) = (RefusalOf(node), RefusalOf(client));
        var provider = ((ExtendedActorSystem)client).Provider;
        var memory = new RootActorPath(Node.AddressOf(node)) / "user" / MemoryActor.Name;
        // It has its own address in the path, too.
        var forged = new RootActorPath(Node.AddressOf(node).WithHost("127.0.0.9").WithPort(4053))
            / "user" / "voter" / $"@{Node.Text(Node.AddressOf(client))}" / "a";
        client.ActorSelection(memory).Tell(new Identify(1), provider.ResolveActorRef(forged));
        Assert.EndsWith(" is closed: it sends in the name of 127.0.0.9:4053.", await here, StringComparison.Ordinal);
        Assert.EndsWith(
            " is closed: it refuses this node: this node sends in the name of 127.0.0.9:4053.",
            await there,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_without_TLS_is_refused_and_both_sides_say_why()
    {
        var (node, plain) = (Start(Logs + Tls(_ours.For(Here))), Start(Logs));
        var (here, there) = (RefusalOf(node), RefusalOf(plain));
        Identify(plain, $"akka.tcp://coterie@{Node.Text(Node.AddressOf(node))}");
        Assert.EndsWith(" is closed: it speaks without TLS.", await here, StringComparison.Ordinal);
        Assert.EndsWith(" is closed: it refuses this node: it speaks with TLS alone.", await there, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_without_TLS_refuses_one_with_it_and_both_sides_say_why()
    {
        var (node, plain) = (Start(Logs + Tls(_ours.For(Here))), Start(Logs));
        var (here, there) = (RefusalOf(node), RefusalOf(plain));
        Identify(node, $"akka.ssl.tcp://coterie@{Node.Text(Node.AddressOf(plain))}");
        Assert.EndsWith(" is closed: it refuses this node: it speaks without TLS.", await here, StringComparison.Ordinal);
        Assert.EndsWith(" is closed: it speaks TLS, and this node does not.", await there, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_transport_does_not_encrypt_by_these_files()
    {
        var failure = Assert.Throws<NodeException>(() => Start($"{Tls(_ours.For(Here))}\n{Stock}"));
        Assert.StartsWith(
            "akka.remote.dot-netty.tcp.transport-class must be Coterie's own with coterie.node.tls, was [Akka.Remote.",
            failure.Message,
            StringComparison.Ordinal);
    }

    // The node that checks certificates refuses the other one, whoever has connected.
    private static async Task RefusesAsync(ActorSystem node, ActorSystem stranger, string rule, bool isCalled = false)
    {
        var (here, there) = (RefusalOf(node), RefusalOf(stranger));
        if (isCalled)
            Identify(node, $"{Node.AddressOf(stranger)}");
        else
            Identify(stranger, $"{Node.AddressOf(node)}");
        Assert.Matches($@"^The connection with \S+ is closed: its certificate {rule}\.$", await here);
        Assert.Matches(
            $@"^The connection with \S+ is closed: it refuses this node: the certificate of this node {rule}\.$", await there);
    }

    private static Task<string> RefusalOf(ActorSystem node) => WarningOf(node, "The connection with ");

    private static string Tls(TlsOptions files) => $$"""
        coterie.node.tls { certificate = "{{files.CertificateFile}}", key = "{{files.KeyFile}}" }
        coterie.node.tls.authority = "{{files.AuthorityFile}}"

        """;

    // Shows that certificate, and accepts every other one.
    private string Careless(TlsOptions files)
    {
        using var certificate = X509Certificate2.CreateFromPemFile(files.CertificateFile!, files.KeyFile);
        return $$"""
            akka.remote.dot-netty.tcp {
              enable-ssl = on
              ssl { certificate.path = "{{_ours.Write(certificate.Export(X509ContentType.Pkcs12))}}", suppress-validation = on }
            }

            """;
    }
}
