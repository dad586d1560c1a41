using System.Net;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Coterie.Coordination;
using Microsoft.Extensions.Hosting;

// A cluster singleton that holds a lease: even if the cluster splits, and each part believes that the other one is gone, there is
// only one of it. The nodes of the cluster are the members that vote for the lease. In three terminals, with 1, 2 and 3 for N:
//
//   dotnet run --project samples/Singleton -- 127.0.0.N:4053
//
// End the node that has the singleton: it begins at another one.
string[] members = args.Length > 1 ? args[1..] : ["127.0.0.1:4053", "127.0.0.2:4053", "127.0.0.3:4053"];
if (args.Length == 0 || !IPEndPoint.TryParse(args[0], out var own))
{
    Console.Error.WriteLine($"Singleton must get the address of this node, one of {string.Join(", ", members)}");
    return 1;
}

var lease = new CoterieLeaseOption
{
    Members = members,
    HeartbeatTimeout = TimeSpan.FromSeconds(5), // the lease of a node that crashed is free after this and a tenth
    OperationTimeout = TimeSpan.FromSeconds(10), // longer than that, because members that have just started wait as long
};
var builder = Host.CreateApplicationBuilder();
builder.Services.AddAkka("singleton", akka => akka
    .ConfigureLoggers(loggers => loggers.LogLevel = Akka.Event.LogLevel.ErrorLevel)
    .WithRemoting($"{own.Address}", own.Port)
    .WithClustering(new ClusterOptions { SeedNodes = [.. members.Select(member => $"akka.tcp://singleton@{member}")] })
    .WithCoterieLease(lease)
    .WithSingleton<Clock>("clock", (_, _, _) => Props.Create(() => new Clock()), new ClusterSingletonOptions
    {
        LeaseImplementation = lease,
        LeaseRetryInterval = TimeSpan.FromSeconds(1),
    }));
await builder.Build().RunAsync();
return 0;

/// <summary>The actor of which there must be only one.</summary>
internal sealed class Clock : ReceiveActor, IWithTimers
{
    public Clock()
    {
        Receive<string>(_ => Console.WriteLine($"{DateTime.Now:T}, says the only clock"));
        Console.WriteLine("the clock begins here");
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer("tick", "tick", TimeSpan.FromSeconds(1));
}
