using System.Diagnostics.CodeAnalysis;
using Coterie.Actors.Locks;
using Coterie.Hosting.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Coterie.Hosting;

/// <summary>The live view of an application.</summary>
public static class CoterieEndpoints
{
    /// <summary>
    /// Serves a page that shows the locks of the group, who holds them, who waits for them and why; beside it the same as JSON,
    /// once (<c>/state</c>) and again whenever it changes (<c>/events</c>, server-sent events). Nothing can be changed there, but
    /// names, holders and purposes can be read by everybody who reaches it: add authorisation to what is returned, such as
    /// <c>app.MapCoterie("/coterie").RequireAuthorization()</c>, which applies to all three.
    /// </summary>
    /// <param name="endpoints">The application. <see cref="ICoterie"/> must be among its services.</param>
    /// <param name="pattern">Where, such as <c>/coterie</c>.</param>
    /// <exception cref="InvalidOperationException">There is no <see cref="ICoterie"/> among the services.</exception>
    public static IEndpointConventionBuilder MapCoterie(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var services = endpoints.ServiceProvider;
        return services.GetRequiredService<IServiceProviderIsService>() is var known && known.IsService(typeof(ICoterie))
            ? endpoints.MapLive(pattern, new GroupSource(services.GetRequiredService<ICoterie>), new LivePace())
            : throw new InvalidOperationException(
                $"MapCoterie needs {nameof(ICoterie)} among the services: call services.AddCoterie(...) first.");
    }

    /// <summary>The same of any source.</summary>
    internal static IEndpointConventionBuilder MapLive(
        this IEndpointRouteBuilder endpoints, string pattern, ILiveSource source, LivePace pace)
    {
        var services = endpoints.ServiceProvider;
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var sampler = new LiveSampler(source, time, pace);
        stopping.Register(sampler.Dispose);
        var live = new LiveEndpoints(sampler, time, pace, stopping);
        var group = endpoints.MapGroup(pattern);
        group.MapGet("", (RequestDelegate)LiveEndpoints.PageAsync).WithDisplayName("Coterie: page");
        group.MapGet("/state", (RequestDelegate)live.StateAsync).WithDisplayName("Coterie: state");
        group.MapGet("/events", (RequestDelegate)live.EventsAsync).WithDisplayName("Coterie: events");
        return group;
    }
}
