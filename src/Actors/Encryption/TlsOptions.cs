using Coterie.Actors.Text;

namespace Coterie.Actors.Encryption;

/// <summary>
/// The files with which a node encrypts its connections, all in PEM. Both ends of a connection show a certificate, and each
/// checks that of the other one: the authority must have signed it, it must be valid now, and it must have the address of the
/// other end. <c>docs/tls.md</c> says how to make the files.
/// </summary>
public sealed record TlsOptions
{
    private const int LongestShown = 200;

    /// <summary>
    /// The certificate of this node, first in its file; certificates of authorities between it and <see cref="AuthorityFile"/>
    /// may follow. It has the addresses of this node as subject alternative names, or the name <see cref="ClientName"/>.
    /// </summary>
    public string? CertificateFile { get; init; }

    /// <summary>The private key of the certificate, without a password.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The certificates of the authority: only nodes whose certificates it has signed are trusted.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>
    /// The DNS name by which a certificate is that of a client: it is accepted from any address, but never as that of a member
    /// or a server.
    /// </summary>
    public const string ClientName = "coterie-client";

    /// <summary>
    /// What is wrong with the options and the files, a sentence each that begins with the name of the option: all three are
    /// given, the files can be read, the key is that of the certificate, which is valid now, for servers and clients, and signed
    /// by the authority.
    /// </summary>
    public IReadOnlyList<string> Errors() => Errors(option => option);

    /// <summary>The same.</summary>
    /// <param name="nameOf">What to call an option of that name.</param>
    internal IReadOnlyList<string> Errors(Func<string, string> nameOf)
    {
        var faults = new List<TlsFault>();
        using var identity = TlsIdentity.Read(this, faults);
        return [.. faults.Select(fault => Sentence(fault, nameOf))];
    }

    private string Sentence(TlsFault fault, Func<string, string> nameOf)
    {
        var value = fault.Option switch
        {
            nameof(CertificateFile) => CertificateFile,
            nameof(KeyFile) => KeyFile,
            _ => AuthorityFile,
        };
        var why = fault.Why is null ? "" : $": {fault.Why.TrimEnd('.')}";
        return $"{nameOf(fault.Option)} must be {fault.Rule}, was [{Printable.Escape(value ?? "", LongestShown)}]{why}.";
    }
}

/// <summary>A rule that an option of <see cref="TlsOptions"/> breaks.</summary>
/// <param name="Option">The name of the option.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Why">What is wrong; null if the rule says it all.</param>
internal sealed record TlsFault(string Option, string Rule, string? Why = null);
