using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Bench.Mutex;

/// <summary>The same rules under the same load without actors: one thread, one queue, no judge.</summary>
internal static class RulesAlone
{
    public static void Play(int processes, int entries)
    {
        var algorithm = MutexAlgorithms.RicartAgrawala;
        var rules = Enumerable.Range(1, processes).Select(id => algorithm.Create(new(id), processes)).ToArray();
        var queue = new Queue<(int To, IWireMessage? Message)>();
        var outbox = new Outbox();
        for (var i = 0; i < processes; i++)
        {
            rules[i].Enter(outbox);
            Take(i);
        }
        while (entries > 0)
        {
            var (to, message) = queue.Dequeue();
            var process = rules[to];
            if (message is not null)
            {
                process.Receive(message, outbox);
            }
            else
            {
                entries--;
                process.Exit(outbox);
                process.Enter(outbox);
            }
            Take(to);
        }

        // Without a message: the process is inside.
        void Take(int self)
        {
            foreach (ref readonly var effect in outbox.Items)
            {
                if (effect.Kind == EffectKind.Send)
                    queue.Enqueue((effect.To.Value - 1, (IWireMessage)effect.Message!));
                else if (effect.Kind == EffectKind.Tell)
                    queue.Enqueue((self, null));
            }
            outbox.Clear();
        }
    }
}
