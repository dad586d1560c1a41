using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Which part of a trace to draw, and how.</summary>
public sealed record PictureOptions
{
    /// <summary>When the picture begins, counted from the start of the run. Default: at the first event.</summary>
    public TimeSpan? From { get; init; }

    /// <summary>When the picture ends, counted from the start of the run. Default: at the last event.</summary>
    public TimeSpan? To { get; init; }

    /// <summary>The processes to draw. Default: all.</summary>
    public IReadOnlySet<ProcessId>? Processes { get; init; }

    /// <summary>How many columns a <see cref="TextPicture"/> has, 40 to 1000; other pictures ignore it. Default: 100.</summary>
    public int Width { get; init; } = 100;

    /// <summary>Whether a <see cref="TextPicture"/> uses the colours of a terminal. Default: no.</summary>
    public bool IsColoured { get; init; }
}
