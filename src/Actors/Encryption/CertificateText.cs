using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Coterie.Actors.Text;

namespace Coterie.Actors.Encryption;

/// <summary>What errors say of a certificate, and the names in it.</summary>
internal static class CertificateText
{
    /// <summary>The rule for the uses of a certificate.</summary>
    public const string UsageRule = "for servers and for clients (extended key usage)";

    private const int LongestShown = 100;

    /// <summary>Whether the certificate has that address or name as a subject alternative name.</summary>
    public static bool Covers(X509Certificate2 certificate, string host) =>
        Uri.CheckHostName(host) != UriHostNameType.Unknown
        && certificate.MatchesHostname(host, allowWildcards: false, allowCommonName: false);

    /// <summary>Whether it is that of a client, see <see cref="TlsOptions.ClientName"/>.</summary>
    public static bool IsClients(X509Certificate2 certificate) => Covers(certificate, TlsOptions.ClientName);

    /// <summary>Its DNS names.</summary>
    public static IEnumerable<string> DnsNames(X509Certificate2 certificate) =>
        Names(certificate)?.EnumerateDnsNames() ?? [];

    /// <summary>The certificate with its names, to be put behind "was".</summary>
    public static string Of(X509Certificate2 certificate)
    {
        IEnumerable<IPAddress> addresses = Names(certificate)?.EnumerateIPAddresses() ?? [];
        var names = string.Join(", ", [.. addresses.Select(address => $"{address}"), .. DnsNames(certificate)]);
        return $"[{Shown(certificate.Subject)}] for [{Shown(names)}]";
    }

    /// <summary>Which rules a certificate breaks: what it must be, and what it was, one text each.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="states">What the check of its chain found.</param>
    /// <param name="authority">What to call the authority.</param>
    public static IEnumerable<(string Rule, string Was)> Broken(
        X509Certificate2 certificate, X509ChainStatus[] states, string authority)
    {
        var all = states.Aggregate(X509ChainStatusFlags.NoError, (flags, state) => flags | state.Status);
        const X509ChainStatusFlags Foreign = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot
            | X509ChainStatusFlags.NotSignatureValid;
        if ((all & Foreign) != 0)
            yield return ($"signed by {authority}", $"signed by [{Shown(certificate.Issuer)}]");
        if (all.HasFlag(X509ChainStatusFlags.NotTimeValid))
            yield return ("valid now", $"valid from {Time(certificate.NotBefore)} to {Time(certificate.NotAfter)}");
        if (all.HasFlag(X509ChainStatusFlags.NotValidForUsage))
            yield return (UsageRule, "for other uses");
        const X509ChainStatusFlags Told = Foreign | X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.NotValidForUsage;
        if ((all & ~Told) is var rest and not 0)
            yield return ("valid", $"{rest}");
    }

    private static X509SubjectAlternativeNameExtension? Names(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();

    private static string Time(DateTime local) =>
        local.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Shown(string text) => Printable.Escape(text, LongestShown);
}
