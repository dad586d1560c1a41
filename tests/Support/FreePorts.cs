using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Coterie.Tests.Support;

/// <summary>
/// Ports to listen on. A port that the system picks is free only until somebody else asks for one, and every connection asks.
/// These are below the ports that the system picks. Each test process has a block of its own. It gives out each port of
/// the block before it gives one out again.
/// </summary>
internal static class FreePorts
{
    private const int First = 10_000;
    private const int End = 32_000;
    private const int BlockSize = 200;

    private static readonly Lock Gate = new();
    private static FileStream? _claim;
    private static int _block;
    private static int _given;

    /// <summary>A port on which nobody listens, at any address.</summary>
    public static int Take()
    {
        lock (Gate)
        {
            if (_claim is null)
                (_claim, _block) = Claim();
            for (var tries = 0; tries < BlockSize; tries++)
            {
                var port = _block + _given++ % BlockSize;
                if (IsFree(port))
                    return port;
            }
        }
        throw new InvalidOperationException($"A port of [{_block}..{_block + BlockSize - 1}] must be free, was [none].");
    }

    /// <summary>Addresses on which nobody listens, such as 127.0.0.1:10000.</summary>
    public static List<string> TakeAddresses(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Take()}"))];

    // The file is locked until this process ends, however it ends.
    private static (FileStream Claim, int Block) Claim()
    {
        var blocks = (End - First) / BlockSize;
        for (var i = 0; i < blocks; i++)
        {
            // Not all processes try the same blocks first.
            var block = First + (Environment.ProcessId + i) % blocks * BlockSize;
            var name = string.Create(CultureInfo.InvariantCulture, $"coterie-tests-{block}.ports");
            try
            {
                var path = Path.Combine(Path.GetTempPath(), name);
                return (new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), block);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another test process has it.
            }
        }
        throw new InvalidOperationException($"A block of ports must be free, was [none of {blocks}].");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
