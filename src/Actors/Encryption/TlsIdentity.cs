using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coterie.Actors.Encryption;

/// <summary>The certificate of this node with its key, and the authority that it trusts.</summary>
internal sealed class TlsIdentity : IDisposable
{
    internal const string ServerUse = "1.3.6.1.5.5.7.3.1";
    internal const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2Collection _between;
    private readonly X509Certificate2Collection _authority;

    private TlsIdentity(X509Certificate2 own, X509Certificate2Collection between, X509Certificate2Collection authority) =>
        (Own, _between, _authority) = (own, between, authority);

    /// <summary>The certificate of this node; it has its private key.</summary>
    public X509Certificate2 Own { get; }

    /// <summary>Reads the files and checks them.</summary>
    /// <param name="options">The files.</param>
    /// <param name="faults">Gets what is wrong.</param>
    /// <returns>Null if anything is wrong.</returns>
    public static TlsIdentity? Read(TlsOptions options, List<TlsFault> faults)
    {
        var own = ReadFile(nameof(TlsOptions.CertificateFile), options.CertificateFile, "a certificate", Certificates, faults);
        var key = ReadFile(nameof(TlsOptions.KeyFile), options.KeyFile, "a private key, without a password,", KeyText, faults);
        var authority = ReadFile(
            nameof(TlsOptions.AuthorityFile), options.AuthorityFile, "the certificates of an authority", Certificates, faults);
        var certificate = own is null || key is null ? null : WithKey(own[0], key, options, faults);
        if (own is not null && authority is not null)
        {
            using var checking = new TlsIdentity(own[0], Rest(own), authority);
            faults.AddRange(checking.OwnFaults(options.AuthorityFile!));
        }
        return faults.Count == 0 ? new TlsIdentity(certificate!, Rest(own!), authority!) : null;
    }

    /// <summary>How the chain of a certificate is checked, that of this node and those of others.</summary>
    public X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(_authority);
        policy.ExtraStore.AddRange(_between);
        policy.ExtraStore.AddRange(_authority);
        policy.ApplicationPolicy.Add(new Oid(ServerUse));
        policy.ApplicationPolicy.Add(new Oid(ClientUse));
        return policy;
    }

    /// <summary>What this node shows: its certificate, and those between it and the authority.</summary>
    public SslStreamCertificateContext Shown() => SslStreamCertificateContext.Create(Own, _between, offline: true);

    /// <inheritdoc/>
    public void Dispose() => Own.Dispose();

    private IEnumerable<TlsFault> OwnFaults(string authorityFile)
    {
        using var chain = new X509Chain { ChainPolicy = Policy() };
        if (chain.Build(Own))
            return [];
        return CertificateText.Broken(Own, chain.ChainStatus, $"the authority in {authorityFile}")
            .Select(broken => new TlsFault(nameof(TlsOptions.CertificateFile), broken.Rule, $"it is {broken.Was}"));
    }

    private static T? ReadFile<T>(string option, string? path, string what, Func<string, T> read, List<TlsFault> faults)
        where T : class
    {
        if (string.IsNullOrEmpty(path))
        {
            faults.Add(new TlsFault(option, "given, since TLS needs all three files"));
            return null;
        }
        try
        {
            return read(File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException
            or ArgumentException or NotSupportedException)
        {
            faults.Add(new TlsFault(option, $"a file with {what} in PEM", failure.Message));
            return null;
        }
    }

    private static X509Certificate2Collection Certificates(string text)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(text);
        return all.Count > 0 ? all : throw new CryptographicException("there is none in it");
    }

    private static string KeyText(string text)
    {
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var found); rest = rest[found.Location.End..])
        {
            var label = rest[found.Label];
            if (label is "ENCRYPTED PRIVATE KEY")
                throw new CryptographicException("the key has a password");
            if (label.EndsWith("PRIVATE KEY"))
                return text;
        }
        throw new CryptographicException("there is none in it");
    }

    private static X509Certificate2? WithKey(
        X509Certificate2 certificate, string key, TlsOptions options, List<TlsFault> faults)
    {
        try
        {
            using var whole = X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), key);
            // Windows cannot use a key that is in memory alone.
            return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            var rule = $"the private key of the certificate in {options.CertificateFile}";
            faults.Add(new TlsFault(nameof(TlsOptions.KeyFile), rule));
            return null;
        }
    }

    private static X509Certificate2Collection Rest(X509Certificate2Collection certificates) => [.. certificates.Skip(1)];
}
