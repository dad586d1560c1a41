using System.Globalization;
using System.Net;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory.Client;
using Coterie.Protocols.Memory;

// Counts in a variable of the shared memory. Start the server first, and then as many of these as you like, at the same time:
//
//   coterie serve
//   dotnet run --project samples/Counter -- 127.0.0.1:4053 100
if (args is not [var address, var count] || !IPEndPoint.TryParse(address, out var server)
    || !int.TryParse(count, CultureInfo.InvariantCulture, out var times))
{
    Console.Error.WriteLine("Counter must get the address of the server and how often to count, such as 127.0.0.1:4053 100");
    return 1;
}
await using var memory = MemoryClient.Of(server, own: null, CoterieConfiguration.Load([]), limit: TimeSpan.FromMinutes(1));

for (var i = 0; i < times; i++)
{
    // Read, add, write: without the lock, two processes could read the same value, and one of the two additions would be lost.
    await using var counter = await LockAsync("counter");
    var value = await counter.ReadAsync() switch
    {
        ReadOutcome.Done done => done.Value.Number,
        ReadOutcome.NeverWritten => 0,
        var other => throw new InvalidOperationException($"The value could not be read: {other}"),
    };
    if (await counter.WriteAsync(new Value(value + 1)) is not WriteOutcome.Done)
        throw new InvalidOperationException("It is not certain that the value was written.");
}
Console.WriteLine($"added {times}");
return 0;

async Task<MemoryLock> LockAsync(string name) => await memory.AcquireWriteAsync(name) switch
{
    AcquireOutcome.Granted granted => granted.Lock,
    AcquireOutcome.Refused refused => throw new InvalidOperationException($"The server refused the lock: {refused.Reason}"),
    var other => throw new InvalidOperationException($"The server did not answer: {other}"),
};
