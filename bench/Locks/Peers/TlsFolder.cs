using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coterie.Bench.Locks.Peers;

/// <summary>A folder with a certificate for 127.0.0.1, which is its own authority, and its key.</summary>
internal sealed class TlsFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-bench-tls-");

    public TlsFolder()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bench", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(CertificateIn(Path), certificate.ExportCertificatePem());
        File.WriteAllText(KeyIn(Path), key.ExportPkcs8PrivateKeyPem());
    }

    public string Path => _folder.FullName;

    public static string CertificateIn(string folder) => System.IO.Path.Combine(folder, "bench.pem");

    public static string KeyIn(string folder) => System.IO.Path.Combine(folder, "bench.key");

    public void Dispose() => _folder.Delete(recursive: true);
}
