using Spectre.Console;

namespace Coterie.Host.Simulate.Events;

/// <summary>
/// Where the lines of a run go: to a text, as they are; or to a terminal, with a colour for each process and, at the left, a bar
/// that shows who is inside.
/// </summary>
internal sealed class LineOutput
{
    private readonly TextWriter _output;
    private readonly IAnsiConsole? _terminal;
    private readonly Bar? _bar;

    /// <summary>Writes to <paramref name="output"/>, or to the terminal if there is one.</summary>
    /// <param name="output">Gets the text if there is no terminal.</param>
    /// <param name="terminal">The terminal on which a live line may stand; null if there is none.</param>
    public LineOutput(TextWriter output, IAnsiConsole? terminal)
    {
        (_output, _terminal) = (output, terminal);
        if (terminal is not null)
            _bar = new Bar(terminal.Profile.Capabilities.Unicode);
    }

    /// <summary>
    /// The terminal that shows the standard output; null if none does, or if it can only write one line after the other.
    /// </summary>
    public static IAnsiConsole? Terminal =>
        Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi ? null : AnsiConsole.Console;

    /// <summary>Whether lines need their looks.</summary>
    public bool HasLooks => _bar is not null;

    /// <summary>Writes what a pad has collected.</summary>
    public void Write(LinePad pad)
    {
        var (text, looks) = pad.Take();
        if (_bar is null)
            Write(text);
        else
            _terminal!.Write(new LinesAbove(text, looks, _bar));
    }

    /// <summary>Writes lines that are no events.</summary>
    public void Write(string text)
    {
        if (_terminal is not null)
        {
            _terminal.Write(new LinesAbove(text, [], _bar));
            return;
        }
        _output.Write(text);
        _output.Flush();
    }
}
