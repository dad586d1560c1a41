using Coterie.Lab.Mutex;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Virtual;

/// <summary>Settings of a virtual run for each seed: small sizes, any network, any faults that go together.</summary>
internal static class RandomSettings
{
    public static VirtualSettings Of(int seed)
    {
        var random = new Random(seed);
        var processes = random.Next(20) == 0 ? random.Next(10, 30) : random.Next(1, 7);
        var duration = Milliseconds(random, 500, 3000);
        var hold = Range(random, 30);
        var requests = random.Next(2) == 0 ? random.Next(1, 5) : (int?)null;
        var faults = Faults(random, processes, duration);
        var comesBack = faults.OfType<PlannedFault.Crash>().Count() == faults.OfType<PlannedFault.Restart>().Count();
        var simulation = new SimulationSettings(
            processes,
            // With a number of requests the time is a limit, far beyond what the faults can take.
            requests is not null && comesBack ? TimeSpan.FromHours(1) : duration,
            Range(random, 300),
            hold with { Longest = hold.Longest + TimeSpan.FromMilliseconds(1) },
            seed,
            Milliseconds(random, 20, 500),
            MutexAlgorithms.RicartAgrawala.InLab());
        return new VirtualSettings(simulation)
        {
            Network = Network(random),
            Requests = requests,
            Faults = faults,
            ChecksInvariants = true,
        };
    }

    private static NetworkModel Network(Random random)
    {
        var reorder = random.Next(3) == 0;
        var kind = random.Next(reorder ? 1 : 0, 3);
        Latency latency = kind switch
        {
            0 => Latency.Constant(Milliseconds(random, 0, 20)),
            1 => new Latency.Uniform(new DurationRange(Milliseconds(random, 0, 5), Milliseconds(random, 6, 50))),
            _ => new Latency.Exponential(Milliseconds(random, 1, 20)),
        };
        return new NetworkModel
        {
            Latency = latency,
            Reorder = reorder,
            Loss = random.Next(2) == 0 ? default : new Chance(random.NextDouble() * 0.3),
            Duplicate = random.Next(2) == 0 ? default : new Chance(random.NextDouble() * 0.3),
        };
    }

    private static List<PlannedFault> Faults(Random random, int processes, TimeSpan duration)
    {
        var faults = new List<PlannedFault>();
        foreach (var id in Enumerable.Range(1, processes).Where(_ => random.Next(6) == 0))
        {
            var (from, until) = Span(random, duration);
            if (random.Next(2) == 0)
                faults.Add(new PlannedFault.Pause(new(id), from, until));
            else if (random.Next(4) == 0)
                faults.Add(new PlannedFault.Crash(new(id), from));
            else
                faults.AddRange([new PlannedFault.Crash(new(id), from), new PlannedFault.Restart(new(id), until)]);
        }
        if (processes > 1 && random.Next(4) == 0)
        {
            var (from, until) = Span(random, duration);
            faults.Add(
                new PlannedFault.Partition(
                    [[.. Enumerable.Range(1, random.Next(1, processes)).Select(id => new ProcessId(id))]], from, until));
        }
        return faults;
    }

    private static (TimeSpan From, TimeSpan Until) Span(Random random, TimeSpan duration)
    {
        var from = duration * random.NextDouble() * 0.9;
        return (from, from + Milliseconds(random, 1, 200) is var until && until < duration ? until : duration);
    }

    private static DurationRange Range(Random random, int most)
    {
        var shortest = random.Next(3) == 0 ? TimeSpan.Zero : Milliseconds(random, 0, most / 2);
        return new DurationRange(shortest, shortest + Milliseconds(random, 0, most / 2));
    }

    private static TimeSpan Milliseconds(Random random, int least, int most) =>
        TimeSpan.FromMilliseconds(random.Next(least, most));
}
