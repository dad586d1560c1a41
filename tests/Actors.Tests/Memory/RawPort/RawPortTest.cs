using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory;
using Coterie.Actors.Memory.RawPort;

namespace Coterie.Tests.Memory.RawPort;

/// <summary>Tests with a raw port on an address that no other test uses at the same time.</summary>
public abstract class RawPortTest : TestKit
{
    private protected static readonly RawPortSettings Settings = new(MostConnections: 100);

    private readonly List<RawClient> _clients = [];

    protected RawPortTest(string over = "")
        : base(ConfigurationFactory.ParseString(over).WithFallback(CoterieConfiguration.Load([])))
    {
    }

    private protected RawServer Serve(IActorRef variable, RawPortSettings? settings = null) =>
        RawServer.Start(Sys, variable, new IPEndPoint(IPAddress.Loopback, 0), settings ?? Settings);

    private protected RawClient Connect(RawServer server, Action<System.Net.Sockets.Socket>? prepare = null)
    {
        var client = new RawClient(server.Address, prepare);
        _clients.Add(client);
        return client;
    }

    protected override void AfterAll()
    {
        _clients.ForEach(client => client.Dispose());
        base.AfterAll();
    }
}
