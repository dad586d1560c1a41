using System.Globalization;
using System.Text;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Host.Simulate.Events;

/// <summary>A name of a process in a line.</summary>
/// <param name="Start">Where it begins in the line.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Process">The process.</param>
internal readonly record struct NameInLine(int Start, int Length, ProcessId Process);

/// <summary>What a terminal shows of a line besides its text.</summary>
/// <param name="Inside">The processes that are inside at that time.</param>
/// <param name="Names">The names of processes in the line, from left to right.</param>
internal sealed record LineLook(IReadOnlyList<ProcessId> Inside, IReadOnlyList<NameInLine> Names);

/// <summary>
/// Collects lines, each with its time. Begin a line with <see cref="Begin"/> and end it with <see cref="End"/>.
/// </summary>
/// <param name="standings">Know who is inside.</param>
/// <param name="hasLooks">Whether to collect what a terminal needs, too.</param>
internal sealed class LinePad(Standings standings, bool hasLooks)
{
    private const int Width = 9;
    private const int LongestList = 80;
    private readonly StringBuilder _text = new();
    private readonly List<NameInLine> _names = [];
    private List<LineLook> _looks = [];
    private TimeSpan _at;
    private string _seconds = "";
    private int _start;

    /// <summary>How many characters are collected.</summary>
    public int Length => _text.Length;

    /// <summary>What the processes are called.</summary>
    public required Words Words { get; set; }

    /// <summary>Begins a line.</summary>
    public LinePad Begin(TimeSpan at)
    {
        _start = _text.Length;
        var seconds = Seconds(at);
        _text.Append(' ', Math.Max(0, Width - seconds.Length)).Append(seconds).Append("  ");
        return this;
    }

    /// <summary>Goes on with a text.</summary>
    public LinePad Add(string text)
    {
        _text.Append(text);
        return this;
    }

    /// <summary>Goes on with the name of a process.</summary>
    public LinePad Add(ProcessId process)
    {
        var name = Words.Name(process);
        if (hasLooks)
            _names.Add(new NameInLine(_text.Length - _start, name.Length, process));
        _text.Append(name);
        return this;
    }

    /// <summary>Goes on with several processes: their names if the line stays short, otherwise how many they are.</summary>
    public LinePad Add(IReadOnlyCollection<ProcessId> processes)
    {
        var names = Words.List(processes);
        _text.Append(names.Length <= LongestList
            ? names
            : string.Create(CultureInfo.InvariantCulture, $"{processes.Count} processes"));
        return this;
    }

    /// <summary>Ends the line.</summary>
    public void End()
    {
        _text.Append('\n');
        if (!hasLooks)
            return;
        _looks.Add(new LineLook(standings.Inside, [.. _names]));
        _names.Clear();
    }

    /// <summary>Gives the collected lines, and has none from then on.</summary>
    /// <returns>The lines and, if they were asked for, the look of each.</returns>
    public (string Text, IReadOnlyList<LineLook> Looks) Take()
    {
        var taken = (_text.ToString(), _looks);
        _text.Clear();
        _looks = [];
        return taken;
    }

    /// <summary>A time of the run in seconds, with three digits.</summary>
    public string Seconds(TimeSpan at)
    {
        if (at != _at || _seconds.Length == 0)
            (_at, _seconds) = (at, at.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture));
        return _seconds;
    }
}
