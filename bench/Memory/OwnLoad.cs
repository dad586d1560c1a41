using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Coterie.Bench.Memory;

/// <summary>
/// A load generator for machines without the one in C: the same load, but from this process. Its figures can only be compared
/// with each other.
/// </summary>
internal static class OwnLoad
{
    private const int MostSamples = 1 << 22;

    public static Task<LoadResult> RunAsync(IPEndPoint server, int connections, TimeSpan duration) =>
        Task.Factory.StartNew(() => Run(server, connections, duration), TaskCreationOptions.LongRunning);

    private static LoadResult Run(IPEndPoint server, int connections, TimeSpan duration)
    {
        var clients = Enumerable.Range(1, connections).Select(seed => new Client(server, seed)).ToDictionary(
            client => client.Socket);
        List<Socket> all = [.. clients.Keys], ready = new(connections);
        var latencies = new List<long>(MostSamples);
        long operations = 0, bad = 0;
        var start = Stopwatch.GetTimestamp();
        foreach (var client in clients.Values)
            client.Send();
        while (Stopwatch.GetElapsedTime(start) < duration && all.Count > 0)
        {
            ready.Clear();
            ready.AddRange(all);
            Socket.Select(ready, null, null, TimeSpan.FromMilliseconds(100));
            foreach (var socket in ready)
            {
                var client = clients[socket];
                switch (client.Receive())
                {
                    case Answer.Whole:
                        operations++;
                        if (latencies.Count < MostSamples)
                            latencies.Add(Stopwatch.GetTimestamp() - client.SentAt);
                        client.Send();
                        break;
                    case Answer.Wrong:
                        bad++;
                        all.Remove(socket);
                        break;
                }
            }
        }
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        foreach (var socket in clients.Keys)
            socket.Dispose();
        latencies.Sort();
        return new LoadResult(operations, operations / seconds, Quantile(0.5), Quantile(0.99), bad);

        double Quantile(double part) =>
            latencies.Count == 0
                ? double.NaN
                : Stopwatch.GetElapsedTime(0, latencies[(int)(latencies.Count * part)]).TotalMicroseconds;
    }

    private enum Answer
    {
        Part,
        Whole,
        Wrong,
    }

    private sealed class Client
    {
        private readonly byte[] _write = [(byte)'W', 1, 2, 3, 4];
        private readonly byte[] _answer = new byte[4];
        private readonly Random _random;
        private int _received;
        private bool _isWrite;

        public Client(IPEndPoint server, int seed)
        {
            _random = new Random(seed);
            Socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            Socket.Connect(server);
        }

        public Socket Socket { get; }

        public long SentAt { get; private set; }

        public void Send()
        {
            _isWrite = _random.Next(10) == 0;
            _received = 0;
            SentAt = Stopwatch.GetTimestamp();
            Socket.Send(_isWrite ? _write : "R"u8);
        }

        public Answer Receive()
        {
            var size = _isWrite ? 2 : 4;
            var count = Socket.Receive(_answer.AsSpan(_received..size), SocketFlags.None, out _);
            _received += count;
            if (count == 0 || (_isWrite && _received == size && !_answer.AsSpan(0, 2).SequenceEqual("OK"u8)))
                return Answer.Wrong;
            return _received == size ? Answer.Whole : Answer.Part;
        }
    }
}
