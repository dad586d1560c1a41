using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Which part of a trace to draw, and on how much room.</summary>
public sealed record PictureOptions
{
    /// <summary>Where the picture begins, since the start of the run. Default: at the first event.</summary>
    public TimeSpan? From { get; init; }

    /// <summary>Where it ends. Default: at the last event.</summary>
    public TimeSpan? To { get; init; }

    /// <summary>Whose rows to draw. Default: everybody's.</summary>
    public IReadOnlySet<ProcessId>? Processes { get; init; }

    /// <summary>The columns of a terminal, 40 to 1000, of a <see cref="TextPicture"/>; the other pictures do not ask. Default: 100.</summary>
    public int Width { get; init; } = 100;

    /// <summary>Whether a <see cref="TextPicture"/> may use the colours of a terminal. Default: no.</summary>
    public bool IsColoured { get; init; }
}
