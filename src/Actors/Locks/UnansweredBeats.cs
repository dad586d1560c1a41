using Coterie.Protocols.Kernel;

namespace Coterie.Actors.Locks;

/// <summary>Notices voters that answer nothing, although they are sent beats.</summary>
/// <param name="voters">How many voters there are.</param>
internal sealed class UnansweredBeats(int voters)
{
    // As many as a client sends within a lease: after that the voter does not count any more, and a new connection can only help.
    private const int Most = 3;

    private readonly int[] _counts = new int[voters];

    /// <summary>A beat goes to a voter.</summary>
    /// <returns>Whether the three before this one had no answer. The count then begins again.</returns>
    public bool AreTooManyWith(ProcessId voter)
    {
        ref var count = ref _counts[voter.Value - 1];
        var areTooMany = count == Most;
        count = areTooMany ? 1 : count + 1;
        return areTooMany;
    }

    /// <summary>A voter has sent something.</summary>
    public void HeardFrom(ProcessId voter) => _counts[voter.Value - 1] = 0;
}
