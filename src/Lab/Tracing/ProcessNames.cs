using Coterie.Lab.Catalogue;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing;

/// <summary>What the processes of a trace are called, in the words of its protocol: <c>Process 2</c>, <c>Reader 2</c>.</summary>
internal static class ProcessNames
{
    /// <summary>The names; of a protocol that is not known here, <c>Process 2</c>.</summary>
    public static Func<ProcessId, string> Of(TraceHeader header) =>
        WordsOf(header)?.Name ?? (process => $"Process {process}");

    /// <summary>The same where there is little room: the initial and the number, <c>V2</c>.</summary>
    /// <param name="name">The names.</param>
    /// <param name="process">The process.</param>
    public static string Short(Func<ProcessId, string> name, ProcessId process) => $"{name(process)[0]}{process}";

    /// <summary>The words of the protocol of a trace; null if the protocol is not known here.</summary>
    public static Words? WordsOf(TraceHeader header) => ProtocolOf(header)?.Words;

    /// <summary>The protocol of a trace; null if it is not known here.</summary>
    public static Protocol? ProtocolOf(TraceHeader header) =>
        ProtocolCatalogue.Find(header.Algorithm, header.Bug, header.Workload)?.For(header.Processes);
}
