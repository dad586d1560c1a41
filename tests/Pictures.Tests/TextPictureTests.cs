using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Pictures;
using Coterie.Pictures.Tests.Support;

namespace Coterie.Pictures.Tests;

/// <summary>The picture in letters is as wide as its terminal.</summary>
public sealed class TextPictureTests
{
    [Theory]
    [InlineData(39)]
    [InlineData(1001)]
    public void Width_out_of_range_is_refused(int width)
    {
        var problem = Assert.Throws<PictureOptionsException>(() => Text(width));
        Assert.Equal($"width must be from 40 to 1000 columns, was [{width}].", problem.Message);
    }

    [Fact]
    public void Text_is_never_wider_than_the_terminal() =>
        Assert.All(
            Enumerable.Range(TextPicture.LeastWidth, 100),
            width => Assert.All(Text(width).Split('\n'), line => Assert.InRange(line.Length, 0, width)));

    [Fact]
    public void Row_of_text_shows_what_a_process_does_to_the_nearest_column()
    {
        // Process 1 of "crash" is paused to 75 ms, waits from 81.061 ms, and is inside from 132.764 ms to 147.491 ms. A column is
        // 2.7 ms.
        Assert.Contains("P1 ~~~~~~~~~~~~~..-------------------#####.", Text(100));
    }

    [Fact]
    public void Stay_shorter_than_a_column_has_its_own_letter()
    {
        var crowd = new TraceIndex(Runs.Trace(Runs.Settings(3, 1500, seed: 1, think: "100ms..200ms", hold: "1ms..2ms")));
        var output = new StringWriter();
        TextPicture.Write(crowd, new PictureOptions { Width = 40 }, output);
        var rows = output.ToString().Split('\n').Where(line => line.StartsWith('P')).ToList();
        Assert.Equal(3, rows.Count);
        Assert.All(rows, row => Assert.True(row.Contains('+') && !row.Contains('#')));
        Assert.Contains("+ inside for less than a column", output.ToString());
    }

    [Fact]
    public void Text_has_no_colours_unless_asked_for_and_is_the_same_with_them()
    {
        var plain = Text(100);
        var coloured = Text(100, isColoured: true);
        Assert.DoesNotContain('\e', plain);
        Assert.Contains('\e', coloured);
        Assert.Equal(plain, System.Text.RegularExpressions.Regex.Replace(coloured, "\e\\[[0-9;]*m", ""));
    }

    private static string Text(int width, bool isColoured = false)
    {
        var output = new StringWriter();
        TextPicture.Write(Samples.Read("crash"), new PictureOptions { Width = width, IsColoured = isColoured }, output);
        return output.ToString();
    }
}
