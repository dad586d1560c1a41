using System.Security.Cryptography;
using Coterie.Actors.Configuration;
using Coterie.Actors.Encryption;
using Coterie.Actors.Locks;

namespace Coterie.Tests.Encryption;

/// <summary>The check of the files before anything is opened.</summary>
public sealed class TlsOptionsTests : IDisposable
{
    private readonly PemFolder _ours = new();
    private readonly PemFolder _others = new();

    public void Dispose()
    {
        _ours.Dispose();
        _others.Dispose();
    }

    [Fact]
    public void Files_that_fit_have_no_errors()
    {
        Assert.Empty(_ours.For("10.0.0.1", "node.example").Errors());
        Assert.Empty(_ours.ForClient().Errors());
    }

    [Fact]
    public void Certificates_of_authorities_may_follow_that_of_the_node_and_the_authority_may_be_one_of_several()
    {
        var files = _ours.For("10.0.0.1");
        var both = _ours.Write(File.ReadAllText(files.CertificateFile!) + "\n" + File.ReadAllText(_ours.Authority));
        var several = _ours.Write(File.ReadAllText(_others.Authority) + "\n" + File.ReadAllText(_ours.Authority));
        Assert.Empty((files with { CertificateFile = both, AuthorityFile = several }).Errors());
    }

    [Fact]
    public void All_three_files_are_given()
    {
        var errors = new TlsOptions { CertificateFile = _ours.For("a").CertificateFile }.Errors();
        Assert.Equal(
            [
                "KeyFile must be given, since TLS needs all three files, was [].",
                "AuthorityFile must be given, since TLS needs all three files, was [].",
            ],
            errors);
    }

    [Fact]
    public void All_errors_are_told_at_once()
    {
        var (text, folder) = (_ours.Write("no PEM"), Path.GetTempPath());
        var errors = new TlsOptions { CertificateFile = "/no/such/file", KeyFile = text, AuthorityFile = folder }.Errors();
        Assert.Collection(
            errors,
            error => Assert.StartsWith(
                "CertificateFile must be a file with a certificate in PEM, was [/no/such/file]: ",
                error,
                StringComparison.Ordinal),
            error => Assert.Equal(
                $"KeyFile must be a file with a private key, without a password, in PEM, was [{text}]: there is none in it.",
                error),
            error => Assert.StartsWith(
                $"AuthorityFile must be a file with the certificates of an authority in PEM, was [{folder}]: ",
                error,
                StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_with_a_password_is_refused()
    {
        using var key = ECDsa.Create();
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        var file = _ours.Write(key.ExportEncryptedPkcs8PrivateKeyPem("secret", parameters));
        Assert.EndsWith(
            $"was [{file}]: the key has a password.",
            Assert.Single((_ours.For("a") with { KeyFile = file }).Errors()),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_is_that_of_the_certificate()
    {
        var (one, other) = (_ours.For("a"), _ours.For("b"));
        Assert.Equal(
            [$"KeyFile must be the private key of the certificate in {one.CertificateFile}, was [{other.KeyFile}]."],
            (one with { KeyFile = other.KeyFile }).Errors());
    }

    [Fact]
    public void The_certificate_is_valid_now()
    {
        foreach (var files in new[] { _ours.Expired("a"), _ours.NotYet("a") })
        {
            Assert.Matches(
                @"^CertificateFile must be valid now, was \[.*\]: it is valid from \d{4}-.*Z to \d{4}-.*Z\.$",
                Assert.Single(files.Errors()));
        }
    }

    [Fact]
    public void The_authority_has_signed_it()
    {
        var files = _ours.For("a") with { AuthorityFile = _others.Authority };
        Assert.Matches(
            @"^CertificateFile must be signed by the authority in .*, was \[.*\]: it is signed by \[CN=Coterie authority .*\]\.$",
            Assert.Single(files.Errors()));
    }

    [Fact]
    public void It_is_for_servers_and_clients()
    {
        Assert.Matches(
            @"^CertificateFile must be for servers and for clients \(extended key usage\), was \[.*\]: it is for other uses\.$",
            Assert.Single(_ours.ForServersOnly("a").Errors()));
    }

    [Fact]
    public void Keys_of_the_configuration_are_checked_with_the_others_and_told_by_where_they_were_set()
    {
        var file = _ours.Write("coterie.node.tls.key = /no/such/file\ncoterie.mutex.resend-interval = 0");
        var environment = new Dictionary<string, string> { ["COTERIE_NODE_TLS_CERTIFICATE"] = "/no/such/certificate" };
        var message = Assert.Throws<SettingsException>(() => CoterieConfiguration.Load([file], environment)).Message;
        string[] parts =
        [
            "coterie.node.tls.certificate (COTERIE_NODE_TLS_CERTIFICATE) must be a file",
            $"{file}, line 1, column 1: coterie.node.tls.key must be a file",
            "coterie.node.tls.authority must be given",
            "coterie.mutex.resend-interval must be",
        ];
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_section_of_Akka_is_off_beside_them()
    {
        var files = _ours.For("a");
        var file = _ours.Write($$"""
            coterie.node.tls { certificate = "{{files.CertificateFile}}", key = "{{files.KeyFile}}" }
            coterie.node.tls.authority = "{{files.AuthorityFile}}"
            akka.remote.dot-netty.tcp.enable-ssl = on
            """);
        Assert.Equal(
            $"akka.remote.dot-netty.tcp.enable-ssl must be off with {file}, line 1, column 20: coterie.node.tls.certificate, "
            + "which encrypts by itself, was [on].",
            Assert.Throws<SettingsException>(() => CoterieConfiguration.Load([file])).Message);
    }

    [Fact]
    public async Task A_node_of_the_library_tells_of_them_with_its_other_options()
    {
        var options = new CoterieOptions { Tls = new TlsOptions { CertificateFile = "/no/such/file" }, Lease = TimeSpan.Zero };
        var message = (await Assert.ThrowsAsync<SettingsException>(() => CoterieNode.StartAsync(options))).Message;
        Assert.Contains("Tls.CertificateFile must be a file", message, StringComparison.Ordinal);
        Assert.Contains("Tls.KeyFile must be given", message, StringComparison.Ordinal);
        Assert.Contains("Lease must be", message, StringComparison.Ordinal);
    }
}
