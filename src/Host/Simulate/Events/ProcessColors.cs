using Coterie.Protocols.Kernel;
using Spectre.Console;

namespace Coterie.Host.Simulate.Events;

/// <summary>
/// The colours of processes on a terminal. A process has the same colour in the whole run; after the last colour the first one
/// comes again.
/// </summary>
internal static class ProcessColors
{
    /// <summary>
    /// Numbers of colours in the palette of 256 that terminals have. Each has a contrast of more than 3.5 to black and to white.
    /// </summary>
    public static IReadOnlyList<byte> Palette { get; } = [32, 166, 28, 163, 30, 160, 100, 99, 130, 67, 133, 64];

    /// <summary>The style in which a process is written.</summary>
    public static Style Of(ProcessId process) => new(Color.FromInt32(Palette[(process.Value - 1) % Palette.Count]));
}
