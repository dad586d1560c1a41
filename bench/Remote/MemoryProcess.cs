using System.Diagnostics;
using System.Net;
using Akka.Configuration;
using Coterie.Configuration;
using Coterie.Memory;
using Coterie.Nodes;

namespace Coterie.Bench.Remote;

/// <summary>This program a second time: a node with a shared memory, as <c>coterie serve</c> starts it. It ends when its standard input does.</summary>
internal sealed class MemoryProcess : IDisposable
{
    /// <summary>What the program is called with to be this.</summary>
    public const string Argument = "memory-process";

    private readonly Process _process;

    private MemoryProcess(Process process, IPEndPoint address) => (_process, Address) = (process, address);

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address { get; }

    /// <summary>What nodes run with here: the defaults, and only warnings in the log.</summary>
    public static Config Configuration { get; } =
        ConfigurationFactory.ParseString("akka { loglevel = WARNING, stdout-loglevel = WARNING }").WithFallback(CoterieConfiguration.Load([]));

    public static MemoryProcess Start()
    {
        var program = Environment.ProcessPath!;
        string[] arguments = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(MemoryProcess).Assembly.Location, Argument] : [Argument];
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var address = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The memory's process must say where it listens, ended instead.");
        return new MemoryProcess(process, IPEndPoint.Parse(address));
    }

    /// <summary>What the other process does.</summary>
    public static int Run()
    {
        using var system = Node.Start(new IPEndPoint(IPAddress.Loopback, 0), Configuration);
        system.ActorOf(MemoryActor.Props(CoterieSettings.Read(Configuration).Memory), MemoryActor.Name);
        Console.WriteLine(Node.Text(Node.AddressOf(system)));
        Console.In.ReadToEnd();
        system.Terminate().Wait(TimeSpan.FromSeconds(10));
        return 0;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
