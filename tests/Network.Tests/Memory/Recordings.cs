using System.Globalization;
using Coterie.Lab.Memory.Linearizability;
using Coterie.Network.Tests.Networks;

namespace Coterie.Network.Tests.Memory;

/// <summary>Clients in processes of their own, whose histories are put together and judged.</summary>
internal sealed class Recordings : IDisposable
{
    private const int Clients = 4;
    private readonly List<CoterieProcess> _parts = [];

    /// <summary>Starts four clients in one process.</summary>
    public void Start(
        Place place, string server, int operations = 1_000_000, double patienceSeconds = 30, params string[] names) =>
        _parts.Add(place.StartPart(
            "record", server,
            [
                Text(patienceSeconds), Text(1000 * (_parts.Count + 1)), Text(Clients), Text(operations),
                .. names.DefaultIfEmpty("x"),
            ]));

    /// <summary>Waits until all clients' processes have written and read.</summary>
    public async Task AreUnderWayAsync()
    {
        foreach (var part in _parts)
        {
            await part.ReadLineAsync("\"ok\",\"f\":\"write\"");
            await part.ReadLineAsync("\"ok\",\"f\":\"read\"");
        }
    }

    /// <summary>Waits until the clients of one process, or of each, have got no answer.</summary>
    public async Task LoseAnswersAsync(int? part = null)
    {
        foreach (var each in part is { } one ? [_parts[one]] : _parts)
            await each.ReadLineAsync("\"info\"");
    }

    /// <summary>Ends each client after its current operation, and returns the history of all.</summary>
    public async Task<History> StopAsync()
    {
        _parts.ForEach(part => part.CloseInput());
        return await EndAsync();
    }

    /// <summary>Waits for the clients' end, and returns the history of all.</summary>
    public async Task<History> EndAsync()
    {
        var ends = await Task.WhenAll(_parts.Select(part => part.EndAsync()));
        foreach (var end in ends)
            end.AssertEndedWith(0);
        return HistoryFile.Read(ends.SelectMany(end => end.Output.Split('\n')));
    }

    public void Dispose() => _parts.ForEach(part => part.Dispose());

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
