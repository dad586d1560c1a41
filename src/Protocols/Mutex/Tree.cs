using System.Globalization;
using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex;

/// <summary>
/// A tree of the processes 1 to N, for an algorithm in which a process sends messages only to its neighbours. It has a root: the
/// process that has the privilege at first.
/// </summary>
public sealed class Tree
{
    private const string RootWord = " root ";
    private readonly string _name;
    private readonly Func<int, int> _parent; // in the tree with process 1 as its root; there 0
    private readonly Dictionary<int, int> _turned = []; // the parents that are others for the root that was chosen

    private Tree(string name, Func<int, int> parent, string? wayFormula, int? processes = null, int root = 1)
    {
        (_name, _parent, WayFormula, Processes, Root) = (name, parent, wayFormula, processes, new ProcessId(root));
        // On the way from the new root to process 1, each process is the parent of the one that was its parent.
        for (var (child, above) = (root, parent(root)); above != 0; (child, above) = (above, parent(above)))
            _turned[above] = child;
        _turned[root] = 0;
    }

    /// <summary>The balanced binary tree: the neighbours of process i are i/2, 2i and 2i+1. For any N; the default.</summary>
    public static Tree Balanced { get; } = new("tree", process => process / 2, null);

    /// <summary>The chain 1-2-…-N. For any N.</summary>
    public static Tree Chain { get; } = new("chain", process => process - 1, "2(N²-1)/(3N)");

    /// <summary>Process 1 in the middle, all others around it. For any N.</summary>
    public static Tree Star { get; } = new("star", process => process == 1 ? 0 : 1, "4(N-1)²/N²");

    /// <summary>The trees that have a name, and fit any number of processes.</summary>
    public static IReadOnlyList<Tree> Named { get; } = [Balanced, Chain, Star];

    /// <summary>How many processes it has; null if it fits any number.</summary>
    public int? Processes { get; }

    /// <summary>The process that has the privilege at first. Default: process 1.</summary>
    public ProcessId Root { get; }

    /// <summary>
    /// The messages of an entry if nobody else wants in, on average over all pairs of processes: twice the mean way from one to
    /// another. Null if no formula in N is known.
    /// </summary>
    internal string? WayFormula { get; }

    /// <summary>The tree with these edges.</summary>
    /// <param name="edges">N-1 pairs of neighbours.</param>
    /// <returns>The tree; null if the edges do not connect the processes 1 to N.</returns>
    public static Tree? Of(IReadOnlyList<(int One, int Other)> edges)
    {
        var processes = edges.Count + 1;
        if (edges.Any(edge => Math.Min(edge.One, edge.Other) < 1 || Math.Max(edge.One, edge.Other) > processes))
            return null;
        var neighbours = edges.Concat(edges.Select(edge => (edge.Other, edge.One)))
            .ToLookup(edge => edge.Item1, edge => edge.Item2);
        var parents = new int[processes + 1];
        var reached = new List<int> { 1 };
        for (var i = 0; i < reached.Count && reached.Count <= processes; i++)
        {
            foreach (var next in neighbours[reached[i]].Where(next => next != parents[reached[i]]))
            {
                parents[next] = reached[i];
                reached.Add(next);
            }
        }
        if (reached.Count != processes || reached.Distinct().Count() != processes)
            return null;
        return new Tree(string.Join(',', edges.Select(Text)), process => parents[process], null, processes);
    }

    /// <summary>
    /// Reads what <see cref="ToString"/> writes: a name, or edges such as <c>1-2,2-3</c>, and a root other than 1.
    /// </summary>
    /// <returns>The tree; null if the text is none.</returns>
    public static Tree? TryParse(string text)
    {
        if (text.Split(RootWord) is not [var shape, .. { Length: <= 1 } roots])
            return null;
        var tree = Named.FirstOrDefault(named => named._name == shape) ?? OfEdges(shape);
        return roots is [var last] ? Number(last) is { } root ? tree?.RootedAt(new ProcessId(root)) : null : tree;
    }

    /// <summary>The same tree, with another process that has the privilege at first.</summary>
    /// <returns>The tree; null if it has no such process.</returns>
    public Tree? RootedAt(ProcessId root) => root.Value >= 1 && root.IsOneOf(Processes ?? int.MaxValue)
        ? new Tree(_name, _parent, WayFormula, Processes, root.Value)
        : null;

    /// <summary>Whether it has the processes 1 to <paramref name="processes"/>.</summary>
    public bool Fits(int processes) => Root.IsOneOf(processes) && (Processes ?? processes) == processes;

    /// <summary>The neighbour on the side of the root; null for the root itself.</summary>
    public ProcessId? Parent(ProcessId process)
    {
        var parent = _turned.TryGetValue(process.Value, out var turned) ? turned : _parent(process.Value);
        return parent == 0 ? null : new ProcessId(parent);
    }

    /// <summary>Whether two processes are neighbours.</summary>
    public bool AreNeighbours(ProcessId one, ProcessId other) => Parent(one) == other || Parent(other) == one;

    /// <summary>As <see cref="TryParse"/> reads it: <c>chain</c>, <c>star root 3</c>, <c>1-2,2-3</c>.</summary>
    public override string ToString() => Root.Value == 1 ? _name : $"{_name}{RootWord}{Root}";

    private static string Text((int One, int Other) edge) =>
        string.Create(CultureInfo.InvariantCulture, $"{edge.One}-{edge.Other}");

    private static Tree? OfEdges(string text)
    {
        List<(int, int)> edges = [];
        foreach (var edge in text.Split(','))
        {
            if (edge.Split('-') is not [var one, var other] || Number(one) is not { } first || Number(other) is not { } second)
                return null;
            edges.Add((first, second));
        }
        return Of(edges);
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
