using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coterie.Tests.Nodes.Tcp;

/// <summary>A certificate authority, and certificates that it has signed, as files in a folder.</summary>
internal sealed class Certificates : IDisposable
{
    public const string Password = "a password";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-certificates-");
    private readonly X509Certificate2 _authority;
    private int _count;

    public Certificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=authority {Guid.NewGuid()}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        AuthorityFile = Path.Combine(_folder.FullName, "authority.pem");
        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());
    }

    /// <summary>The certificate of the authority, in PEM.</summary>
    public string AuthorityFile { get; }

    /// <summary>Signs a certificate.</summary>
    /// <param name="name">A name or an address of its host.</param>
    /// <returns>A file with it and its key, in PKCS #12.</returns>
    public string Sign(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(
            _authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), [(byte)++_count]);
        using var whole = signed.CopyWithPrivateKey(key);
        var file = Path.Combine(_folder.FullName, $"{_count}.p12");
        File.WriteAllBytes(file, whole.Export(X509ContentType.Pkcs12, Password));
        return file;
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }
}
