using System.Globalization;
using System.Xml.Linq;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Pictures;
using Coterie.Protocols.Kernel;

namespace Coterie.Pictures.Tests.Support;

/// <summary>Reads what an SVG picture shows.</summary>
internal sealed class Drawing
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private readonly XElement _root;

    private Drawing(XElement root, string? leftOut) => (_root, LeftOut) = (root, leftOut);

    /// <summary>What the picture says that it leaves out.</summary>
    public string? LeftOut { get; }

    /// <summary>All words in it.</summary>
    public IEnumerable<string> Texts => _root.Descendants(Svg + "text").Select(text => text.Value);

    /// <summary>The ends of all arrows, except those in the legend.</summary>
    public IEnumerable<(string Class, double X1, double Y1, double X2, double Y2)> Arrows => _root.Elements(Svg + "path")
        .Where(path => Class(path).StartsWith("message ", StringComparison.Ordinal))
        .Select(path => (Class(path), Coordinates(path)[0], Coordinates(path)[1], Coordinates(path)[2], Coordinates(path)[3]));

    /// <summary>What shows when a reader points at something.</summary>
    public IEnumerable<string> Titles => _root.Descendants(Svg + "title").Select(title => title.Value);

    /// <summary>The lines of the banner; none if there is no banner.</summary>
    public IEnumerable<string> Banner => _root.Elements(Svg + "g").Where(group => Class(group) == "banner")
        .Elements(Svg + "text").Select(text => text.Value);

    /// <summary>Where two that are inside together are hatched: where it begins, how wide it is, and the line.</summary>
    public IEnumerable<(double X, double Width, double Y)> Hatched => _root.Elements(Svg + "g")
        .Where(group => Class(group) == "together").Elements(Svg + "rect")
        .Select(bar => (Number(bar, "x"), Number(bar, "width"), Number(bar, "y") + Number(bar, "height") / 2));

    /// <summary>Where the signs at messages of a violation are.</summary>
    public IEnumerable<(double X, double Y)> Signs =>
        _root.Elements(Svg + "path").Where(path => Class(path) == "guilt").Select(Moved);

    /// <summary>Where the rings around steps of a violation are.</summary>
    public IEnumerable<(double X, double Y)> Rings => _root.Elements(Svg + "circle")
        .Where(circle => Class(circle) == "guilty-step").Select(circle => (Number(circle, "cx"), Number(circle, "cy")));

    /// <summary>The requests that stand where their processes make them.</summary>
    public IEnumerable<string> Requests =>
        _root.Elements(Svg + "text").Where(text => Class(text) == "asked").Select(text => text.Value);

    /// <summary>Where the crosses are.</summary>
    public IEnumerable<(double X, double Y)> Crosses =>
        _root.Elements(Svg + "path").Where(path => Class(path) == "cross").Select(Moved);

    public static Drawing Of(TraceIndex index, PictureOptions? options = null)
    {
        var output = new StringWriter();
        var leftOut = SvgPicture.Write(index, options ?? new PictureOptions(), output);
        return new Drawing(XElement.Parse(output.ToString()), leftOut);
    }

    /// <summary>The bars of a kind: where they begin, how wide they are, and the middle of their height.</summary>
    public IEnumerable<(double X, double Width, double Y)> Bars(string kind) => _root.Elements(Svg + "g")
        .Where(group => Class(group) == kind)
        .Select(group => group.Element(Svg + "rect")!)
        .Select(bar => (Number(bar, "x"), Number(bar, "width"), Number(bar, "y") + Number(bar, "height") / 2));

    /// <summary>The height of a process's line.</summary>
    public double Line(ProcessId process) =>
        Number(
            _root.Elements(Svg + "g").Where(group => Class(group) == "row").ElementAt(process.Value - 1).Element(Svg + "line")!,
            "y1");

    private static string Class(XElement element) => (string?)element.Attribute("class") ?? "";

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static double[] Coordinates(XElement path)
    {
        var numbers = path.Attribute("d")!.Value.Split(['M', 'L', ','], StringSplitOptions.RemoveEmptyEntries);
        return [.. numbers.Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    private static (double X, double Y) Moved(XElement element)
    {
        var place = element.Attribute("transform")!.Value["translate(".Length..^1].Split(',');
        return (double.Parse(place[0], CultureInfo.InvariantCulture), double.Parse(place[1], CultureInfo.InvariantCulture));
    }
}
