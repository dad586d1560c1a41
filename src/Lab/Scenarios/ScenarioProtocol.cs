using Coterie.Actors.Configuration;
using Coterie.Actors.Text;
using Coterie.Lab.Catalogue;
using Coterie.Lab.Memory;
using Coterie.Lab.Mutex;
using Coterie.Lab.Quorum;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using Coterie.Protocols.Quorum;

namespace Coterie.Lab.Scenarios;

/// <summary>Reads what a scenario runs: the protocol, and how many processes of which kind.</summary>
internal static class ScenarioProtocol
{
    private const string Algorithm = "algorithm";
    private const string AnyProtocol = "protocol";
    private const string Bug = "bug";
    private const string Processes = "processes";
    private const string Topology = "topology";
    private const string Root = "root";
    private const string Readers = "readers";
    private const string Writers = "writers";
    private const string Voters = "voters";
    private const int MostClients = 1_000;

    /// <summary>Its keys.</summary>
    public static IReadOnlyList<string> Keys { get; } =
        [Algorithm, AnyProtocol, Bug, Processes, Topology, Root, Readers, Writers, Voters];

    /// <summary>The protocol with its workload, and the number of processes.</summary>
    /// <returns>Null if something is wrong.</returns>
    /// <exception cref="ConfigurationFileException">The file of the topology cannot be read, or is no tree.</exception>
    public static (Protocol Protocol, int Processes)? Read(ScenarioFields fields, CancellationToken cancellation)
    {
        if (Named(fields) is not { } protocol)
            return null;
        if (protocol.HasClocks)
            return OfAlgorithm(fields, protocol, cancellation);
        Refuse(fields, [Processes, Topology, Root], $"left out with {protocol.Name}; its processes are its "
            + $"{(protocol.Name == MemoryLab.Name ? "" : $"{Voters}, ")}{Readers} and {Writers}");
        var (readers, writers) = (fields.Number(Readers, 0, MostClients) ?? 0, fields.Number(Writers, 0, MostClients) ?? 1);
        if (protocol.Name == MemoryLab.Name)
        {
            Refuse(fields, [Voters], $"left out with {protocol.Name}, which has none");
            var memory = new MemoryWorkload(readers, writers);
            return (protocol.ChooseWorkload!(memory.ToString())!, memory.Processes);
        }
        var voters = fields.Number(Voters, 1, QuorumTerms.MostVoters) ?? QuorumWorkload.UsualVoters;
        var quorum = new QuorumWorkload(voters, readers, writers);
        return (protocol.ChooseWorkload!(quorum.ToString())!, quorum.Processes);
    }

    private static Protocol? Named(ScenarioFields fields)
    {
        string[] algorithms = [.. MutexAlgorithms.All.Select(algorithm => algorithm.Name)];
        if (fields.Has(Algorithm) && fields.Has(AnyProtocol))
            fields.Wrong(AnyProtocol, $"left out with {Algorithm}", fields.Text(AnyProtocol) ?? "");
        var name = fields.Has(AnyProtocol)
            ? Name(fields, AnyProtocol, [.. ProtocolCatalogue.Protocols.Select(protocol => protocol.Name)])
            : fields.Has(Algorithm) ? Name(fields, Algorithm, algorithms) : ProtocolCatalogue.Default.Name;
        if (name is null || fields.Text(Bug) is not { } bug)
            return name is null ? null : ProtocolCatalogue.Find(name);
        var exhibits = ProtocolCatalogue.Exhibits.Where(exhibit => exhibit.Protocol.Name == name);
        string[] bugs = [.. exhibits.Select(exhibit => exhibit.Name)];
        if (bugs.Contains(bug))
            return ProtocolCatalogue.Find(name, bug);
        fields.Wrong(Bug, $"a bug of {name}: {string.Join(" or ", bugs)}", bug);
        return null;
    }

    private static string? Name(ScenarioFields fields, string key, string[] names)
    {
        if (fields.Text(key) is not { } text || names.Contains(text))
            return fields.Text(key);
        fields.Wrong(key, $"{string.Join(" or ", names)}{Hint(text, names)}", text);
        return null;
    }

    private static string Hint(string text, IReadOnlyList<string> names) =>
        Spelling.Nearest(text, names, orBeginning: false) is { } meant ? $" (did you mean {meant}?)" : "";

    private static (Protocol Protocol, int Processes)? OfAlgorithm(
        ScenarioFields fields, Protocol protocol, CancellationToken cancellation)
    {
        Refuse(fields, [Readers, Writers, Voters], $"left out with {protocol.Name}, whose processes are all alike");
        var tree = Tree(fields, protocol, cancellation);
        var processes = fields.Number(Processes, 1, VirtualSettings.MostProcesses) ?? tree?.Processes;
        if (processes is not { } count)
        {
            if (!fields.Has(Processes))
                fields.Missing(Processes, $"a whole number from 1 to {VirtualSettings.MostProcesses}");
            return null;
        }
        if (tree is null)
            return (protocol, count);
        if (tree.Fits(count))
            return (protocol.ChooseWorkload!(tree.ToString())!, count);
        if (tree.Processes is { } own && own != count)
            fields.Wrong(Processes, $"{own}, as many as in the {Topology}, or left out", $"{count}");
        else
            fields.Wrong(Root, $"a process from 1 to {count}", $"{tree.Root}");
        return null;
    }

    private static Tree? Tree(ScenarioFields fields, Protocol protocol, CancellationToken cancellation)
    {
        if (protocol.ChooseWorkload is null)
        {
            Refuse(fields, [Topology, Root], $"left out with {protocol.Name}, in which every process can reach every other one");
            return null;
        }
        if (!fields.Has(Topology) && !fields.Has(Root))
            return null;
        var folder = Path.GetDirectoryName(fields.File) ?? "";
        var shape = fields.Text(Topology) ?? TopologyFile.Names[0];
        if (TopologyFile.Choose(shape, name => Path.Combine(folder, name), cancellation) is not { } tree)
        {
            fields.Wrong(Topology, $"{TopologyFile.ChoiceRule}{Hint(shape, TopologyFile.Names)}", shape);
            return null;
        }
        if (fields.Number(Root, 1, VirtualSettings.MostProcesses) is not { } root)
            return tree;
        if (tree.RootedAt(new ProcessId(root)) is { } rooted)
            return rooted;
        fields.Wrong(Root, $"a process from 1 to {tree.Processes}", $"{root}");
        return null;
    }

    private static void Refuse(ScenarioFields fields, string[] keys, string rule)
    {
        foreach (var key in keys.Where(fields.Has))
            fields.Wrong(key, rule, fields.Text(key) ?? "");
    }
}
