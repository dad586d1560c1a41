using Coterie.Actors.Locks;
using Coterie.DistributedLock;
using Coterie.Hosting;
using Medallion.Threading;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// The application of somebody who has added Coterie.Hosting and Coterie.DistributedLock.
var builder = new HostApplicationBuilder();
builder.Services.AddCoterie();
builder.Services.AddSingleton<IDistributedLockProvider>(
    services => new CoterieDistributedSynchronizationProvider(services.GetRequiredService<ICoterie>()));
using var host = builder.Build();
await host.StartAsync();
await using (var handle = await host.Services.GetRequiredService<IDistributedLockProvider>().AcquireLockAsync("orders/42"))
    Console.WriteLine($"held with the token {((CoterieDistributedLockHandle)handle).FencingToken}");
await host.StopAsync();
