namespace Coterie.Actors.Nodes.Tcp;

/// <summary>A TCP connection, as it is or encrypted. One thread at a time sends, and one receives.</summary>
internal interface IConnection : IDisposable
{
    /// <summary>What the other end may call itself; null: whatever it likes.</summary>
    PeerCheck? Check => null;

    /// <summary>Sends all bytes.</summary>
    /// <exception cref="TimeoutException">The other side has not taken them in time.</exception>
    /// <exception cref="Exception">The connection broke, or was disposed.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Receives some bytes.</summary>
    /// <returns>How many; 0: the other side has closed the connection.</returns>
    /// <exception cref="Exception">The connection broke, or was disposed.</exception>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer);
}

/// <summary>Limits what one sending may take.</summary>
internal static class SendLimit
{
    /// <summary>Even a slow line takes a megabyte in this time.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Sends with that limit.</summary>
    public static async ValueTask KeepAsync(Func<CancellationToken, ValueTask> send)
    {
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            await send(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"what was sent was not taken within {Longest.TotalSeconds} s");
        }
    }
}
