using Coterie.Actors.Locks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Coterie.Hosting;

/// <summary>Adds Coterie to the services of an application.</summary>
public static class CoterieServices
{
    private const string Check = "coterie";

    /// <summary>
    /// Adds <see cref="ICoterie"/>, and a hosted service that starts its node before all others and leaves the group after they
    /// have stopped. The options come from the section <see cref="CoterieHostOptions.Section"/> of the configuration, if there is
    /// one, then from <paramref name="configure"/>. The application does not start with wrong options: one
    /// <see cref="OptionsValidationException"/> names all of them. Calls of <see cref="ICoterie"/> before the start wait for it.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options; null: only the section does.</param>
    /// <exception cref="InvalidOperationException"><see cref="AddCoterieFromAkka"/> was called before.</exception>
    public static IServiceCollection AddCoterie(this IServiceCollection services, Action<CoterieHostOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddCoterie<CoterieHostedService>(services);
        services.AddOptions<CoterieHostOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Transient<IConfigureOptions<CoterieHostOptions>, SectionReader>());
        services.TryAddEnumerable(ServiceDescriptor.Transient<IValidateOptions<CoterieHostOptions>, CoterieHostOptionsCheck>());
        if (configure is not null)
            services.Configure(configure);
        return services;
    }

    /// <summary>
    /// Adds <see cref="ICoterie"/> for a node that <see cref="AkkaCoterie.WithCoterie(Akka.Hosting.AkkaConfigurationBuilder,
    /// Action{CoterieHostOptions})"/> starts in the application's own actor system.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <exception cref="InvalidOperationException">
    /// <see cref="AddCoterie(IServiceCollection, Action{CoterieHostOptions}?)"/> was called before.
    /// </exception>
    public static IServiceCollection AddCoterieFromAkka(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddCoterie<AkkaCoterieGuard>(services);
        return services;
    }

    /// <summary>
    /// Adds a health check: healthy while a majority of the members answers. Its description names those that do not, and its
    /// data have all members by their addresses. Costs no message.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">Its name.</param>
    /// <param name="failureStatus">The result if no majority answers; null: unhealthy.</param>
    /// <param name="tags">Its tags; null: none.</param>
    public static IHealthChecksBuilder AddCoterie(
        this IHealthChecksBuilder builder,
        string name = Check,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name, services => new CoterieHealthCheck(services.GetRequiredService<ICoterie>()), failureStatus, tags));
    }

    private static void AddCoterie<TService>(IServiceCollection services)
        where TService : class, Microsoft.Extensions.Hosting.IHostedService
    {
        var isHere = services.Any(service => service.ImplementationType == typeof(TService));
        if (!isHere && services.Any(service => service.ServiceType == typeof(HostedCoterie)))
        {
            throw new InvalidOperationException(
                "An application must have one of AddCoterie and AddCoterieFromAkka, was [both].");
        }
        services.AddLogging();
        services.TryAddSingleton<HostedCoterie>();
        services.TryAddSingleton<ICoterie>(provider => provider.GetRequiredService<HostedCoterie>());
        services.AddHostedService<TService>();
    }
}
