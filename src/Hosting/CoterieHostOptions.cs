using Coterie.Actors.Configuration;
using Coterie.Actors.Encryption;
using Coterie.Actors.Locks;

namespace Coterie.Hosting;

/// <summary>
/// The options of Coterie in an application. They come from the section <see cref="Section"/> of the configuration, if there is
/// one, then from the delegate of <c>AddCoterie</c> or <c>WithCoterie</c>. All are checked together when the application starts.
/// </summary>
public sealed class CoterieHostOptions
{
    /// <summary>The section of the configuration, such as of <c>appsettings.json</c>.</summary>
    public const string Section = "Coterie";

    /// <inheritdoc cref="CoterieOptions.Listen"/>
    public string? Listen { get; set; }

    /// <inheritdoc cref="CoterieOptions.Members"/>
    public IList<string> Members { get; set; } = [];

    /// <inheritdoc cref="CoterieOptions.Lease"/>
    public TimeSpan Lease { get; set; } = new CoterieOptions().Lease;

    /// <inheritdoc cref="CoterieOptions.IsNew"/>
    public bool IsNew { get; set; }

    /// <inheritdoc cref="CoterieOptions.DataFolder"/>
    public string? DataFolder { get; set; }

    /// <inheritdoc cref="CoterieOptions.KeepsVotes"/>
    public bool KeepsVotes { get; set; } = true;

    /// <inheritdoc cref="CoterieOptions.Holder"/>
    public string? Holder { get; set; }

    /// <inheritdoc cref="CoterieOptions.TagsLockNames"/>
    public bool TagsLockNames { get; set; }

    /// <summary>Encryption; off by default.</summary>
    public CoterieTlsOptions Tls { get; } = new();

    /// <summary>
    /// HOCON files for all other settings, as <see cref="CoterieConfiguration.Load"/> reads them; later ones override earlier
    /// ones. <c>src/Actors/reference.conf</c> says what the keys mean. They do not
    /// change the log of the node, which goes to that of the application. Default empty.
    /// </summary>
    public IList<string> ConfigFiles { get; set; } = [];

    /// <summary>
    /// Whether the application is stopped if the node ends by itself, so that a supervisor starts it again. Otherwise it goes on
    /// without locks. Default true.
    /// </summary>
    public bool StopsApplication { get; set; } = true;

    /// <summary>What was wrong in the section of the configuration.</summary>
    internal List<string> SectionErrors { get; } = [];
}

/// <summary>
/// Encryption between the members and clients, of all or of none: three files in PEM, all or none of them. Default: none.
/// </summary>
public sealed class CoterieTlsOptions
{
    /// <inheritdoc cref="TlsOptions.CertificateFile"/>
    public string? CertificateFile { get; set; }

    /// <inheritdoc cref="TlsOptions.KeyFile"/>
    public string? KeyFile { get; set; }

    /// <inheritdoc cref="TlsOptions.AuthorityFile"/>
    public string? AuthorityFile { get; set; }

    /// <summary>The options of the node; null: no encryption.</summary>
    internal TlsOptions? ToNodeOptions() => CertificateFile is null && KeyFile is null && AuthorityFile is null
        ? null
        : new TlsOptions { CertificateFile = CertificateFile, KeyFile = KeyFile, AuthorityFile = AuthorityFile };
}
