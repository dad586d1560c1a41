using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing;

/// <summary>What the events of a trace are as deeds.</summary>
internal static class TraceDeeds
{
    /// <summary>The deed that an event tells of; null for none.</summary>
    public static Deed? Of(TraceEventKind kind) => kind switch
    {
        TraceEventKind.Request => Deed.Asked,
        TraceEventKind.Enter => Deed.Entered,
        TraceEventKind.Exit => Deed.Left,
        TraceEventKind.Withdraw => Deed.Withdrew,
        TraceEventKind.Lose => Deed.Lost,
        TraceEventKind.Use => Deed.Used,
        _ => null,
    };
}
