namespace Coterie.Tests.Browser;

/// <summary>A test that opens a page in Chromium; skipped if there is none, or no driver for it.</summary>
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Chromium.Missing;
}
