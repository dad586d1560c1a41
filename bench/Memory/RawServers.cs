using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Coterie.Configuration;
using Coterie.Memory;
using Coterie.Memory.RawPort;

namespace Coterie.Bench.Memory;

/// <summary>A server of the old protocol while it runs.</summary>
internal interface IRawServer : IAsyncDisposable
{
    string Name { get; }

    IPEndPoint Address { get; }
}

/// <summary>Ours, in this process: a memory with its variable, and the raw port before it.</summary>
internal sealed class OurServer : IRawServer
{
    private readonly ActorSystem _system;
    private readonly RawServer _server;

    private OurServer(ActorSystem system, RawServer server) => (_system, _server) = (system, server);

    public string Name => "ours";

    public IPEndPoint Address => _server.Address;

    public static async Task<OurServer> StartAsync()
    {
        var config = ConfigurationFactory.ParseString("akka { loglevel = WARNING, stdout-loglevel = WARNING }")
            .WithFallback(CoterieConfiguration.Load([], _ => null));
        var settings = CoterieSettings.Read(config).Memory;
        var system = ActorSystem.Create("bench", config);
        var memory = system.ActorOf(MemoryActor.Props(settings), MemoryActor.Name);
        return new OurServer(system, await RawServer.StartAsync(system, memory, new IPEndPoint(IPAddress.Loopback, 0), settings.RawPort));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _system.Terminate();
    }
}

/// <summary>A program that listens on a loopback port given to it.</summary>
internal sealed class ProgramServer : IRawServer
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(10);
    private readonly Process _process;

    private ProgramServer(string name, IPEndPoint address, Process process) => (Name, Address, _process) = (name, address, process);

    public string Name { get; }

    public IPEndPoint Address { get; }

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
                throw new InvalidOperationException($"{name} must listen on port {address.Port} within {LongestStart.TotalSeconds} s.");
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
