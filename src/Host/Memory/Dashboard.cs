using System.Net;
using System.Net.Sockets;
using Coterie.Host.CommandLine;
using Coterie.Hosting;
using Coterie.Hosting.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Coterie.Host.Memory;

/// <summary>
/// The page of <c>coterie serve --dashboard</c>: a small web server that reads no configuration and logs nothing.
/// </summary>
internal sealed class Dashboard : IAsyncDisposable
{
    private readonly WebApplication _application;

    private Dashboard(WebApplication application) => _application = application;

    /// <summary>Starts it, and prints where it is.</summary>
    /// <param name="option">The option that asked for it, for the message of an error.</param>
    /// <param name="listen">Where.</param>
    /// <param name="source">What it shows.</param>
    /// <exception cref="UsageException">The address or the port cannot be used.</exception>
    public static async Task<Dashboard> StartAsync(string option, IPEndPoint listen, ILiveSource source)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(listen);
        });
        builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var dashboard = new Dashboard(builder.Build());
        var application = dashboard._application;
        application.MapLive("/", source, new LivePace());
        try
        {
            await application.StartAsync();
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            await dashboard.DisposeAsync();
            var why = (failure.InnerException?.InnerException ?? failure.InnerException ?? failure).Message;
            throw new UsageException($"{option} must be an address of this machine with a free port, was [{listen}] ({why}).");
        }
        var features = application.Services.GetRequiredService<IServer>().Features;
        foreach (var address in features.Get<IServerAddressesFeature>()!.Addresses)
            Console.Out.WriteLine($"Dashboard on {address}/");
        if (!IPAddress.IsLoopback(listen.Address))
        {
            var warning = $"{option} has no password: whoever reaches {listen.Address} sees all names, holders and purposes.";
            Console.Error.WriteLine($"coterie: warning: {warning}");
        }
        return dashboard;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    // The command itself listens to signals.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
