using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Coterie.Network.Tests.Networks;

/// <summary>The relay of the tests between a client and a server.</summary>
public sealed class RelayTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _entrance = Loopback.At(Loopback.Next(), 4053);
    private readonly Socket _client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private Relay _relay = null!;
    private Socket _server = null!;

    public async Task InitializeAsync()
    {
        _listener.Start();
        _relay = Relay.Start(_entrance, (IPEndPoint)_listener.LocalEndpoint);
        await _client.ConnectAsync(_entrance);
        _server = await _listener.AcceptSocketAsync();
    }

    [LinuxFact]
    public async Task Bytes_pass_in_both_directions_and_ends_do_too()
    {
        await SendAsync(_client, 1, 2, 3);
        Assert.Equal([1, 2, 3], await ReceiveAsync(_server, 3));
        await SendAsync(_server, 4, 5);
        Assert.Equal([4, 5], await ReceiveAsync(_client, 2));
        _client.Shutdown(SocketShutdown.Send);
        Assert.Empty(await ReceiveAsync(_server, 1));
        await SendAsync(_server, 6);
        Assert.Equal([6], await ReceiveAsync(_client, 1));
    }

    [LinuxFact]
    public async Task Bytes_take_their_time_and_stay_in_order()
    {
        var delays = new Queue<TimeSpan>([TimeSpan.FromMilliseconds(300), TimeSpan.Zero]);
        _relay.Delay = delays.Dequeue;
        var clock = Stopwatch.StartNew();
        await SendAsync(_client, 1);
        Assert.Equal([1], await ReceiveAsync(_server, 1));
        Assert.True(clock.ElapsedMilliseconds >= 300);
        await SendAsync(_client, 2);
        Assert.Equal([2], await ReceiveAsync(_server, 1));
    }

    [LinuxFact]
    public async Task What_is_held_comes_when_it_is_released()
    {
        _relay.Hold();
        await SendAsync(_client, 1);
        var received = ReceiveAsync(_server, 1);
        await SendAsync(_server, 2);
        _relay.Release();
        Assert.Equal([1], await received);
        Assert.Equal([2], await ReceiveAsync(_client, 1));
    }

    [LinuxFact]
    public async Task What_is_held_is_lost_with_the_line()
    {
        var taken = new TaskCompletionSource();
        _relay.Delay = () =>
        {
            taken.TrySetResult();
            return TimeSpan.Zero;
        };
        _relay.Hold();
        await SendAsync(_client, 1);
        await taken.Task.WaitAsync(Patience);
        _relay.Cut();
        await Assert.ThrowsAsync<SocketException>(() => ReceiveAsync(_server, 1));
    }

    [LinuxFact]
    public async Task A_cut_line_is_reset_at_both_ends_and_a_new_one_may_come()
    {
        _relay.Cut();
        await Assert.ThrowsAsync<SocketException>(() => ReceiveAsync(_server, 1));
        await Assert.ThrowsAsync<SocketException>(() => ReceiveAsync(_client, 1));
        using var again = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await again.ConnectAsync(_entrance);
        using var accepted = await _listener.AcceptSocketAsync();
        await SendAsync(again, 7);
        Assert.Equal([7], await ReceiveAsync(accepted, 1));
    }

    public async Task DisposeAsync() => await _relay.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _listener.Dispose();
    }

    private static async Task SendAsync(Socket socket, params byte[] bytes) => await socket.SendAsync(bytes);

    private static async Task<byte[]> ReceiveAsync(Socket socket, int most)
    {
        var buffer = new byte[most];
        var count = 0;
        using var patience = new CancellationTokenSource(Patience);
        while (count < most && await socket.ReceiveAsync(buffer.AsMemory(count), patience.Token) is var more and > 0)
            count += more;
        return buffer[..count];
    }
}
