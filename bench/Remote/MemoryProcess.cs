using System.Diagnostics;
using System.Net;
using Akka.Configuration;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory;
using Coterie.Actors.Memory.RawPort;
using Coterie.Actors.Nodes;

namespace Coterie.Bench.Remote;

/// <summary>
/// This program a second time: a node with a shared memory and a raw port, as <c>coterie serve</c> starts it. It ends when its
/// standard input does.
/// </summary>
internal sealed class MemoryProcess : IDisposable
{
    /// <summary>The argument that makes the program this process.</summary>
    public const string Argument = "memory-process";

    private readonly Process _process;

    private MemoryProcess(Process process, IPEndPoint address, IPEndPoint raw) =>
        (_process, Address, Raw) = (process, address, raw);

    /// <summary>The address of the node.</summary>
    public IPEndPoint Address { get; }

    /// <summary>The address of the raw port.</summary>
    public IPEndPoint Raw { get; }

    /// <summary>
    /// The configuration of nodes here: the defaults without a log, because the tables are printed to the same place.
    /// </summary>
    public static Config Configuration { get; } =
        ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }")
            .WithFallback(CoterieConfiguration.Load([]));

    public static MemoryProcess Start()
    {
        var program = Environment.ProcessPath!;
        string[] arguments = Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? [typeof(MemoryProcess).Assembly.Location, Argument]
            : [Argument];
        var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var ready = process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException("The memory's process must say where it listens, ended instead.");
        // The log must be read, or the process would wait for room in the pipe.
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        var places = ready.Split(' ').Select(IPEndPoint.Parse).ToArray();
        return new MemoryProcess(process, places[0], places[1]);
    }

    /// <summary>What the other process does.</summary>
    public static int Run()
    {
        using var system = Node.Start(new IPEndPoint(IPAddress.Loopback, 0), Configuration);
        var settings = CoterieSettings.Read(Configuration).Memory;
        var memory = system.ActorOf(MemoryActor.Props(settings), MemoryActor.Name);
        var raw = RawServer.StartAsync(system, memory, new IPEndPoint(IPAddress.Loopback, 0), settings.RawPort).Result;
        Console.WriteLine($"{Node.Text(Node.AddressOf(system))} {raw.Address}");
        Console.In.ReadToEnd();
        system.Terminate().Wait(TimeSpan.FromSeconds(10));
        return 0;
    }

    /// <summary>The memory, handles and threads that the process uses now.</summary>
    public (double Megabytes, int Handles, int Threads) Usage()
    {
        _process.Refresh();
        return (_process.WorkingSet64 / 1e6, _process.HandleCount, _process.Threads.Count);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
