using System.Numerics;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;

namespace Coterie.Lab.Quorum;

/// <summary>
/// Which voters have given their votes to one client, by the messages that it has got. A vote that the client has given back
/// since still counts here: the messages do not tell which of several votes of one voter is meant.
/// </summary>
internal sealed class BallotBook
{
    private readonly Dictionary<Timestamp, int> _voters = []; // one bit each
    private readonly List<Timestamp> _released = [];
    private FencingToken _latest;

    /// <summary>The vote of a voter has come.</summary>
    public void Got(Timestamp request, ProcessId voter) =>
        _voters[request] = _voters.GetValueOrDefault(request) | (1 << voter.Value);

    /// <summary>
    /// The votes of a request are given back. They are forgotten with the next message that comes: a trace tells of a step that
    /// enters and leaves in several events, of which that with the releases is the first.
    /// </summary>
    public void Release(Timestamp request) => _released.Add(request);

    /// <summary>A message comes.</summary>
    public void ForgetReleased()
    {
        foreach (var request in _released)
            _voters.Remove(request);
        _released.Clear();
    }

    /// <summary>The client enters.</summary>
    /// <returns>How many voters have given it their votes; null if it enters again under the votes of its last entry.</returns>
    public int? Enter(Timestamp request, EntryText entry)
    {
        var isAgain = entry.Token.Entry > 0 && _latest.Number == entry.Token.Number && _latest.Entry == entry.Token.Entry - 1;
        _latest = entry.Token;
        return isAgain ? null : BitOperations.PopCount((uint)_voters.GetValueOrDefault(request));
    }

    /// <summary>The client has crashed.</summary>
    public void Forget()
    {
        _voters.Clear();
        _released.Clear();
    }
}
