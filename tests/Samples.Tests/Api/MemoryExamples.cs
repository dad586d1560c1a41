using System.Net;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory.Client;
using Coterie.Protocols.Memory;

namespace Coterie.Samples.Tests.Api;

/// <summary>The shared memory of a server, by task.</summary>
public sealed class MemoryExamples
{
    [Fact]
    public async Task Read_and_write_a_variable()
    {
        using var process = CoterieProcess.Start("serve", "--host", "127.0.0.1", "--port", "0");
        var server = IPEndPoint.Parse(await process.MemoryAddressAsync());
        #region memory-read-write
        await using var memory = MemoryClient.Of(server, null, CoterieConfiguration.Load([]), limit: TimeSpan.FromSeconds(10));

        var written = await memory.WriteAsync("apples", new Value(5));
        Console.WriteLine(written switch
        {
            WriteOutcome.Done => "written",
            WriteOutcome.Refused refused => $"not written, because the server refused it: {refused.Reason}",
            WriteOutcome.NotSent not => $"not written: {not.Reason}",
            WriteOutcome.Unknown unknown => $"it may be written, or not: {unknown.Reason}",
            _ => "",
        });
        if (await memory.ReadAsync("apples") is ReadOutcome.Done read)
            Console.WriteLine(read.Value.Number);
        #endregion
        Assert.IsType<WriteOutcome.Done>(written);
    }

    [Fact]
    public async Task Hold_the_lock_of_a_variable()
    {
        using var process = CoterieProcess.Start("serve", "--host", "127.0.0.1", "--port", "0");
        var server = IPEndPoint.Parse(await process.MemoryAddressAsync());
        await using var memory = MemoryClient.Of(server, null, CoterieConfiguration.Load([]), limit: TimeSpan.FromSeconds(10));
        #region memory-lock
        if (await memory.AcquireWriteAsync("apples", lease: TimeSpan.FromSeconds(20)) is AcquireOutcome.Granted granted)
        {
            await using var apples = granted.Lock;
            var before = await apples.ReadAsync() is ReadOutcome.Done read ? read.Value.Number : 0;
            await apples.WriteAsync(new Value(before + 1));
            await apples.RenewAsync(); // for another 20 s; Lost is cancelled if the lock is lost
        }
        #endregion
        Assert.Equal(new ReadOutcome.Done(new Value(1)), await memory.ReadAsync("apples"));
    }
}
