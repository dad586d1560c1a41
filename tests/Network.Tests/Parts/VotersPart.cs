using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Coterie.Actors.Locks;
using Coterie.Actors.Storage;
using Coterie.Network.Tests.Storage;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;

namespace Coterie.Network.Tests.Parts;

/// <summary>
/// Voters, each with a data folder and with clients that store as fast as they can, until the program is killed. It says
/// <c>ready</c> when all voters have the memory of their folders, which is compared with what the clients were told in earlier
/// lives, and <c>more</c> after every hundred values.
/// </summary>
internal static class VotersPart
{
    private const int ValuesOfLine = 100;

    /// <summary>Runs until it is killed, or for a time.</summary>
    /// <param name="folder">Where the folders are, and what was told.</param>
    /// <param name="voters">How many voters.</param>
    /// <param name="names">How many names each has, with a client for each.</param>
    /// <param name="time">For how long; null until it is killed. Then it says how many values were stored.</param>
    public static async Task RunAsync(string folder, int voters, int names, TimeSpan? time)
    {
        using var told = new Acknowledged(Path.Combine(folder, "told"), voters, names);
        using var system = ActorSystem.Create("voters", ConfigurationFactory.ParseString("akka.loglevel = WARNING"));
        var stored = 0L;
        var actors = Enumerable.Range(0, voters).Select(voter => Start(system, folder, told, voter, names)).ToList();
        Console.Out.WriteLine("ready");
        var watch = Stopwatch.StartNew();
        foreach (var (actor, voter, views) in actors)
            new StoringClient(system, actor, voter, views, OnStored).Begin();
        await Task.Delay(time ?? Timeout.InfiniteTimeSpan);
        Console.Out.WriteLine($"{Volatile.Read(ref stored) / watch.Elapsed.TotalSeconds:0} values a second");

        void OnStored()
        {
            if (Interlocked.Increment(ref stored) % ValuesOfLine == 0 && time is null)
                Console.Out.WriteLine("more");
        }
    }

    private static (IActorRef Voter, int Number, Acknowledged.View[] Names) Start(
        ActorSystem system, string folder, Acknowledged told, int voter, int names)
    {
        var views = Enumerable.Range(0, names).Select(name => told.Of(voter, name)).ToArray();
        var terms = new QuorumTerms(1) { Lease = TimeSpan.FromHours(1) };
        var data = DataFolder.Open(Path.Combine(folder, $"voter-{voter}"), new FolderOwner($"voter {voter}", "alone"));
        for (var name = 0; name < names; name++)
            Compare(data.Memory, voter, name, views[name]);
        var group = new GroupSettings(terms, [$"voter {voter}"], TimeProvider.System, TimeSpan.FromSeconds(1));
        var props = VoterActor.Props(new ProcessId(1), group, new VoterRefs([ActorRefs.Nobody]), isNew: true, data);
        return (system.ActorOf(props, $"voter-{voter}"), voter, views);
    }

    private static void Compare(VoterMemory memory, int voter, int name, Acknowledged.View told)
    {
        var stored = memory.Values.SingleOrDefault(value => value.Name == Acknowledged.NameOf(name))?.Stored ?? default;
        if (stored.Stamp < told.Stamp)
            throw new InvalidOperationException($"Voter {voter}, name {name}: {told.Stamp} was told, and is {stored.Stamp}.");
        if (stored != default && !stored.Value!.Equals(Acknowledged.ValueOf(voter, name, stored.Stamp)))
            throw new InvalidOperationException($"Voter {voter}, name {name}: another value is at {stored.Stamp}.");
        if (told.Floor >= 0 && !(memory.Floor > told.Floor))
            throw new InvalidOperationException($"Voter {voter}, name {name}: {told.Floor} was told, and is {memory.Floor}.");
    }
}
