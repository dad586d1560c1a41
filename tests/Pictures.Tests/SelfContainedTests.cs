using System.Text.RegularExpressions;
using Coterie.Lab.Tracing.Pictures;
using Coterie.Pictures.Tests.Support;

namespace Coterie.Pictures.Tests;

/// <summary>A page is one file.</summary>
public sealed partial class SelfContainedTests
{
    [Fact]
    public void Page_loads_nothing_else()
    {
        var page = new StringWriter();
        HtmlPicture.Write(Samples.Read("thirty"), new PictureOptions(), page);
        Assert.All(Addresses().Matches(page.ToString()), address => Assert.Equal("http://www.w3.org/2000/svg", address.Value));
        Assert.DoesNotMatch(
            "(?i)<link|<iframe|<object|<embed|<base|@import|\\bsrc=|url\\((?!#)|\\bimport\\b|fetch\\(|XMLHttpRequest",
            page.ToString());
    }

    [GeneratedRegex("[a-z]+://[^\\s\"'<>]*")]
    private static partial Regex Addresses();
}
