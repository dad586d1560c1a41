using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Bench.Mutex;

/// <summary>The same rules under the same load without actors: one thread, one queue, nobody looking on.</summary>
internal static class RulesAlone
{
    public static void Play(int processes, int entries)
    {
        var rules = Enumerable.Range(1, processes).Select(id => new RicartAgrawala(new(id), processes)).ToArray();
        var queue = new Queue<Effect>();
        var effects = new Effects();
        foreach (var each in rules)
        {
            each.Enter(effects);
            Take(effects, queue);
        }
        while (entries > 0)
        {
            var next = queue.Dequeue();
            var process = rules[next.To.Value - 1];
            if (next.Message is not null)
            {
                process.Receive(next.Message, effects);
            }
            else
            {
                entries--;
                process.Exit(effects);
                process.Enter(effects);
            }
            Take(effects, queue);
        }
    }

    private static void Take(Effects effects, Queue<Effect> queue)
    {
        foreach (ref readonly var effect in effects.Items)
            queue.Enqueue(effect);
        effects.Clear();
    }
}
