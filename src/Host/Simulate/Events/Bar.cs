using System.Globalization;
using Coterie.Protocols.Kernel;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Coterie.Host.Simulate.Events;

/// <summary>
/// The column at the left of the lines on a terminal. While a process is inside, it has a bar in the colour of the process, with
/// its number; for two processes, both numbers; for more, how many they are.
/// </summary>
/// <param name="isUnicode">Whether the terminal shows more than ASCII.</param>
internal sealed class Bar(bool isUnicode)
{
    private int _width = 5;

    /// <summary>The column of a line.</summary>
    public IEnumerable<Segment> Of(IReadOnlyList<ProcessId> inside)
    {
        var line = isUnicode ? "┃" : "|";
        var numbers = Numbers(inside);
        _width = Math.Max(_width, numbers.Length + 1);
        if (inside.Count == 0)
            return [new Segment(new string(' ', _width + 1))];
        var style = inside.Count == 1 ? ProcessColors.Of(inside[0]) : new Style(decoration: Decoration.Bold);
        return [new Segment(line + numbers, style), new Segment(new string(' ', _width - numbers.Length))];
    }

    private static string Numbers(IReadOnlyList<ProcessId> inside) => inside.Count switch
    {
        0 => "",
        1 => $"{inside[0]}",
        2 => $"{inside[0]},{inside[1]}",
        var count => string.Create(CultureInfo.InvariantCulture, $"{count} in"),
    };
}
