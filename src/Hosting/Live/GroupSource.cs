using Coterie.Actors.Locks;

namespace Coterie.Hosting.Live;

/// <summary>The locks and members of a group.</summary>
internal sealed class GroupSource(Func<ICoterie> coterie) : ILiveSource
{
    /// <inheritdoc/>
    public async Task<LiveLook> LookAsync(TimeSpan limit, CancellationToken cancellation)
    {
        var view = await coterie().LookAsync(null, limit, cancellation).ConfigureAwait(false);
        return new LiveLook(
            view.Majority, view.Members, new LiveNames([.. view.Locks.Select(LiveName.Of)], view.HasMajority), Variables: null);
    }
}
