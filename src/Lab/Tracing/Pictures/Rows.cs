using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Where the lines of the processes lie: the more there are, the closer.</summary>
internal sealed class Rows
{
    private readonly Dictionary<ProcessId, double> _y = [];

    private const double MostHeight = 700;

    /// <summary>The lines of these processes, below <paramref name="top"/>.</summary>
    public Rows(IReadOnlyList<ProcessId> processes, double top)
    {
        Spacing = processes.Count switch
        {
            <= 6 => 76,
            <= 10 => 56,
            <= 15 => 40,
            <= 40 => 18,
            <= 120 => 14,
            _ => 6,
        };
        IsTall = processes.Count * Spacing > MostHeight;
        Top = top + (IsTall ? SvgPlot.AxisHeight : 0);
        Bottom = Top + processes.Count * Spacing;
        for (var i = 0; i < processes.Count; i++)
            _y.Add(processes[i], Top + (i + 0.5) * Spacing);
    }

    /// <summary>The distance from one line to the next.</summary>
    public double Spacing { get; }

    /// <summary>The height of a bar of a process that is inside.</summary>
    public double InsideHeight => Spacing * (HasWords ? 0.5 : 0.7);

    /// <summary>The upper edge, above the first line.</summary>
    public double Top { get; }

    /// <summary>The lower edge, below the last line.</summary>
    public double Bottom { get; }

    /// <summary>Whether the picture is so tall that it also has an axis above the lines.</summary>
    public bool IsTall { get; }

    /// <summary>Whether lines and letters must be small.</summary>
    public bool IsSmall => Spacing < 40;

    /// <summary>Whether there is room for words between the lines.</summary>
    public bool HasWords => Spacing >= 40;

    /// <summary>Whether there is room for a number in a bar.</summary>
    public bool HasNumbers => Spacing >= 18;

    /// <summary>How many lines have one label.</summary>
    public int LabelEvery => Spacing >= 14 ? 1 : 10;

    /// <summary>The line of a process.</summary>
    public double this[ProcessId process] => _y[process];
}
