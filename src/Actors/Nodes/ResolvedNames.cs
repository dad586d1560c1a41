using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;

namespace Coterie.Actors.Nodes;

/// <summary>
/// The names by which the user of this process gave the addresses of nodes. Nodes know each other by addresses alone; a
/// certificate may have the name instead.
/// </summary>
internal static class ResolvedNames
{
    private const int MostAddresses = 1000;

    private static readonly ConcurrentDictionary<IPAddress, ImmutableHashSet<string>> Names = new();

    /// <summary>The user named the node, and the name has this address.</summary>
    public static void Note(string name, IPAddress address)
    {
        if (Names.Count < MostAddresses || Names.ContainsKey(address))
            Names.AddOrUpdate(address, _ => [name], (_, known) => known.Add(name));
    }

    /// <summary>The names of an address.</summary>
    public static IReadOnlyCollection<string> Of(IPAddress address) => Names.GetValueOrDefault(address, []);
}
