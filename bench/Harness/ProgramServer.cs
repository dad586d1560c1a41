using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

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
    /// <summary>The number of the signal SIGQUIT.</summary>
    public const int Quit = 3;

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);
    private readonly Process _process;
    private bool _isDisposed;

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
        var address = FreeAddress();
        var server = Start(name, address, program(address.Port));
        await server.ReadyAsync();
        return server;
    }

    /// <summary>Starts it without waiting.</summary>
    public static ProgramServer Start(string name, IPEndPoint address, ProcessStartInfo program)
    {
        (program.RedirectStandardOutput, program.RedirectStandardError) = (true, true);
        var process = Process.Start(program)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ProgramServer(name, address, process);
    }

    /// <summary>Waits until it takes connections. If it does not in time, it is ended.</summary>
    public async Task ReadyAsync()
    {
        var began = Stopwatch.GetTimestamp();
        while (!await TakesConnectionsAsync())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > LongestStart)
            {
                await DisposeAsync();
                throw new InvalidOperationException(
                    $"{Name} must listen on port {Address.Port} within {LongestStart.TotalSeconds} s.");
            }
            await Task.Delay(20);
        }
    }

    /// <summary>Asks it to end by a signal; kills it if it does not end in time.</summary>
    public async Task StopAsync(int signal)
    {
        if (!_process.HasExited)
            _ = Kill(_process.Id, signal);
        using var limit = new CancellationTokenSource(LongestEnd);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // Killed below.
        }
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>A port of the loopback that nobody listens on.</summary>
    public static IPEndPoint FreeAddress()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

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
