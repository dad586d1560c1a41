using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Configuration;
using Coterie.Actors.Text;

namespace Coterie.Actors.Nodes.Tcp;

/// <summary>
/// Encrypts connections, by the keys of <c>akka.remote.dot-netty.tcp.ssl</c> and with their meaning: both sides show a
/// certificate, unless <c>require-mutual-authentication</c> is off.
/// </summary>
internal sealed class Tls : IEncryption
{
    private const string Section = "akka.remote.dot-netty.tcp.ssl";
    private const int LongestShown = 100;

    private readonly X509Certificate2 _own;
    private readonly X509Certificate2Collection? _trusted;
    private readonly bool _isMutual;
    private readonly bool _validates;
    private readonly bool _checksHost;

    private Tls(Config ssl, X509Certificate2 own, X509Certificate2Collection? trusted)
    {
        (_own, _trusted) = (own, trusted);
        _isMutual = ssl.GetBoolean("require-mutual-authentication", true);
        _validates = !ssl.GetBoolean("suppress-validation", false);
        _checksHost = ssl.GetBoolean("validate-certificate-hostname", false);
    }

    /// <summary>Reads the certificate.</summary>
    /// <param name="ssl">The section.</param>
    /// <param name="trusted">See <see cref="NodeSettings.TrustedCertificates"/>.</param>
    /// <exception cref="ConfigurationException">There is none, it cannot be read, or it has no private key.</exception>
    public static Tls Read(Config ssl, string? trusted)
    {
        var certificate = ssl.GetConfig("certificate") ?? Config.Empty;
        var own = certificate.GetBoolean("use-thumbprint-over-file", false) ? FromStore(certificate) : FromFile(certificate);
        if (!own.HasPrivateKey)
        {
            throw new ConfigurationException(
                $"{Section}.certificate must have its private key, was [{own.Subject}] without one.");
        }
        return new Tls(ssl, own, trusted is null ? null : Trusted(trusted));
    }

    /// <inheritdoc/>
    public Task<IConnection> AsClientAsync(Socket socket, HostPort place, CancellationToken limit)
    {
        var ignored = _checksHost ? SslPolicyErrors.None : SslPolicyErrors.RemoteCertificateNameMismatch;
        return AgreeAsync(socket, ignored, mayBeWithout: false, (stream, validate) => stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = place.Host,
                ClientCertificates = _isMutual ? [_own] : null,
                CertificateChainPolicy = ChainPolicy(),
                RemoteCertificateValidationCallback = validate,
            },
            limit));
    }

    /// <inheritdoc/>
    public Task<IConnection> AsServerAsync(Socket socket, CancellationToken limit) =>
        AgreeAsync(socket, SslPolicyErrors.None, mayBeWithout: !_isMutual, (stream, validate) => stream.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = _own,
                ClientCertificateRequired = _isMutual,
                CertificateChainPolicy = ChainPolicy(),
                RemoteCertificateValidationCallback = validate,
            },
            limit));

    private async Task<IConnection> AgreeAsync(
        Socket socket,
        SslPolicyErrors ignored,
        bool mayBeWithout,
        Func<SslStream, RemoteCertificateValidationCallback, Task> agree)
    {
        string? refusal = null;
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await agree(stream, Validate).ConfigureAwait(false);
            return new TlsConnection(stream);
        }
        catch (AuthenticationException failure) when (refusal is not null)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw new AuthenticationException(refusal, failure);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        bool Validate(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
        {
            if (shown is null)
            {
                refusal = mayBeWithout ? null : "it shows no certificate";
                return mayBeWithout;
            }
            errors &= ~ignored;
            if (errors == SslPolicyErrors.None || !_validates)
                return true;
            var isAnother = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);
            IEnumerable<string> host = isAnother ? ["another host"] : [];
            var why = string.Join(", ", [.. host, .. (chain?.ChainStatus ?? []).Select(status => $"{status.Status}")]);
            refusal = $"its certificate must be valid, was [{Printable.Escape(shown.Subject, LongestShown)}], not valid: {why}";
            return false;
        }
    }

    // Null: what the operating system trusts.
    private X509ChainPolicy? ChainPolicy()
    {
        if (_trusted is null)
            return null;
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(_trusted);
        return policy;
    }

    private static X509Certificate2 FromFile(Config certificate)
    {
        var path = certificate.GetString("path", "");
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, certificate.GetString("password", ""));
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or ArgumentException
            or UnauthorizedAccessException)
        {
            throw Wrong($"{Section}.certificate.path", "a PKCS #12 file, and certificate.password its password", path, failure);
        }
    }

    private static X509Certificate2 FromStore(Config certificate)
    {
        var thumbprint = certificate.GetString("thumbprint", "");
        var isOfMachine = certificate.GetString("store-location", "") == "local-machine";
        using var store = new X509Store(
            certificate.GetString("store-name", "My"), isOfMachine ? StoreLocation.LocalMachine : StoreLocation.CurrentUser);
        try
        {
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            return store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly: false).FirstOrDefault()
                ?? throw new CryptographicException("there is no such certificate");
        }
        catch (CryptographicException failure)
        {
            var rule = $"that of a certificate in the store {store.Name}";
            throw Wrong($"{Section}.certificate.thumbprint", rule, thumbprint, failure);
        }
    }

    private static X509Certificate2Collection Trusted(string path)
    {
        var trusted = new X509Certificate2Collection();
        try
        {
            trusted.ImportFromPemFile(path);
            return trusted.Count > 0 ? trusted : throw new CryptographicException("it has no certificate");
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Wrong("coterie.node.trusted-certificates", "a file of certificates in PEM", path, failure);
        }
    }

    private static ConfigurationException Wrong(string key, string rule, string value, Exception failure) =>
        new($"{key} must be {rule}, was [{value}]: {failure.Message.TrimEnd('.')}.");
}
