using Coterie.Actors.Memory.Client;
using Coterie.Protocols.Memory;

namespace Coterie.Network.Tests.Parts;

/// <summary>
/// A client that holds the write lock and obeys its input: <c>write N</c>, <c>release</c>. It answers each with a line. At
/// the end of the input the client leaves.
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
