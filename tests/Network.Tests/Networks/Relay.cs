using System.Net;
using System.Net.Sockets;

namespace Coterie.Network.Tests.Networks;

/// <summary>A connection between clients and a server that can be slow: it delays bytes, holds them back, and breaks.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _server;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly List<Task> _lines = [];
    private CancellationTokenSource _cut = new();
    private TaskCompletionSource? _held;
    private Task _accepting = Task.CompletedTask;

    private Relay(IPEndPoint listen, IPEndPoint server)
    {
        _listener = new TcpListener(listen);
        _server = server;
    }

    /// <summary>
    /// The delay of each byte; the function is called for each piece that arrives. Bytes of one direction of one connection
    /// stay in order.
    /// </summary>
    public Func<TimeSpan> Delay { get; set; } = () => TimeSpan.Zero;

    public static Relay Start(IPEndPoint listen, IPEndPoint server)
    {
        var relay = new Relay(listen, server);
        relay._listener.Start();
        relay._accepting = relay.AcceptAsync();
        return relay;
    }

    /// <summary>Holds back all bytes from now on, in both directions.</summary>
    public void Hold()
    {
        lock (_lock)
            _held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Lets bytes pass again, first those held back.</summary>
    public void Release()
    {
        TaskCompletionSource? held;
        lock (_lock)
            (held, _held) = (_held, null);
        held?.SetResult();
    }

    /// <summary>Resets all connections; what is under way is lost. New ones may come.</summary>
    public void Cut()
    {
        CancellationTokenSource cut;
        lock (_lock)
            (cut, _cut) = (_cut, new CancellationTokenSource());
        cut.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        Cut();
        Release();
        await _accepting;
        await Task.WhenAll(_lines);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                lock (_lock)
                    _lines.Add(RelayAsync(client, _cut.Token));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task RelayAsync(Socket client, CancellationToken cut)
    {
        using var server = new Socket(_server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var line = CancellationTokenSource.CreateLinkedTokenSource(cut);
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server, line.Token);
                server.NoDelay = client.NoDelay = true;
                await Task.WhenAll(
                    new RelayedBytes(client, server, this, line).PassAsync(),
                    new RelayedBytes(server, client, this, line).PassAsync());
            }
            catch (Exception broken) when (broken is OperationCanceledException or SocketException)
            {
                // Each end sees a reset by the other end.
                client.LingerState = server.LingerState = new LingerOption(true, 0);
            }
        }
    }

    internal Task HeldAsync(CancellationToken cut)
    {
        lock (_lock)
            return _held?.Task.WaitAsync(cut) ?? Task.CompletedTask;
    }
}
