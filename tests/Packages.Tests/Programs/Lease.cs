using Akka.Actor;
using Akka.Configuration;
using Akka.Coordination;
using Coterie.Actors.Locks;
using Coterie.Coordination;

// The program of somebody who has added Coterie.Coordination, with a group within the process.
await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());
var setup = BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString("akka.loglevel = WARNING"))
    .And(new CoterieLeaseSetup(coterie));
using var system = ActorSystem.Create("leases", setup);
system.Settings.InjectTopLevelFallback(CoterieLease.DefaultConfig);
var lease = LeaseProvider.Get(system).GetLease("orders", CoterieLease.ConfigPath, "this process");
Console.WriteLine($"acquired: {await lease.Acquire()}");
await lease.Release();
await system.Terminate();
