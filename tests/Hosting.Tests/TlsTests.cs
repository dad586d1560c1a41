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
        const string Password = "quoted \"\\ $x <ä>";
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=group", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (own, trusted) = (Path.Combine(_folder, "a \"b\".p12"), Path.Combine(_folder, "group.pem"));
        await File.WriteAllBytesAsync(own, certificate.Export(X509ContentType.Pkcs12, Password));
        await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem());
        var addresses = FreeAddresses(1);
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
        Assert.StartsWith("The connection with ssl.tcp://coterie@127.0.0.1:", warning.Text, StringComparison.Ordinal);

        void Encrypted(CoterieHostOptions options)
        {
            options.Members = addresses;
            options.Tls.Certificate = own;
            options.Tls.Password = Password;
            options.Tls.TrustedCertificates = trusted;
        }
    }
}
