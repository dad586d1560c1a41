using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Mutex;

/// <summary>What a network does to messages, each a chance from 0 to 1.</summary>
internal sealed record Faults(double Loss = 0, double Duplicate = 0, bool Reorder = false, double Withdraw = 0)
{
    public static Faults All { get; } = new(0.1, 0.1, true, 0.05);
}

/// <summary>
/// A run of random steps, the same for the same seed: requests, exits, deliveries and faults in any order. No process
/// withdraws its last request, so a process that would wait for ever does wait for ever.
/// </summary>
internal static class RandomRun
{
    private const int MostSteps = 200_000;

    public static RunSummary Play(int seed, int processes, int requestsEach, Faults faults, Protocol? protocol = null)
    {
        var random = new Random(seed);
        var group = new Group(processes, protocol ?? MutexAlgorithms.RicartAgrawala.InLab());
        var left = Enumerable.Repeat(requestsEach, processes + 1).ToArray();
        for (var step = 0; step < MostSteps; step++)
        {
            var id = random.Next(1, processes + 1);
            var busy = Enumerable.Range(1, processes).Any(p => left[p] > 0 || group[p].Phase != Phase.Released);
            if (group.InFlight.Count == 0 && (!busy || (faults.Loss == 0 && IsStuck(group, left))))
                break;
            if (group.InFlight.Count > 0 && random.Next(3) > 0)
                DeliverOne(group, random, faults);
            else if (group[id].Phase == Phase.Held)
                group.Exit(id);
            else if (group[id].Phase == Phase.Released && left[id] > 0)
            {
                left[id]--;
                group.Enter(id);
            }
            else if (left[id] > 0 && group[id].Phase == Phase.Wanted && random.NextDouble() < faults.Withdraw)
                group.Withdraw(id);
            else if (faults.Loss > 0)
                group.ResendDue(id);
        }
        return group.Judge.Finish(null);
    }

    private static bool IsStuck(Group group, int[] left) =>
        Enumerable.Range(1, group.Count).All(
            id => group[id].Phase == Phase.Released ? left[id] == 0 : group[id].Phase == Phase.Wanted && left[id] == 0);

    private static void DeliverOne(Group group, Random random, Faults faults)
    {
        // In order: the oldest message of a random pair of processes; reordered: any.
        var any = group.InFlight[random.Next(group.InFlight.Count)];
        var index = faults.Reorder
            ? random.Next(group.InFlight.Count)
            : group.InFlight.FindIndex(m => m.To == any.To && m.Message.From == any.Message.From);
        if (random.NextDouble() < faults.Loss)
            group.InFlight.RemoveAt(index);
        else if (random.NextDouble() < faults.Duplicate)
            group.Receive(group.InFlight[index].To, group.InFlight[index].Message);
        else
            group.DeliverAt(index);
    }
}
