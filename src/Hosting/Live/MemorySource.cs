using System.Globalization;
using Akka.Actor;
using Coterie.Actors.Memory;

namespace Coterie.Hosting.Live;

/// <summary>The variables of a memory in this process.</summary>
/// <param name="memory">A <see cref="MemoryActor"/>.</param>
internal sealed class MemorySource(IActorRef memory) : ILiveSource
{
    /// <inheritdoc/>
    public async Task<LiveLook> LookAsync(TimeSpan limit, CancellationToken cancellation)
    {
        try
        {
            var view = await MemoryView.OfAsync(memory, limit, cancellation).ConfigureAwait(false);
            var variables = new LiveNames([.. view.Variables.Select(LiveName.Of)], IsComplete: true);
            return new LiveLook(Majority: null, Members: null, Locks: null, variables);
        }
        catch (AskTimeoutException)
        {
            throw new TimeoutException(string.Create(
                CultureInfo.InvariantCulture, $"The memory did not answer within {limit.TotalSeconds} s."));
        }
    }
}
