using Coterie.Lab.Runs;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>The letter of each state of a process, and its colour, if the terminal has colours.</summary>
internal sealed class TextInk(bool isColoured)
{
    /// <summary>Does not want in.</summary>
    public const char Outside = '.';

    /// <summary>Wants in.</summary>
    public const char Waiting = '-';

    /// <summary>In the critical section.</summary>
    public const char Inside = '#';

    /// <summary>In the critical section for less than a column.</summary>
    public const char Shortly = '+';

    /// <summary>Takes no steps for a while.</summary>
    public const char Paused = '~';

    /// <summary>Has stopped.</summary>
    public const char Crashed = 'x';

    /// <summary>A message that does not arrive.</summary>
    public const char Lost = 'X';

    /// <summary>Inside together with another, which must not be; at a line, that it belongs to a violation.</summary>
    public const char Wrong = '!';

    /// <summary>Inside, or given away, together with others that share.</summary>
    public const char Shared = '%';

    /// <summary>Keeps what it got, and is outside.</summary>
    public const char Kept = ',';

    /// <summary>Does not serve yet.</summary>
    public const char Unready = '?';

    /// <summary>Outside, and reaches too few others.</summary>
    public const char CutOff = ':';

    /// <summary>The letter of a stretch; for what is given to one process, its number, or a letter if that is above 9.</summary>
    public static char Of(Stretch stretch) => stretch switch
    {
        { IsShared: true } => Shared,
        { Kind: StretchKind.Given, Receiver.Value: <= 9 and var digit } => (char)('0' + digit),
        { Kind: StretchKind.Given, Receiver.Value: var number } => (char)('a' + (number - 10) % 26),
        { Kind: StretchKind.Kept } => Kept,
        _ => Unready,
    };

    /// <summary>The letter of a bar.</summary>
    public static char Of(BarKind kind) => kind switch
    {
        BarKind.Waiting => Waiting,
        BarKind.Inside => Inside,
        BarKind.Crashed => Crashed,
        _ => Paused,
    };

    /// <summary>The letters, with colours if the picture is to have some.</summary>
    public string Paint(ReadOnlySpan<char> letters)
    {
        if (!isColoured)
            return letters.ToString();
        var painted = new System.Text.StringBuilder();
        var last = "0";
        foreach (var letter in letters)
        {
            var colour = Colour(letter);
            if (colour != last)
                painted.Append($"\e[{colour}m");
            last = colour;
            painted.Append(letter);
        }
        return last == "0" ? painted.ToString() : painted.Append("\e[0m").ToString();
    }

    /// <summary>What went wrong, in words, in red if the picture is to have colours.</summary>
    public string Alarm(string words) => isColoured ? $"\e[0;1;31m{words}\e[0m" : words;

    // Only the first sixteen colours: the user of a terminal can choose them, so they are readable.
    private static string Colour(char letter) => letter switch
    {
        Inside or Shortly or Shared => "0;1;32",
        Waiting => "0;33",
        Crashed or Lost or Wrong => "0;1;31",
        Paused => "0;35",
        Outside or CutOff => "0;2",
        Unready => "0;35",
        _ => "0",
    };
}
