using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Bench.Simulator;

/// <summary>
/// The same rules under the same load in the simplest way: a priority queue, no judge, no order of channels, no faults.
/// 
/// </summary>
internal static class PlainLoop
{
    private static MutexRules Rules(SimulationSettings settings, int id) =>
        (MutexRules)settings.Protocol.Create(new MachineSetup(new ProcessId(id), settings.Processes, settings.ResendInterval));

    /// <summary>Plays to the end.</summary>
    public static void Play(VirtualSettings settings)
    {
        var (simulation, latency, requests) = (settings.Simulation, settings.Network.Latency, settings.Requests ?? int.MaxValue);
        var (count, end) = (simulation.Processes, simulation.Duration.Ticks);
        var rules = Enumerable.Range(1, count).Select(id => Rules(simulation, id)).ToArray();
        var draws = Enumerable.Range(0, count + 1).Select(id => new Draws(simulation.Seed, id)).ToArray();
        var left = Enumerable.Repeat(requests, count).ToArray();
        var queue = new PriorityQueue<(int To, IWireMessage? Message), (long At, long Number)>();
        var outbox = new Outbox();
        long number = 0;
        for (var i = 0; i < count; i++)
            queue.Enqueue((i, null), (draws[i + 1].Next(simulation.Think).Ticks, number++));
        while (queue.TryDequeue(out var next, out var now) && now.At <= end)
        {
            var process = rules[next.To];
            if (next.Message is { } message)
                process.Receive(message, outbox);
            else if (process.Phase == Phase.Released)
                process.Enter(outbox);
            else
                Leave(process, next.To, now.At);
            foreach (ref readonly var effect in outbox.Items)
            {
                if (effect.Kind == EffectKind.Send)
                    queue.Enqueue((effect.To.Value - 1, (IWireMessage)effect.Message!), (now.At + Delay(), number++));
                else if (effect.Kind == EffectKind.Tell)
                    queue.Enqueue((next.To, null), (now.At + draws[next.To + 1].Next(simulation.Hold).Ticks, number++));
            }
            outbox.Clear();
        }

        void Leave(MutexRules process, int index, long at)
        {
            process.Exit(outbox);
            if (--left[index] > 0)
                queue.Enqueue((index, null), (at + draws[index + 1].Next(simulation.Think).Ticks, number++));
        }

        long Delay() => latency is Latency.Uniform uniform
            ? draws[0].Next(uniform.Range).Ticks
            : (long)(-Math.Log(1 - draws[0].NextFraction()) * latency.Mean.Ticks);
    }
}
