using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Coterie.Bench.Harness;

/// <summary>A running server that is measured.</summary>
internal interface IServer : IAsyncDisposable
{
    string Name { get; }

    IPEndPoint Address { get; }
}

/// <summary>A program that listens on a loopback port given to it.</summary>
internal sealed class ProgramServer : IServer
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(10);
    private readonly Process _process;

    private ProgramServer(string name, IPEndPoint address, Process process) =>
        (Name, Address, _process) = (name, address, process);

    public string Name { get; }

    public IPEndPoint Address { get; }

    /// <summary>Whether a program of that name is on the path.</summary>
    public static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    /// <summary>Starts it and waits until it takes connections.</summary>
    public static async Task<ProgramServer> StartAsync(string name, Func<int, ProcessStartInfo> program)
    {
        var address = new IPEndPoint(IPAddress.Loopback, FreePort());
        var start = program(address.Port);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ProgramServer(name, address, process);
        var began = Stopwatch.GetTimestamp();
        while (!await server.TakesConnectionsAsync())
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > LongestStart)
            {
                await server.DisposeAsync();
                throw new InvalidOperationException(
                    $"{name} must listen on port {address.Port} within {LongestStart.TotalSeconds} s.");
            }
            await Task.Delay(20);
        }
        return server;
    }

    public ValueTask DisposeAsync()
    {
        _process.Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task<bool> TakesConnectionsAsync()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(Address);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
