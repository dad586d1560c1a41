using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;

namespace Coterie.Actors.Memory;

/// <summary>
/// Since when the claims on a variable wait or hold, and when their leases end. For people only: the machine of a variable uses
/// no clock.
/// </summary>
internal sealed class ClaimTimes
{
    private readonly Dictionary<Timestamp, (Access Access, bool IsInside, TimeSpan Since)> _claims = [];
    private readonly Dictionary<TimerId, TimeSpan> _leases = [];

    /// <summary>A claim begins to wait or to hold, or ends.</summary>
    public void On(ClaimNote note, TimeSpan now)
    {
        if (note.Event == ClaimEvent.Waits || (note.Event == ClaimEvent.LetIn && note.Access.IsLock))
            _claims[note.Claim] = (note.Access, note.Event == ClaimEvent.LetIn, now);
        else
            _claims.Remove(note.Claim);
    }

    /// <summary>A lease ends then.</summary>
    public void Set(TimerId lease, TimeSpan end) => _leases[lease] = end;

    /// <summary>A lease has ended.</summary>
    public void Cancel(TimerId lease) => _leases.Remove(lease);

    /// <summary>The claims: those that hold, then those that wait, the longest first.</summary>
    /// <param name="now">The clock.</param>
    /// <param name="client">The client of a claim, for people.</param>
    /// <param name="leaseOf">The lease of a claim that holds.</param>
    public IReadOnlyList<VariableClaimView> Describe(
        TimeSpan now, Func<ProcessId, string> client, Func<Timestamp, TimerId?> leaseOf) =>
    [
        .. _claims.OrderByDescending(claim => claim.Value.IsInside).ThenBy(claim => claim.Value.Since).ThenBy(claim => claim.Key)
            .Select(claim => new VariableClaimView(
                client(claim.Key.Process),
                claim.Value.Access,
                claim.Value.IsInside,
                now - claim.Value.Since,
                leaseOf(claim.Key) is { } lease && _leases.TryGetValue(lease, out var end) ? end - now : null)),
    ];
}
