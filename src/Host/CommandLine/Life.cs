using Akka.Actor;

namespace Coterie.Host.CommandLine;

/// <summary>How long a server lives.</summary>
internal static class Life
{
    /// <summary>Waits until the server is asked to end, or its memory or its actor system ends by itself.</summary>
    /// <param name="system">Its actor system.</param>
    /// <param name="memory">Its memory.</param>
    /// <param name="cancellation">Asks it to end.</param>
    /// <returns>Whether it was asked to.</returns>
    public static Task<bool> EndsAsAskedAsync(ActorSystem system, IActorRef memory, CancellationToken cancellation) =>
        EndsAsAskedAsync(cancellation, system.WhenTerminated, memory.WatchAsync(CancellationToken.None));

    /// <summary>The same of a server that ends by itself when one of these tasks has ended.</summary>
    public static async Task<bool> EndsAsAskedAsync(CancellationToken cancellation, params Task[] ends)
    {
        var asked = Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        return await Task.WhenAny([asked, .. ends]) == asked;
    }
}
