using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coterie.Actors.Encryption;

/// <summary>An authority that was made just now, for trying out, and the certificates that it signs.</summary>
internal sealed class CertificateMaker : IDisposable
{
    private static readonly TimeSpan ClockDifference = TimeSpan.FromHours(1);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;

    /// <summary>Makes an authority.</summary>
    /// <param name="from">From when on its certificates are valid; clocks may be an hour behind.</param>
    /// <param name="to">Until when.</param>
    public CertificateMaker(DateTimeOffset from, DateTimeOffset to)
    {
        var number = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var request = new CertificateRequest($"CN=Coterie authority {number}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _authority = request.CreateSelfSigned(from - ClockDifference, to);
    }

    /// <summary>The certificate of the authority, and its key.</summary>
    public PemPair Authority => new(_authority.ExportCertificatePem(), _key.ExportPkcs8PrivateKeyPem());

    /// <summary>Makes a key and a certificate.</summary>
    /// <param name="subject">Its subject.</param>
    /// <param name="names">Addresses and names that it has.</param>
    /// <param name="uses">Its uses; null: for servers and clients.</param>
    /// <param name="days">How many days it is valid from now on, which may have passed; null: as long as the authority.</param>
    public PemPair Make(
        string subject, IEnumerable<string> names, IEnumerable<string>? uses = null, (int From, int To)? days = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(subject);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var alternative in names)
        {
            if (IPAddress.TryParse(alternative, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(alternative);
        }
        var purposes = new OidCollection();
        foreach (var use in uses ?? [TlsIdentity.ServerUse, TlsIdentity.ClientUse])
            purposes.Add(new Oid(use));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(purposes, false));
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true, false));
        DateTimeOffset from = _authority.NotBefore;
        DateTimeOffset to = _authority.NotAfter;
        if (days is { } given)
            (from, to) = (from.AddDays(given.From), from.AddDays(given.To));
        using var signed = request.Create(
            _authority.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), from, to, SerialNumber());
        return new PemPair(signed.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }

    // Positive, as it must be.
    private static byte[] SerialNumber()
    {
        var number = RandomNumberGenerator.GetBytes(16);
        number[0] = (byte)((number[0] & 0x7F) | 0x40);
        return number;
    }
}

/// <summary>A certificate and its private key, in PEM.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Key">The key.</param>
internal sealed record PemPair(string Certificate, string Key);
