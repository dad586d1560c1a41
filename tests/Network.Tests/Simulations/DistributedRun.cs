using System.Globalization;
using Coterie.Network.Tests.Networks;

namespace Coterie.Network.Tests.Simulations;

/// <summary>
/// <c>coterie simulate</c> on one node and <c>coterie join</c> on others, which come in the order of their numbers.
/// </summary>
internal sealed class DistributedRun : IDisposable
{
    private readonly List<CoterieProcess> _nodes = [];

    private DistributedRun()
    {
    }

    /// <summary>A node by its number, from 1.</summary>
    public CoterieProcess this[int number] => _nodes[number - 1];

    /// <summary>Returns when the run has begun on all nodes.</summary>
    public static async Task<DistributedRun> BeginAsync(IReadOnlyList<Place> places, params string[] arguments)
    {
        var run = new DistributedRun();
        try
        {
            await run.GatherAsync(places, arguments);
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>The ends of these nodes, by number, or of all.</summary>
    public Task<CoterieProcess.Outcome[]> EndAsync(params int[] numbers) =>
        Task.WhenAll(
            (numbers.Length == 0 ? Enumerable.Range(1, _nodes.Count) : numbers).Select(number => this[number].EndAsync()));

    public void Dispose() => _nodes.ForEach(node => node.Dispose());

    private async Task GatherAsync(IReadOnlyList<Place> places, string[] arguments)
    {
        var count = places.Count.ToString(CultureInfo.InvariantCulture);
        _nodes.Add(places[0].Start(["simulate", .. arguments, "--listen", places[0].Address, "--nodes", count]));
        await _nodes[0].ReadLineAsync($"coterie join {places[0].Address}:4053");
        foreach (var place in places.Skip(1))
        {
            _nodes.Add(place.Start("join", places[0].Address, "--listen", place.Address));
            await _nodes[^1].ReadLineAsync(string.Create(CultureInfo.InvariantCulture, $"as node {_nodes.Count} of {count}"));
        }
        foreach (var node in _nodes)
            await node.ReadLineAsync("The run begins");
    }
}
