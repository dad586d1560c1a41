using Microsoft.Extensions.Hosting;

namespace Coterie.Hosting;

/// <summary>Stops the start of an application in which nothing starts the node.</summary>
internal sealed class AkkaCoterieGuard(HostedCoterie coterie) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (!coterie.IsStarting)
            return Task.CompletedTask;
        var failure = new InvalidOperationException(
            "An application with AddCoterieFromAkka must have AddAkka with WithCoterie, was [without].");
        coterie.Fail(failure);
        throw failure;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
