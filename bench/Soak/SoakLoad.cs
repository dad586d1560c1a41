using System.Net;
using System.Net.Sockets;
using Coterie.Actors.Memory.Client;
using Coterie.Bench.Remote;
using Coterie.Protocols.Memory;

namespace Coterie.Bench.Soak;

/// <summary>The load: each task does everything that a server meets, one after the other, until it is cancelled.</summary>
internal sealed class SoakLoad(MemoryProcess server)
{
    private const int Callers = 8;
    private const int Variables = 100;
    private const int Visitors = 2;
    private const int RawClients = 4;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private long _done;
    private long _notDone;

    /// <summary>Operations that were carried out.</summary>
    public long Done => Volatile.Read(ref _done);

    /// <summary>Operations that were refused or got no answer.</summary>
    public long NotDone => Volatile.Read(ref _notDone);

    public async Task RunAsync(CancellationToken end)
    {
        await using var client = NewClient();
        List<Task> tasks =
        [
            .. from caller in Enumerable.Range(0, Callers) select Repeat(random => CallAsync(client, random, end), caller, end),
            .. from visitor in Enumerable.Range(0, Visitors) select Repeat(random => VisitAsync(random, end), 100 + visitor, end),
            .. from raw in Enumerable.Range(0, RawClients) select Repeat(
                _ => TalkAsync(server.Raw, "RW\u0001\u0002\u0003\u0004R"u8.ToArray(), 10, end), 200 + raw, end),
            Repeat(random => TalkAsync(server.Address, Noise(random), 0, end), 300, end),
        ];
        await Task.WhenAll(tasks);
    }

    private MemoryClient NewClient() => MemoryClient.Of(server.Address, IPAddress.Loopback, MemoryProcess.Configuration, Limit);

    private async Task Repeat(Func<Random, Task<bool>> act, int seed, CancellationToken end)
    {
        var random = new Random(seed);
        while (!end.IsCancellationRequested)
        {
            try
            {
                var isDone = await Task.Run(() => act(random), CancellationToken.None);
                Interlocked.Increment(ref isDone ? ref _done : ref _notDone);
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException)
            {
                Interlocked.Increment(ref _notDone);
            }
        }
    }

    private static async Task<bool> CallAsync(MemoryClient client, Random random, CancellationToken end)
    {
        var name = FormattableString.Invariant($"v{random.Next(Variables)}");
        switch (random.Next(100))
        {
            case < 70:
                return await client.ReadAsync(name, end) is ReadOutcome.Done or ReadOutcome.NeverWritten;
            case < 90:
                return await client.WriteAsync(name, new Value(random.Next()), cancellation: end) is WriteOutcome.Done;
            case < 98:
                if (await client.AcquireWriteAsync(name, Lease, end) is not AcquireOutcome.Granted granted)
                    return false;
                await using (granted.Lock)
                    return await granted.Lock.WriteAsync(new Value(1), cancellation: end) is WriteOutcome.Done;
            default:
                return await client.ListAsync(end) is ListOutcome.Done;
        }
    }

    // The client leaves while it holds the lock: the server has to notice that.
    private async Task<bool> VisitAsync(Random random, CancellationToken end)
    {
        await using var client = NewClient();
        return await client.AcquireReadAsync(
            FormattableString.Invariant($"v{random.Next(Variables)}"), Lease, end) is AcquireOutcome.Granted;
    }

    // Sends something, receives so many bytes, and closes the connection.
    private static async Task<bool> TalkAsync(IPEndPoint place, byte[] words, int answer, CancellationToken end)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(place, end);
        await socket.SendAsync(words, end);
        var heard = 0;
        while (heard < answer && await socket.ReceiveAsync(new byte[answer], end) is var count and > 0)
            heard += count;
        return heard == answer;
    }

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(1, 200)];
        random.NextBytes(bytes);
        return bytes;
    }
}
