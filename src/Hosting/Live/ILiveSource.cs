using Coterie.Actors.Locks;

namespace Coterie.Hosting.Live;

/// <summary>Where a live view gets what it shows. It asks again for each look.</summary>
internal interface ILiveSource
{
    /// <summary>Asks once.</summary>
    /// <param name="limit">How long to wait for somebody who does not answer.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task<LiveLook> LookAsync(TimeSpan limit, CancellationToken cancellation);
}

/// <summary>One answer of an <see cref="ILiveSource"/>.</summary>
/// <param name="Majority">How many members must answer; null if there is no group.</param>
/// <param name="Members">The members of the group; null if there is none.</param>
/// <param name="Locks">The locks of the group that are held or waited for; null if there is no group.</param>
/// <param name="Variables">The variables of the memory; null if there is none.</param>
internal sealed record LiveLook(
    int? Majority, IReadOnlyList<MemberView>? Members, LiveNames? Locks, LiveNames? Variables)
{
    /// <summary>Whether everybody has answered, so that nobody was waited for up to the limit.</summary>
    public bool AllAnswer => Members?.All(member => member.Answers) ?? true;
}

/// <summary>Names in any order.</summary>
/// <param name="Known">The names.</param>
/// <param name="IsComplete">Whether a name that is not here is surely free.</param>
internal sealed record LiveNames(IReadOnlyList<LiveName> Known, bool IsComplete);
