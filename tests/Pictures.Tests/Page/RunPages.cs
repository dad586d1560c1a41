using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Pictures;

namespace Coterie.Pictures.Tests.Page;

/// <summary>The pages of runs in a browser.</summary>
internal static class RunPages
{
    /// <summary>Opens the page of a run, and waits until it is drawn.</summary>
    public static void Open(this Chromium page, TraceIndex run) =>
        page.Open(file => HtmlPicture.Write(run, new PictureOptions(), file));
}

/// <summary>The tests that share one Chromium.</summary>
[CollectionDefinition(Name)]
public sealed class ChromiumTests : ICollectionFixture<Lazily<Chromium>>
{
    public const string Name = "Chromium";
}
