using Coterie.Actors.Locks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Coterie.Hosting;

/// <summary>
/// Starts the node before all hosted services, and leaves the group after they have all stopped, so that they may use locks as
/// long as they live.
/// </summary>
internal sealed class CoterieHostedService(
    HostedCoterie coterie, IOptions<CoterieHostOptions> options, IServiceProvider services) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => coterie.StartAsync(
        () =>
        {
            coterie.StopsApplication = options.Value.StopsApplication;
            return options.Value.ToNodeOptions(services).WithSystem(options.Value, coterie.Logger);
        },
        node => CoterieNode.StartAsync(node, cancellationToken));

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => coterie.LeaveAsync();
}
