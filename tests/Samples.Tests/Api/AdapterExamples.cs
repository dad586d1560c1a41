using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Hosting.SBR;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Coterie.Actors.Locks;
using Coterie.Coordination;
using Coterie.DistributedLock;
using Coterie.Hosting;
using Medallion.Threading;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Coterie.Samples.Tests.Api;

/// <summary>Coterie in what an application has already.</summary>
public sealed class AdapterExamples
{
    [Fact]
    public async Task In_an_application()
    {
        string[] args = ["--urls=http://127.0.0.1:0"];
        #region hosting
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCoterie(); // the options: section Coterie of the configuration
        builder.Services.AddHealthChecks().AddCoterie();

        var app = builder.Build();
        app.MapHealthChecks("/health");
        app.MapCoterie("/coterie"); // the live view; add .RequireAuthorization() where others can reach it
        app.MapPost("/orders/{id}", async (int id, ICoterie coterie, CancellationToken cancellation) =>
        {
            await using var held = await coterie.AcquireAsync($"orders/{id}", TimeSpan.FromSeconds(5), cancellation);
            return $"charged under the token {held.Token}";
        });
        #endregion
        await app.StartAsync();
        using (var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) })
        {
            using var answer = await http.PostAsync(new Uri("/orders/42", UriKind.Relative), null);
            Assert.Equal("charged under the token 1048576", await answer.Content.ReadAsStringAsync());
            Assert.Equal("Healthy", await http.GetStringAsync(new Uri("/health", UriKind.Relative)));
        }
        await app.StopAsync();
    }

    [Fact]
    public void In_the_actor_system_of_an_application()
    {
        var builder = new HostApplicationBuilder();
        #region akka-hosting
        string[] members = ["10.0.0.1:4053", "10.0.0.2:4053", "10.0.0.3:4053"];
        builder.Services.AddCoterieFromAkka().AddAkka("shop", akka => akka
            .WithRemoting("10.0.0.1", 4053)
            .WithCoterie(options => options.Members = members));
        #endregion
        Assert.Contains(builder.Services, service => service.ServiceType == typeof(ICoterie));
    }

    [Fact]
    public async Task Behind_the_interfaces_of_DistributedLock()
    {
        var builder = new HostApplicationBuilder();
        #region distributed-lock
        builder.Services.AddCoterie();
        builder.Services.AddSingleton<IDistributedLockProvider>(
            services => new CoterieDistributedSynchronizationProvider(services.GetRequiredService<ICoterie>()));
        #endregion
        using var host = builder.Build();
        await host.StartAsync();
        var provider = host.Services.GetRequiredService<IDistributedLockProvider>();
        #region distributed-lock-use
        await using (var handle = await provider.AcquireLockAsync("orders/42", TimeSpan.FromSeconds(30)))
        {
            var token = ((CoterieDistributedLockHandle)handle).FencingToken; // the one thing that the interface lacks
            await ChargeAsync(order: 42, token, handle.HandleLostToken);
        }
        #endregion
        await host.StopAsync();
    }

    [Fact]
    public void As_a_lease_of_Akka()
    {
        var builder = new HostApplicationBuilder();
        #region akka-lease
        // The nodes of the cluster are the members, by IP address. They must not change.
        var lease = new CoterieLeaseOption { Members = ["10.0.0.1:4053", "10.0.0.2:4053", "10.0.0.3:4053"] };
        builder.Services.AddAkka("shop", akka => akka
            .WithRemoting("10.0.0.1", 4053)
            .WithClustering(new ClusterOptions
            {
                SeedNodes = ["akka.tcp://shop@10.0.0.1:4053"],
                SplitBrainResolver = new LeaseMajorityOption { LeaseImplementation = lease },
            })
            .WithCoterieLease(lease)
            .WithSingleton<Nightly>(
                "nightly",
                (_, _, _) => Props.Create(() => new Nightly()),
                new ClusterSingletonOptions { LeaseImplementation = lease }));
        #endregion
        Assert.Contains(builder.Services, service => service.ServiceType == typeof(ActorSystem));
    }

    private static Task ChargeAsync(int order, long token, CancellationToken lost)
    {
        Assert.True(order > 0 && token > 0 && !lost.IsCancellationRequested);
        return Task.CompletedTask;
    }

    private sealed class Nightly : ReceiveActor;
}
