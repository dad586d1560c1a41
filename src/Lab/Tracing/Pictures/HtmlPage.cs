using System.Net;
using Coterie.Actors.Text;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Fills the frame <c>page.html</c>. A word in double braces, as in <c>{{title}}</c>, names what replaces it.</summary>
internal sealed class HtmlPage
{
    private readonly Scene _scene;
    private readonly string? _leftOut;
    private readonly Rows _rows;
    private readonly List<HtmlEntry> _entries;
    private readonly HtmlSteps _steps;

    /// <summary>The page of a scene.</summary>
    public HtmlPage(Scene scene, string? leftOut)
    {
        (_scene, _leftOut) = (scene, leftOut);
        _steps = new HtmlSteps(scene);
        _rows = new Rows(scene.Part.Processes, top: 4);
        var shown = scene.Bars.Where(bar => bar.Kind == BarKind.Inside).Select(bar => bar.Entry).ToHashSet();
        var entries = scene.Index.Entries.Where(entry => shown.Contains(entry.Number));
        _entries = [.. entries.Select(entry => new HtmlEntry(scene, entry))];
    }

    /// <summary>Writes the page.</summary>
    public void Write(TextWriter output)
    {
        var frame = PageFiles.Read("page.html");
        var at = 0;
        for (int start; (start = frame.IndexOf("{{", at, StringComparison.Ordinal)) >= 0;)
        {
            output.Write(frame.AsSpan(at, start - at));
            at = frame.IndexOf("}}", start, StringComparison.Ordinal) + 2;
            output.Write(Part(frame[(start + 2)..(at - 2)]));
        }
        output.Write(frame.AsSpan(at));
    }

    private string Wrong()
    {
        if (!_scene.Wrongs.IsAny)
            return "";
        var sentences = _scene.Wrongs.Sentences.Select(sentence => WebUtility.HtmlEncode(Printable.Escape(sentence)));
        return $"""
            <div class="wrong" role="alert">
            <svg class="picture" viewBox="-8 -8 16 16" aria-hidden="true"><path class="guilt" d="{SvgWrongs.Sign}"/></svg>
            <div>
            {string.Join('\n', sentences.Select(sentence => $"<p>{sentence}</p>"))}
            </div>
            </div>

            """;
    }

    private string Part(string name) => name switch
    {
        "title" => WebUtility.HtmlEncode(Printable.Escape(SceneWords.Title(_scene.Header))),
        "subtitle" => WebUtility.HtmlEncode(Printable.Escape(SceneWords.Subtitle(_scene))),
        "wrong" => Wrong(),
        "legend" => string.Concat(SvgLegend.Items(_scene).Select(HtmlDrawings.Legend)),
        "note" => _leftOut is null ? "" : $"<p class=\"note\">{WebUtility.HtmlEncode(Printable.Escape(_leftOut))}</p>\n",
        "svg" => HtmlDrawings.Diagram(_scene, _rows),
        "entries" => string.Concat(_entries.Select(entry => entry.Html)),
        "steps" => _steps.Items,
        "rules" => _steps.RuleItems,
        "data" => HtmlData.Json(_scene, _steps, _entries, _rows),
        "stretches.css" or "stretches-dark.css" when _scene.Own.Lanes is null => "",
        _ => PageFiles.Read(name),
    };
}
