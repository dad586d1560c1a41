using System.Globalization;
using Coterie.Actors.Locks;

namespace Coterie.Network.Tests.Parts;

/// <summary>
/// Waits for several locks at the same time. For each it writes a line as soon as it is in: <c>in NAME</c>, the seconds that the
/// machine is up, and the token.
/// </summary>
internal static class FollowPart
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(CoterieOptions options, IEnumerable<string> names)
    {
        await using var node = await CoterieNode.StartAsync(options);
        await Task.WhenAll(names.Select(async name =>
        {
            await using var held = await node.AcquireAsync(name, Patience);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"in {name} {Seconds()} {held.Token}"));
        }));
    }

    // As a shell reads it.
    private static string Seconds() => File.ReadAllText("/proc/uptime").Split(' ')[0];
}
