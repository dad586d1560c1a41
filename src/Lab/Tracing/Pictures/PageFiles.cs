namespace Coterie.Lab.Tracing.Pictures;

/// <summary>The style sheets, the script and the frame of the page, as they stand in the folder <c>Page</c>.</summary>
internal static class PageFiles
{
    /// <summary>The text of one of them.</summary>
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(PageFiles).Assembly.GetManifestResourceStream($"Coterie.Lab.Tracing.Pictures.{name}")!);
        return reader.ReadToEnd();
    }
}
