using Coterie.Lab.Memory.Linearizability;
using Coterie.Network.Tests.Networks;

namespace Coterie.Network.Tests.Memory;

/// <summary>What many concurrent clients see of the memory is linearizable, over a good and over a bad network.</summary>
public sealed class HistoryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [LinuxFact]
    public async Task Clients_on_two_addresses()
    {
        using var server = await MemoryServer.StartAsync(Loopback.NextPlace());
        using var recordings = new Recordings();
        recordings.Start(Loopback.NextPlace(), server.At, operations: 250, names: ["x", "y"]);
        recordings.Start(Loopback.NextPlace(), server.At, operations: 250, names: ["x", "y"]);
        var history = await recordings.EndAsync();
        AssertAllAnswered(history);
        AssertLinearizable(history);
    }

    [LinuxFact]
    public async Task Clients_whose_server_is_killed()
    {
        using var server = await MemoryServer.StartAsync(Loopback.NextPlace());
        using var recordings = new Recordings();
        recordings.Start(Loopback.NextPlace(), server.At, patienceSeconds: 1);
        recordings.Start(Loopback.NextPlace(), server.At, patienceSeconds: 1);
        await recordings.AreUnderWayAsync();
        await server.Process.SignalAsync("KILL");
        // The next server would begin at 0 again: the history ends here.
        AssertLinearizable(await recordings.StopAsync());
    }

    [LinuxFact]
    public async Task Clients_whose_server_is_stopped_for_a_while()
    {
        using var server = await MemoryServer.StartAsync(Loopback.NextPlace());
        using var recordings = new Recordings();
        recordings.Start(Loopback.NextPlace(), server.At, patienceSeconds: 0.2);
        await recordings.AreUnderWayAsync();
        await server.Process.SignalAsync("STOP");
        await recordings.LoseAnswersAsync();
        await server.Process.SignalAsync("CONT");
        await recordings.AreUnderWayAsync();
        AssertLinearizable(await recordings.StopAsync());
    }

    [LinuxFact]
    public async Task Clients_behind_a_slow_line_that_is_cut_now_and_then()
    {
        var place = Loopback.NextPlace();
        var entrance = Loopback.Next();
        using var configuration = new TemporaryFile($"akka.remote.dot-netty.tcp.public-hostname = \"{entrance}\"");
        using var server = await MemoryServer.StartBehindAsync(place, entrance, configuration.Path);
        await using var line = Relay.Start(Loopback.At(entrance, 4053), server.Port);
        var random = new Random(1);
        line.Delay = () =>
        {
            lock (random)
                return TimeSpan.FromMilliseconds(random.Next(8));
        };
        using var recordings = new Recordings();
        recordings.Start(Loopback.NextPlace(), $"{entrance}:4053", patienceSeconds: 0.5);
        recordings.Start(Loopback.NextPlace(), $"{entrance}:4053", patienceSeconds: 0.5);
        await recordings.AreUnderWayAsync();
        line.Hold();
        await recordings.LoseAnswersAsync();
        line.Release();
        await recordings.AreUnderWayAsync();
        line.Cut();
        await recordings.LoseAnswersAsync();
        await recordings.AreUnderWayAsync();
        AssertLinearizable(await recordings.StopAsync());
    }

    [NamespaceFact]
    public async Task Clients_on_two_machines_that_lose_a_fifth_of_all_packets()
    {
        await using var machines = await Machines.CreateAsync(3);
        await machines.LoseAsync(20);
        using var server = await MemoryServer.StartAsync(machines[0].Place);
        using var recordings = new Recordings();
        recordings.Start(machines[1].Place, server.At, operations: 40, patienceSeconds: 120);
        recordings.Start(machines[2].Place, server.At, operations: 40, patienceSeconds: 120);
        var history = await recordings.EndAsync();
        AssertAllAnswered(history);
        AssertLinearizable(history);
    }

    [NamespaceFact]
    public async Task Clients_one_of_whose_machines_is_cut_off_for_a_while()
    {
        await using var machines = await Machines.CreateAsync(3);
        using var server = await MemoryServer.StartAsync(machines[0].Place);
        using var recordings = new Recordings();
        recordings.Start(machines[1].Place, server.At, patienceSeconds: 0.5);
        recordings.Start(machines[2].Place, server.At, patienceSeconds: 0.5);
        await recordings.AreUnderWayAsync();
        await Machines.PartAsync(machines[0], machines[1]);
        await recordings.LoseAnswersAsync(part: 0);
        await machines.HealAsync();
        await recordings.AreUnderWayAsync();
        AssertLinearizable(await recordings.StopAsync());
    }

    private static void AssertAllAnswered(History history) =>
        Assert.DoesNotContain(history.Events, e => e.Type is EventType.Fail or EventType.Info);

    private static void AssertLinearizable(History history)
    {
        var verdict = LinearizabilityJudge.Check(history, patience: Patience);
        Assert.True(verdict is Verdict.Linearizable, $"{verdict}\n{string.Join('\n', history.Events.Select(HistoryFile.Line))}");
    }
}
