using Coterie.Lab.Memory;
using Coterie.Lab.Memory.Museum;
using Coterie.Lab.Museum;
using Coterie.Lab.Mutex;
using Coterie.Lab.Mutex.Museum;
using Coterie.Lab.Quorum;
using Coterie.Lab.Quorum.Museum;
using Coterie.Lab.Runs;
using Coterie.Lab.Variables;
using Coterie.Lab.Variables.Museum;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Lab.Catalogue;

/// <summary>The protocols and the museum of bugs, by name. No other place in the laboratory knows them all.</summary>
public static class ProtocolCatalogue
{
    /// <summary>What runs if no protocol is named.</summary>
    public static Protocol Default { get; } = MutexAlgorithms.Default.InLab();

    /// <summary>The correct protocols.</summary>
    public static IReadOnlyList<Protocol> Protocols { get; } =
    [
        .. MutexAlgorithms.All.Select(MutexLab.InLab),
        ElectionLab.Elected,
        RegenerationLab.Regenerated,
        MemoryLab.Memory,
        QuorumLab.Quorum,
        VariablesLab.Variables,
    ];

    /// <summary>
    /// The broken variants. The judge of a run, the explorer or both detect each of them. No two have the same name.
    /// </summary>
    public static IReadOnlyList<Exhibit> Exhibits { get; } =
        [.. MutexExhibit.All, .. MemoryExhibit.All, .. QuorumExhibit.All, .. VariablesExhibit.All];

    /// <summary>The exhibit of that name; null if there is none.</summary>
    public static Exhibit? FindExhibit(string name) => Exhibits.FirstOrDefault(exhibit => exhibit.Name == name);

    /// <summary>
    /// The protocol of that name, with the workload of that text; null if there is no such protocol or workload.
    /// </summary>
    public static Protocol? Find(string name, string? bug, string? workload) =>
        workload is null ? Find(name, bug) : Find(name, bug)?.ChooseWorkload?.Invoke(workload);

    /// <summary>The protocol of that name, broken if <paramref name="bug"/> is given; null if there is none.</summary>
    public static Protocol? Find(string name, string? bug = null) => bug is null
        ? Protocols.FirstOrDefault(protocol => protocol.Name == name)
        : Exhibits.FirstOrDefault(exhibit => exhibit.Name == bug && exhibit.Protocol.Name == name)?.Protocol;
}
