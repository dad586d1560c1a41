using System.Net;
using Coterie.Actors.Locks;
using Coterie.Hosting.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coterie.Hosting.Tests.Live;

/// <summary>An application with a live view, on a port of this machine.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private LiveServer(WebApplication application, Uri address) => (_application, Address) = (application, address);

    /// <summary>The page.</summary>
    public Uri Address { get; }

    /// <summary>The port, for the next one.</summary>
    public int Port => Address.Port;

    /// <summary>Starts one that shows a group.</summary>
    public static Task<LiveServer> StartAsync(ICoterie group, int port = 0) => StartAsync(
        services => services.AddSingleton(group), application => application.MapCoterie("/coterie"), port);

    /// <summary>Starts one that shows any source.</summary>
    public static Task<LiveServer> StartAsync(ILiveSource source) => StartAsync(
        _ => { }, application => application.MapLive("/coterie", source, new LivePace()));

    public static async Task<LiveServer> StartAsync(
        Action<IServiceCollection> configure, Action<WebApplication> map, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        configure(builder.Services);
        var application = builder.Build();
        application.UsePathBase("/some/base");
        application.Use((context, next) =>
        {
            if (context.Request.PathBase == "/some/base")
                return next(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        application.UseRouting();
        map(application);
        await application.StartAsync();
        var at = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new LiveServer(application, new Uri($"{at}/some/base/coterie"));
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }
}
