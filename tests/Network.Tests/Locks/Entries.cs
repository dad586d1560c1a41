using System.Diagnostics;
using System.Globalization;
using Coterie.Network.Tests.Networks;
using Coterie.Network.Tests.Parts;

namespace Coterie.Network.Tests.Locks;

/// <summary>Clients in processes of their own that enter one lock again and again, and what they saw.</summary>
internal sealed class Entries(LockMembers members, string name) : IDisposable
{
    private const int ClientsOfPart = 2;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-tests-");
    private readonly List<CoterieProcess> _parts = [];

    /// <summary>Starts two clients in one process.</summary>
    public void Start(Place place) => _parts.Add(members.StartPart(
        place, "enter", name, _folder.FullName, ClientsOfPart.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Waits until each client has entered ten times from now on.</summary>
    public async Task GoOnAsync()
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var part in _parts)
        {
            for (var client = 0; client < ClientsOfPart; client++)
            {
                for (var count = 0; count < 10;)
                    count += Entry.TryParse(await part.ReadLineAsync(Entry.Start(client)))!.From >= now ? 1 : 0;
            }
        }
    }

    /// <summary>Ends each client after its next entry, and returns all entries in the order in which they began.</summary>
    public async Task<IReadOnlyList<Entry>> EndAsync()
    {
        _parts.ForEach(part => part.CloseInput());
        var ends = await Task.WhenAll(_parts.Select(part => part.EndAsync()));
        foreach (var end in ends)
            end.AssertEndedWith(0);
        return [.. ends.SelectMany(end => end.Output.Split('\n')).Select(Entry.TryParse).OfType<Entry>().OrderBy(e => e.From)];
    }

    /// <summary>
    /// Nobody was inside together with somebody else while both held the lock, and tokens rise. A client that has lost the lock,
    /// and knew it, may have met the next one.
    /// </summary>
    public void AssertExclusive(IReadOnlyList<Entry> entries)
    {
        var held = entries.Where(entry => entry.End == EntryEnd.Held).ToList();
        foreach (var (one, next) in held.Zip(held.Skip(1)))
        {
            Assert.True(one.To <= next.From, $"[{one}] and [{next}] are inside together.");
            Assert.True(one.Token < next.Token, $"[{one}] is followed by a smaller token: [{next}].");
        }
        var lost = entries.Where(entry => entry.End == EntryEnd.Lost).ToList();
        foreach (var met in entries.Where(entry => entry.End == EntryEnd.Collided))
        {
            Assert.True(
                lost.Exists(entry => entry.From <= met.To && entry.To >= met.From),
                $"[{met}] met somebody who had not lost the lock.");
        }
        Assert.Equal(entries.Count, entries.Select(entry => entry.Token).Distinct().Count());
        if (held.Count < entries.Count)
            return;
        Assert.Equal(held.Count, int.Parse(Read(EnterPart.Counter).Single(), CultureInfo.InvariantCulture));
        Assert.Equal(held.Select(entry => entry.Token.ToString(CultureInfo.InvariantCulture)), Read(EnterPart.Tokens));
        Assert.False(File.Exists(Path.Combine(_folder.FullName, EnterPart.Witness)));
    }

    public void Dispose()
    {
        _parts.ForEach(part => part.Dispose());
        _folder.Delete(recursive: true);
    }

    private string[] Read(string file) => File.ReadAllLines(Path.Combine(_folder.FullName, file));
}
