using Coterie.Actors.Memory.Client;
using Coterie.Protocols.Memory;

namespace Coterie.Network.Tests.Parts;

/// <summary>
/// Somebody who holds the write lock and does under it what the input says: <c>write N</c>, <c>release</c>; a line answers each.
/// At the end of the input it leaves in good order.
/// </summary>
internal static class HoldPart
{
    public static async Task RunAsync(MemoryClient memory, string name, TimeSpan lease)
    {
        var acquired = await memory.AcquireWriteAsync(name, lease);
        if (acquired is not AcquireOutcome.Granted { Lock: var held })
        {
            Console.Out.WriteLine($"not held: {acquired}");
            return;
        }
        Console.Out.WriteLine("held");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            Console.Out.WriteLine(line.Split(' ') switch
            {
                ["write", var value] => $"write {await held.WriteAsync(Value.TryParse(value)!.Value)}",
                _ => $"release {await held.ReleaseAsync()}",
            });
        }
    }
}
