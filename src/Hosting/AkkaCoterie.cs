using System.Diagnostics.Metrics;
using Akka;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Coterie.Actors.Configuration;
using Coterie.Actors.Locks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coterie.Hosting;

/// <summary>Coterie in the actor system that an application has already.</summary>
public static class AkkaCoterie
{
    private const string Check = "akka.coterie";

    /// <summary>
    /// The actor system takes part in a group of lock members; it must listen on an IP address (<c>WithRemoting</c> or
    /// <c>WithClustering</c>), and have the same name in all processes. The node starts with the system and leaves the group
    /// before the system is terminated. <see cref="CoterieServices.AddCoterieFromAkka"/> adds <see cref="ICoterie"/> to the
    /// services.
    /// <para>
    /// The system gets Coterie's TCP transport, which talks to Akka's own, unless its configuration names another one; and the
    /// health check <c>akka.coterie</c>. What the system may receive and which actors can be reached stays as it is.
    /// </para>
    /// The options come from the section <see cref="CoterieHostOptions.Section"/> of the configuration, if there is one, then
    /// from <paramref name="configure"/>. With wrong options the application does not start.
    /// </summary>
    /// <param name="builder">The builder of the system.</param>
    /// <param name="configure">
    /// Sets options. <see cref="CoterieHostOptions.Listen"/>, <see cref="CoterieHostOptions.Tls"/> and
    /// <see cref="CoterieHostOptions.ConfigFiles"/> are left out.
    /// </param>
    public static AkkaConfigurationBuilder WithCoterie(
        this AkkaConfigurationBuilder builder, Action<CoterieHostOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.WithCoterie((options, _) => configure(options));
    }

    /// <inheritdoc cref="WithCoterie(AkkaConfigurationBuilder, Action{CoterieHostOptions})"/>
    public static AkkaConfigurationBuilder WithCoterie(
        this AkkaConfigurationBuilder builder, Action<CoterieHostOptions, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        return With(builder, (coterie, services) =>
        {
            var options = new CoterieHostOptions();
            new SectionReader(services.GetService<IConfiguration>()).Configure(options);
            configure(options, services);
            CoterieHostOptionsCheck.CheckForSystem(options);
            coterie.StopsApplication = options.StopsApplication;
            return options.ToNodeOptions(services);
        });
    }

    /// <summary>The same, with options that the application has made.</summary>
    /// <param name="builder">The builder of the system.</param>
    /// <param name="options">
    /// The options; <see cref="CoterieOptions.Listen"/> and <see cref="CoterieOptions.Config"/> are left out.
    /// </param>
    public static AkkaConfigurationBuilder WithCoterie(this AkkaConfigurationBuilder builder, CoterieOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return With(
            builder,
            (_, services) => options with { MeterFactory = options.MeterFactory ?? services.GetService<IMeterFactory>() });
    }

    private static AkkaConfigurationBuilder With(
        AkkaConfigurationBuilder builder, Func<HostedCoterie, IServiceProvider, CoterieOptions> options)
    {
        HostedCoterie? coterie = null;
        return builder
            .AddHocon(OfSystem, HoconAddMode.Append)
            .WithHealthCheck(
                Check,
                (_, _, _) => Task.FromResult(coterie is null
                    ? HealthCheckResult.Unhealthy("Coterie is starting.")
                    : CoterieHealthCheck.ResultOf(coterie, HealthStatus.Unhealthy)),
                tags: ["akka", "coterie"])
            .StartActors(async (system, _, resolver) =>
            {
                var services = resolver.GetService<IServiceProvider>();
                coterie = services.GetService<HostedCoterie>() ?? new HostedCoterie(
                    services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
                    services.GetService<TimeProvider>(),
                    services.GetService<IHostApplicationLifetime>());
                CoordinatedShutdown.Get(system).AddTask(
                    CoordinatedShutdown.PhaseBeforeActorSystemTerminate,
                    "coterie leaves",
                    async () =>
                    {
                        await coterie.LeaveAsync().ConfigureAwait(false);
                        return Done.Instance;
                    });
                await coterie.StartAsync(() => options(coterie, services), node => CoterieNode.OfAsync(system, node))
                    .ConfigureAwait(false);
            });
    }

    // What the transport reads, and a short pause after a lost connection. The guards of a node of its own are left out: they
    // would refuse the messages of the application.
    private static Config OfSystem { get; } = ConfigurationFactory
        .ParseString("""
            akka.remote {
              retry-gate-closed-for = 100ms
              dot-netty.tcp.transport-class = "Coterie.Actors.Nodes.Tcp.TcpTransport, Coterie.Actors"
            }
            """)
        .WithFallback(CoterieConfiguration.Load([]).GetConfig("coterie").MoveTo("coterie"));
}
