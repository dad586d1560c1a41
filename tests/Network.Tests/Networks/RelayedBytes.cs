using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Coterie.Network.Tests.Networks;

/// <summary>One direction of one connection through a <see cref="Relay"/>.</summary>
internal sealed class RelayedBytes(Socket from, Socket to, Relay relay, CancellationTokenSource line)
{
    // Bounded: a receiver that does not read slows its sender down, as without a relay.
    private readonly Channel<(byte[] Bytes, TimeSpan Due)> _underWay = Channel.CreateBounded<(byte[], TimeSpan)>(256);
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Passes bytes on until the sender has closed its end or the connection is cut.</summary>
    public Task PassAsync() => Task.WhenAll(OrCutAsync(TakeAsync()), OrCutAsync(GiveAsync()));

    // What fails in one direction ends the other too.
    private async Task OrCutAsync(Task passing)
    {
        try
        {
            await passing;
        }
        catch
        {
            await line.CancelAsync();
            throw;
        }
    }

    private async Task TakeAsync()
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReceiveAsync(buffer, line.Token) is var count and > 0)
            await _underWay.Writer.WriteAsync((buffer[..count], _clock.Elapsed + relay.Delay()), line.Token);
        _underWay.Writer.Complete();
    }

    private async Task GiveAsync()
    {
        await foreach (var (bytes, due) in _underWay.Reader.ReadAllAsync(line.Token))
        {
            if (due - _clock.Elapsed is var left && left > TimeSpan.Zero)
                await Task.Delay(left, line.Token);
            await relay.HeldAsync(line.Token);
            for (var sent = 0; sent < bytes.Length;)
                sent += await to.SendAsync(bytes.AsMemory(sent), line.Token);
        }
        to.Shutdown(SocketShutdown.Send);
    }
}
