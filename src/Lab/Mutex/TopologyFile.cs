using System.Globalization;
using Coterie.Actors.Configuration;
using Coterie.Actors.Text;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Mutex;

/// <summary>
/// Reads a tree from a file: on each line an edge, such as <c>1 2</c>; or <c>root 3</c>, the process that has the privilege at
/// first. A <c>#</c> begins a comment.
/// </summary>
internal sealed class TopologyFile
{
    /// <summary>What a line must be, for the message of an error.</summary>
    private const string Rule = "A line must be an edge, two processes such as 1 2, or the root, such as root 1";

    private const int MostProcesses = 10_000;

    /// <summary>The names of trees.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Tree.Named.Select(tree => tree.ToString())];

    /// <summary>The rule of <see cref="Choose"/>, for the message of an error.</summary>
    public static string ChoiceRule { get; } = $"{string.Join(", ", Names)} or a file that is there";

    private readonly string _path;
    private readonly List<(int One, int Other, int Line)> _edges = [];
    private readonly Dictionary<int, int> _parts = []; // a process, and another one that it is connected with; see Part
    private (int Process, int Line)? _root;

    private TopologyFile(string path) => _path = path;

    /// <summary>The tree of that name, or else the tree in the file of that name.</summary>
    /// <param name="text">The name: <c>tree</c>, <c>chain</c>, <c>star</c>, or a file.</param>
    /// <param name="pathOf">Where the file is.</param>
    /// <param name="cancellation">Ends the reading of a file without an end.</param>
    /// <returns>The tree; null if there is neither, see <see cref="ChoiceRule"/>.</returns>
    /// <exception cref="ConfigurationFileException">As of <see cref="Read"/>.</exception>
    public static Tree? Choose(string text, Func<string, string> pathOf, CancellationToken cancellation = default)
    {
        if (Tree.Named.FirstOrDefault(tree => tree.ToString() == text) is { } named)
            return named;
        return File.Exists(pathOf(text)) || Directory.Exists(pathOf(text)) ? Read(pathOf(text), cancellation) : null;
    }

    /// <summary>Reads a file, at most 256 KiB.</summary>
    /// <exception cref="ConfigurationFileException">It cannot be read, or is no tree; the message names the line.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Tree Read(string path, CancellationToken cancellation = default)
    {
        var file = new TopologyFile(path);
        var lines = ConfigurationText.Read(path, cancellation).Split('\n');
        for (var i = 0; i < lines.Length; i++)
            file.Take(lines[i].Split('#')[0].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries), i + 1);
        return file.ToTree();
    }

    private void Take(string[] words, int line)
    {
        switch (words)
        {
            case []: break;
            case ["root", var root]: TakeRoot(Process(root, words, line), line); break;
            case [var one, var other]: TakeEdge(Process(one, words, line), Process(other, words, line), line); break;
            default: throw Error(line, $"{Rule}, was [{Shown(words)}].");
        }
    }

    private void TakeRoot(int process, int line)
    {
        if (_root is { } root)
            throw Error(line, $"The root must be given once, and is in line {root.Line}, too.");
        _root = (process, line);
    }

    private void TakeEdge(int one, int other, int line)
    {
        if (one == other)
            throw Error(line, $"An edge must be between two processes, was [{one} {other}].");
        if (Part(one) == Part(other))
        {
            throw Error(
                line,
                $"The edges must make no cycle, and {one} and {other} are connected by the lines before. Leave this edge out.");
        }
        _parts[Part(one)] = Part(other);
        _edges.Add((one, other, line));
    }

    private int Process(string text, string[] words, int line) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
        && process is >= 1 and <= MostProcesses
            ? process
            : throw Error(line, $"{Rule}, with processes from 1 to {MostProcesses}, was [{Shown(words)}].");

    private Tree ToTree()
    {
        if (_edges.Count == 0)
            throw Error(0, "The file must have an edge at least, such as 1 2.");
        var (last, lastLine) = _edges.Select(edge => (Math.Max(edge.One, edge.Other), edge.Line)).Max();
        for (var process = 1; process < last; process++)
        {
            if (!_parts.ContainsKey(process))
                throw Error(lastLine, $"Each process from 1 to {last} must be in an edge, and {process} is in none.");
            if (Part(process) != Part(last))
                throw Error(lastLine, $"The edges must connect all processes, and none leads from {process} to {last}.");
        }
        var tree = Tree.Of([.. _edges.Select(edge => (edge.One, edge.Other))])!;
        if (_root is not { } root)
            return tree;
        return tree.RootedAt(new ProcessId(root.Process))
            ?? throw Error(root.Line, $"The root must be a process from 1 to {last}, was [{root.Process}].");
    }

    // The process that stands for all those that are connected with this one.
    private int Part(int process)
    {
        if (_parts.TryAdd(process, process) || _parts[process] == process)
            return process;
        return _parts[process] = Part(_parts[process]);
    }

    private static string Shown(string[] words) => Printable.Escape(string.Join(' ', words), 100);

    private ConfigurationFileException Error(int line, string problem) => new(new Place(_path, line, line == 0 ? 0 : 1), problem);
}
