using Coterie.Actors.Memory.Client;
using Coterie.Lab.Memory.Linearizability;
using Coterie.Network.Tests.Linearizability;
using Coterie.Protocols.Memory;

namespace Coterie.Network.Tests.Parts;

/// <summary>
/// Clients that read and write at the same time and write what they see, a history, to the standard output. The end of the
/// input ends them early.
/// </summary>
internal static class RecordPart
{
    /// <summary>Runs to the end.</summary>
    /// <param name="memory">The memory that all the clients use.</param>
    /// <param name="first">
    /// The first of a thousand numbers of processes that are this part's own; its values start at a million times that.
    /// </param>
    /// <param name="clients">How many clients.</param>
    /// <param name="operations">How many operations each client makes.</param>
    /// <param name="names">The variables.</param>
    public static async Task RunAsync(MemoryClient memory, int first, int clients, int operations, string[] names)
    {
        var (lastProcess, lastValue) = (first - 1, first * 1_000_000);
        var recorder = new HistoryRecorder(e => Console.Out.WriteLine(HistoryFile.Line(e)));
        var ended = Task.Run(Console.In.ReadToEnd);
        await Task.WhenAll(Enumerable.Range(first, clients).Select(seed => Task.Run(() => ClientAsync(new Random(seed)))));

        async Task ClientAsync(Random random)
        {
            var process = Interlocked.Increment(ref lastProcess);
            for (var operation = 0; operation < operations && !ended.IsCompleted; operation++)
            {
                var name = names[random.Next(names.Length)];
                var outcome = random.Next(3) > 0
                    ? await recorder.CallAsync(process, Function.Read, name, null, () => ReadAsync(name))
                    : await WriteAsync(process, name, Interlocked.Increment(ref lastValue));
                if (outcome == EventType.Info)
                    process = Interlocked.Increment(ref lastProcess);
            }
        }

        Task<EventType> WriteAsync(int process, string name, int value) =>
            recorder.CallAsync(
                process, Function.Write, name, value, async () => (Told(await memory.WriteAsync(name, new Value(value))), null));

        async Task<(EventType, int?)> ReadAsync(string name) =>
            await memory.ReadAsync(name) switch
            {
                ReadOutcome.Done done => (EventType.Ok, done.Value.Number),
                ReadOutcome.NeverWritten => (EventType.Ok, 0),
                _ => (EventType.Info, (int?)null),
            };
    }

    private static EventType Told(WriteOutcome outcome) => outcome switch
    {
        WriteOutcome.Done => EventType.Ok,
        WriteOutcome.Refused => EventType.Fail,
        _ => EventType.Info,
    };
}
