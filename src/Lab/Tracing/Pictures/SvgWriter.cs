using System.Globalization;
using System.Xml;
using Coterie.Actors.Text;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Writes the elements of an SVG, each on a line of its own. Numbers look the same in every culture.</summary>
internal sealed class SvgWriter : IDisposable
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private readonly XmlWriter _xml;

    /// <summary>Writes to <paramref name="output"/>, which stays open.</summary>
    public SvgWriter(TextWriter output) => _xml = XmlWriter.Create(output, new XmlWriterSettings
    {
        ConformanceLevel = ConformanceLevel.Fragment,
        Indent = true,
        IndentChars = " ",
        NewLineChars = "\n",
    });

    /// <summary>Begins an element. It ends when the result is disposed of.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="attributes">Names and values; numbers get two decimals, null is left out.</param>
    public IDisposable Begin(string name, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Start(name, attributes);
        return new Ending(_xml);
    }

    /// <summary>Writes an element without contents.</summary>
    public void Element(string name, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Start(name, attributes);
        _xml.WriteEndElement();
    }

    /// <summary>Writes an element with a text of one line.</summary>
    public void Text(string name, string text, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Start(name, attributes);
        _xml.WriteString(Printable.Escape(text));
        _xml.WriteEndElement();
    }

    /// <summary>Writes a style sheet.</summary>
    public void Style(string sheet)
    {
        _xml.WriteStartElement("style", Namespace);
        _xml.WriteString(sheet);
        _xml.WriteEndElement();
    }

    /// <summary>A coordinate, to the hundredth of a pixel.</summary>
    public static string Number(double value) => (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Dispose() => _xml.Dispose();

    private void Start(string name, ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        _xml.WriteStartElement(name, Namespace);
        foreach (var (attribute, value) in attributes)
        {
            if (value is null)
                continue;
            var text = value is double number ? Number(number) : Convert.ToString(value, CultureInfo.InvariantCulture);
            _xml.WriteAttributeString(attribute, text);
        }
    }

    private sealed class Ending(XmlWriter xml) : IDisposable
    {
        public void Dispose() => xml.WriteEndElement();
    }
}
