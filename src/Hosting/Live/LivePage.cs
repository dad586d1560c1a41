using System.Security.Cryptography;
using System.Text;

namespace Coterie.Hosting.Live;

/// <summary>The page: one file without anything else.</summary>
internal sealed class LivePage
{
    private LivePage(byte[] content, string policy) => (Content, Policy) = (content, policy);

    public static LivePage Default { get; } = Read();

    /// <summary>The page, in UTF-8.</summary>
    public byte[] Content { get; }

    /// <summary>Its content security policy: its own script and style, its own server, nothing else.</summary>
    public string Policy { get; }

    private static LivePage Read()
    {
        using var resource = typeof(LivePage).Assembly.GetManifestResourceStream("Coterie.Hosting.Live.page.html")!;
        using var reader = new StreamReader(resource);
        var text = reader.ReadToEnd().ReplaceLineEndings("\n");
        var policy = $"default-src 'none'; script-src '{HashOf("script")}'; style-src '{HashOf("style")}'; img-src data:; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
        return new LivePage(Encoding.UTF8.GetBytes(text), policy);

        string HashOf(string element)
        {
            var begin = text.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
            var end = text.IndexOf($"</{element}>", StringComparison.Ordinal);
            return $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text[begin..end])))}";
        }
    }
}
