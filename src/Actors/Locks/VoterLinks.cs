using Akka.Actor;
using Akka.Event;
using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Actors.Locks;

/// <summary>
/// The ways from a client to its voters: sends messages, makes a new connection to a voter that answers no beat, and keeps what
/// is wrong with a voter, for people. To be used under <see cref="ClientSteps.Gate"/>.
/// </summary>
/// <param name="group">The group.</param>
/// <param name="log">For the operator.</param>
/// <param name="reconnect">Makes a new connection to a voter.</param>
/// <param name="logsRefusals">See <see cref="CoterieOptions.LogsRefusals"/>.</param>
internal sealed class VoterLinks(GroupSettings group, ILoggingAdapter log, Action<ProcessId> reconnect, bool logsRefusals)
{
    private readonly string?[] _foreign = new string?[group.Terms.Voters];
    private readonly RefusedConnections _refused = new(group, logsRefusals ? log : null);
    private readonly UnansweredBeats _unanswered = new(group.Terms.Voters);
    private VoterRefs _voters = new([]);
    private IActorRef _receiver = ActorRefs.Nobody;

    /// <summary>Completes when too few voters are left for a majority, because the connections with others are refused.</summary>
    public Task WhenHopeless => _refused.WhenHopeless;

    /// <summary>Whether something was sent; whoever wants to know it sets it to false before.</summary>
    public bool HasSent { get; set; }

    /// <summary>What is wrong with the voter with this index, in a sentence; null if nothing is known.</summary>
    public string? this[int voter] => _foreign[voter] ?? _refused[voter];

    /// <summary>From now on messages can be sent.</summary>
    /// <param name="voters">The voters.</param>
    /// <param name="receiver">The actor that gets what they answer.</param>
    public void Open(VoterRefs voters, IActorRef receiver) => (_voters, _receiver) = (voters, receiver);

    /// <summary>Sends messages.</summary>
    public void Send(ReadOnlySpan<Effect> sends)
    {
        HasSent |= !sends.IsEmpty;
        foreach (ref readonly var send in sends)
        {
            if (send.Message is Beat && _unanswered.AreTooManyWith(send.To))
                reconnect(send.To);
            _voters[send.To].Tell(send.Message!, _receiver);
        }
    }

    /// <summary>A voter has answered.</summary>
    public void HeardFrom(ProcessId voter)
    {
        _unanswered.HeardFrom(voter);
        _refused.HeardFrom(voter);
    }

    /// <summary>A connection to a voter was refused by one side.</summary>
    /// <param name="voter">The voter.</param>
    /// <param name="reason">Why, to be put after a colon.</param>
    public void OnRefused(ProcessId voter, string reason) => _refused.On(voter, reason);

    /// <summary>A voter belongs to another group.</summary>
    public void On(ForeignVoter output)
    {
        var text = group.ForeignText(output.Voter, output.GroupText);
        _foreign[output.Voter.Value - 1] = text;
        log.Error("{0}", text);
    }
}
