using System.Text;
using Coterie.Actors.Encryption;

namespace Coterie.Tests.Encryption;

/// <summary>An authority, and the files of certificates that it has signed.</summary>
internal sealed class PemFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-tls-");
    private readonly CertificateMaker _maker = new(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(10));
    private int _count;

    public PemFolder() => Authority = Write(_maker.Authority.Certificate);

    /// <summary>The file of the authority.</summary>
    public string Authority { get; }

    /// <summary>The files of a certificate for these addresses and names.</summary>
    public TlsOptions For(params string[] names) => Of(_maker.Make(names.FirstOrDefault("nobody"), names));

    /// <summary>The files of a client's certificate.</summary>
    public TlsOptions ForClient() => For(TlsOptions.ClientName);

    /// <summary>The files of a certificate that was valid yesterday.</summary>
    public TlsOptions Expired(string name) => Of(_maker.Make(name, [name], days: (-2, -1)));

    /// <summary>The files of a certificate that is valid from tomorrow on.</summary>
    public TlsOptions NotYet(string name) => Of(_maker.Make(name, [name], days: (1, 2)));

    /// <summary>The files of a certificate for servers only.</summary>
    public TlsOptions ForServersOnly(string name) => Of(_maker.Make(name, [name], uses: [TlsIdentity.ServerUse]));

    /// <summary>A file with that text.</summary>
    public string Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>A file with these bytes.</summary>
    public string Write(byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, $"{++_count}.pem");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose()
    {
        _maker.Dispose();
        _folder.Delete(recursive: true);
    }

    private TlsOptions Of(PemPair pair) => new()
    {
        CertificateFile = Write(pair.Certificate),
        KeyFile = Write(pair.Key),
        AuthorityFile = Authority,
    };
}
