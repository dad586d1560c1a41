using Coterie.Actors.Locks;
using Coterie.Network.Tests.Variables;

namespace Coterie.Network.Tests.Parts;

/// <summary>A member of a group, as <c>coterie serve</c> is one, whose clock is a <see cref="FastClock"/>.</summary>
internal static class FastMemberPart
{
    /// <summary>Runs until it is killed, or until the input ends.</summary>
    /// <param name="group">The group.</param>
    /// <param name="listen">Where the member listens.</param>
    /// <param name="options">Those of <c>coterie serve</c>: <c>--new</c>, and <c>--data</c> with a folder.</param>
    public static async Task RunAsync(CoterieOptions group, string listen, string[] options)
    {
        var data = Array.IndexOf(options, "--data");
        await using var node = await CoterieNode.StartAsync(new CoterieOptions
        {
            Members = group.Members,
            Config = group.Config,
            Lease = group.Lease,
            Listen = listen,
            IsNew = options.Contains("--new"),
            DataFolder = data < 0 ? null : options[data + 1],
            Clock = new FastClock(),
        });
        Console.Out.WriteLine($"Member listening on {listen}, one of {node.Members.Count}...");
        await Console.In.ReadToEndAsync();
    }
}
