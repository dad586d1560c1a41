namespace Coterie.Lab.Tracing.Pictures;

/// <summary>The style sheets, the script and the frame of the page, which are in the folder <c>Page</c>.</summary>
internal static class PageFiles
{
    /// <summary>The text of the file of that name.</summary>
    public static string Read(string name)
    {
        var file = typeof(PageFiles).Assembly.GetManifestResourceStream($"Coterie.Lab.Tracing.Pictures.{name}");
        using var reader = new StreamReader(file!);
        return reader.ReadToEnd();
    }
}
