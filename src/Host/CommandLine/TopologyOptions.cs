using System.CommandLine;
using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Host.CommandLine;

/// <summary><c>--topology SHAPE</c>: the tree of the processes, of commands that run Raymond's algorithm.</summary>
internal static class TopologyOptions
{
    /// <summary>The option.</summary>
    public static Option<string?> Topology { get; } = new ChoiceOption(
        "--topology",
        "chain|star|FILE",
        $"With --algorithm {MutexAlgorithms.Raymond.Name}: the tree of the processes. chain is 1-2-…-N, star has process 1 in "
        + "the middle, tree is the balanced binary one; a file has an edge such as 1 2 on each line. The privilege is at process "
        + "1 at first, or where the file says it (root 3) [default: tree]",
        _ => TopologyFile.Names.Select(name => new Choice(name)));

    /// <summary>The tree that is asked for; null if none is.</summary>
    /// <exception cref="UsageException">The protocol has no tree, or the value is no tree.</exception>
    /// <exception cref="Actors.Configuration.ConfigurationFileException">The file cannot be read, or is no tree.</exception>
    public static Tree? Read(ParseResult parsed, Protocol protocol)
    {
        if (parsed.GetValue(Topology) is not { } text)
            return null;
        if (!HasTree(protocol))
        {
            throw new UsageException(
                $"{Topology.Name} must be given together with {AlgorithmOptions.Algorithm.Name} {MutexAlgorithms.Raymond.Name}; "
                + $"with {protocol.Name}, every process can send messages to every other one.");
        }
        return Read(text);
    }

    /// <summary>Reads the value of the option.</summary>
    public static Tree Read(string text) => TopologyFile.Choose(Choice.Find(text, TopologyFile.Names) ?? text, path => path)
        ?? throw UsageException.Of(Topology.Name, TopologyFile.ChoiceRule, text, TopologyFile.Names);

    /// <summary>The protocol on a tree.</summary>
    /// <exception cref="UsageException">The tree has another number of processes.</exception>
    public static Protocol On(Protocol protocol, Tree tree, int processes)
    {
        CheckFits(tree, processes);
        return protocol.ChooseWorkload!(tree.ToString())!;
    }

    /// <exception cref="UsageException">The tree has another number of processes.</exception>
    public static void CheckFits(Tree tree, int processes)
    {
        if (!tree.Fits(processes))
        {
            throw new UsageException(
                $"{Topology.Name} must be a tree of {processes} processes, as many as there are, "
                + $"was [a tree of {tree.Processes}].");
        }
    }

    /// <summary>
    /// The option from which <see cref="Read(ParseResult, Protocol)"/> makes this protocol, with a space before it.
    /// </summary>
    public static string Text(Protocol protocol) => TopologyOf(protocol) is { } tree ? $" {Topology.Name} {tree}" : "";

    /// <summary>Its tree, if that is not the default.</summary>
    public static string? TopologyOf(Protocol protocol) => HasTree(protocol) ? protocol.Workload : null;

    private static bool HasTree(Protocol protocol) => protocol.Name == MutexAlgorithms.Raymond.Name;
}
