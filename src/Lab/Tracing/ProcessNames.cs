using Coterie.Lab.Catalogue;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing;

/// <summary>What the processes of a trace are called, in the words of its protocol: <c>Process 2</c>, <c>Reader 2</c>.</summary>
internal static class ProcessNames
{
    /// <summary>The names; of a protocol that is not known here, <c>Process 2</c>.</summary>
    public static Func<ProcessId, string> Of(TraceHeader header)
    {
        var protocol = ProtocolCatalogue.Find(header.Algorithm, header.Bug, header.Workload);
        return protocol?.For(header.Processes).Words.Name ?? (process => $"Process {process}");
    }
}
