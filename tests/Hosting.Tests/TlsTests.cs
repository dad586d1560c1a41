using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coterie.Actors.Locks;
using Microsoft.Extensions.Logging;
using static Coterie.Hosting.Tests.Application;

namespace Coterie.Hosting.Tests;

/// <summary>Encryption by the options.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coterie-tls").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Processes_with_certificates_share_locks_and_one_without_is_refused()
    {
        var addresses = FreePorts.TakeAddresses(1);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=group", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback); // that of the client
        names.AddIpAddress(IPAddress.Parse(addresses[0].Split(':')[0]));
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (own, secret) = (Path.Combine(_folder, "a \"b\" $x <ä>.pem"), Path.Combine(_folder, "a.key"));
        await File.WriteAllTextAsync(own, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(secret, key.ExportPkcs8PrivateKeyPem());
        await using var member = await StartAsync(options =>
        {
            options.Listen = addresses[0];
            Encrypted(options);
        });
        await using var client = await StartAsync(Encrypted);
        using var held = await client.Coterie.AcquireAsync("a", Patience);
        Assert.True(held.IsHeld);

        await using var plain = await StartAsync(options => options.Members = addresses);
        var warning = await member.Log.NextAsync(record =>
            record.Level == LogLevel.Warning && record.Text.Contains(" is closed: ", StringComparison.Ordinal));
        Assert.Matches(
            @"^The connection with ssl\.tcp://coterie@127\.0\.0\.1:\d+ is closed: it speaks without TLS\.$", warning.Text);

        void Encrypted(CoterieHostOptions options)
        {
            options.Members = addresses;
            options.Tls.CertificateFile = options.Tls.AuthorityFile = own;
            options.Tls.KeyFile = secret;
        }
    }
}
