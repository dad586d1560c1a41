using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory;
using Coterie.Actors.Memory.RawPort;
using Coterie.Bench.Harness;

namespace Coterie.Bench.Memory;

/// <summary>Our server, in this process: a memory with its variable and a raw port.</summary>
internal sealed class OurServer : IServer
{
    private readonly ActorSystem _system;
    private readonly RawServer _server;

    private OurServer(ActorSystem system, RawServer server) => (_system, _server) = (system, server);

    public string Name => "ours";

    public IPEndPoint Address => _server.Address;

    public static async Task<OurServer> StartAsync()
    {
        var config = ConfigurationFactory.ParseString("akka { loglevel = WARNING, stdout-loglevel = WARNING }")
            .WithFallback(CoterieConfiguration.Load([]));
        var settings = CoterieSettings.Read(config).Memory;
        var system = ActorSystem.Create("bench", config);
        var memory = system.ActorOf(MemoryActor.Props(settings), MemoryActor.Name);
        return new OurServer(
            system, await RawServer.StartAsync(system, memory, new IPEndPoint(IPAddress.Loopback, 0), settings.RawPort));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _system.Terminate();
    }
}
