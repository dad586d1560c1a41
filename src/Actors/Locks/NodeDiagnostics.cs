using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Coterie.Actors.Locks;

/// <summary>Where nodes tell what they measure: both are named <see cref="CoterieNode.DiagnosticsName"/>.</summary>
internal static class NodeDiagnostics
{
    private static readonly Lazy<Meter> Shared = new(() => new Meter(CoterieNode.DiagnosticsName));

    /// <summary>The spans of all nodes.</summary>
    public static ActivitySource Source { get; } = new(CoterieNode.DiagnosticsName);

    /// <summary>The meter of a node.</summary>
    /// <param name="factory">Makes it; null for one that all nodes of the process share.</param>
    public static Meter MeterOf(IMeterFactory? factory) => factory?.Create(CoterieNode.DiagnosticsName) ?? Shared.Value;
}
