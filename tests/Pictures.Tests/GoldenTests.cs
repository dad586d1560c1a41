using Coterie.Lab.Tracing.Pictures;
using Coterie.Pictures.Tests.Support;

namespace Coterie.Pictures.Tests;

/// <summary>
/// Pictures of the sample traces are byte for byte the files under <c>Golden</c>. <see cref="Samples"/> says how to replace
/// these.
/// </summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Traces => [.. Samples.Names];

    [Theory]
    [MemberData(nameof(Traces))]
    public void Svg_is_as_it_was(string trace) =>
        Compare($"{trace}.svg", output => SvgPicture.Write(Samples.Read(trace), new PictureOptions(), output));

    [Theory]
    [InlineData("calm")]
    [InlineData("thirty")]
    [InlineData("together")]
    public void Html_is_as_it_was(string trace) =>
        Compare($"{trace}.html", output => HtmlPicture.Write(Samples.Read(trace), new PictureOptions(), output));

    [Theory]
    [MemberData(nameof(Traces))]
    public void Text_is_as_it_was(string trace) =>
        Compare($"{trace}.txt", output => TextPicture.Write(Samples.Read(trace), new PictureOptions(), output));

    private static void Compare(string name, Action<TextWriter> draw)
    {
        var picture = new StringWriter();
        draw(picture);
        var path = Samples.Path("Golden", name);
        if (Samples.AreWritten)
            File.WriteAllText(path, picture.ToString());
        Assert.Equal(File.ReadAllText(path), picture.ToString());
    }
}
