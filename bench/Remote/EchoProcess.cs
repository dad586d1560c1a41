using System.Diagnostics;
using Akka.Actor;

namespace Coterie.Bench.Remote;

/// <summary>This program a second time: with an echo actor, and an echo on plain sockets. It ends when its standard input does.</summary>
internal sealed class EchoProcess : IDisposable
{
    /// <summary>What the program is called with to be this.</summary>
    public const string Argument = "remote-echo-process";

    private readonly Process _process;
    private readonly int _plainPort;

    private EchoProcess(Process process, string echoPath, int plainPort)
    {
        _process = process;
        EchoPath = echoPath;
        _plainPort = plainPort;
    }

    /// <summary>The echo actor, with the address of its system.</summary>
    public string EchoPath { get; }

    public static EchoProcess Start()
    {
        var program = Environment.ProcessPath!;
        string[] arguments = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(EchoProcess).Assembly.Location, Argument] : [Argument];
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var ready = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The echo process must say where it listens, ended instead.");
        var words = ready.Split(' ');
        return new EchoProcess(process, words[0], int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>What the other process does.</summary>
    public static int Run()
    {
        using var listener = PlainSockets.Listen(out var port);
        new Thread(() =>
        {
            while (true) PlainSockets.EchoOne(listener);
        })
        { IsBackground = true }.Start();
        var system = RemoteBench.StartSystem("echo");
        var echo = system.ActorOf(Props.Create(() => new Echo()), "echo");
        Console.WriteLine($"{((ExtendedActorSystem)system).Provider.DefaultAddress}{echo.Path.ToStringWithoutAddress()} {port}");
        Console.In.ReadToEnd();
        system.Terminate().Wait();
        return 0;
    }

    /// <summary>As many frames under way as there are askers.</summary>
    public Task AskPlainSocket(int askers, int asks) => PlainSockets.Exchange(_plainPort, askers, asks);

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
