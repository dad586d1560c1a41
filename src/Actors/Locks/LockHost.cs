using Akka.Actor;
using Akka.Event;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Variables.VariablesProtocol;

namespace Coterie.Actors.Locks;

/// <summary>
/// Hosts the machine of a client, with its locks and variables, for all threads of a process. It is no actor: whoever wants a
/// lock takes the step by itself, so that a lock whose votes are kept is had at once. No code of the user runs under its gate.
/// </summary>
/// <remarks>
/// The parts that keep the state: <see cref="ClientSteps"/> (the gate, the machine, its clock and timers, and whether it has
/// ended), <see cref="VoterLinks"/> (messages to the voters, and what is wrong with a voter), <see cref="HostedLocks"/> (who
/// waits, and who holds), <see cref="HostedVariables"/> (operations, copies and watches). This class says which part gets what
/// the machine says, and in which order they end.
/// </remarks>
internal sealed class LockHost : ClientSteps.IParts
{
    private readonly GroupSettings _group;
    private readonly VoterLinks _links;
    private readonly ClientSteps _steps;

    /// <summary>A client that has not begun; see <see cref="Begin"/>.</summary>
    /// <param name="group">The group.</param>
    /// <param name="holder">Who the client is, for people.</param>
    /// <param name="log">For the operator.</param>
    /// <param name="metrics">For the operator.</param>
    /// <param name="reconnect">Makes new connections to a voter that does not answer.</param>
    /// <param name="logsRefusals">See <see cref="CoterieOptions.LogsRefusals"/>.</param>
    public LockHost(
        GroupSettings group,
        string? holder,
        ILoggingAdapter log,
        LockMetrics metrics,
        Action<ProcessId> reconnect,
        bool logsRefusals = true)
    {
        _group = group;
        _links = new VoterLinks(group, log, reconnect, logsRefusals);
        _steps = new ClientSteps(group, holder, _links, this, log);
        Locks = new HostedLocks(_steps, group, metrics, log, hold => new LockHandle(this, hold));
        Variables = new HostedVariables(_steps, group);
    }

    /// <summary>The locks of the client.</summary>
    public HostedLocks Locks { get; }

    /// <summary>The variables of the client.</summary>
    public HostedVariables Variables { get; }

    /// <summary>The wall clock.</summary>
    public DateTimeOffset UtcNow => _group.Clock.GetUtcNow();

    /// <summary>See <see cref="CoterieNode.WhenRefused"/>.</summary>
    public Task WhenRefused => _links.WhenHopeless;

    /// <summary>A connection to a voter was refused by one side.</summary>
    /// <param name="voter">The voter.</param>
    /// <param name="reason">Why, to be put after a colon.</param>
    public void OnRefused(ProcessId voter, string reason)
    {
        lock (_steps.Gate)
            _links.OnRefused(voter, reason);
    }

    /// <summary>Begins the session.</summary>
    /// <param name="voters">The voters.</param>
    /// <param name="receiver">Who passes on what they send, see <see cref="On"/>.</param>
    public void Begin(VoterRefs voters, IActorRef receiver)
    {
        lock (_steps.Gate)
        {
            _links.Open(voters, receiver);
            _steps.Take(Input.Start);
        }
    }

    /// <summary>A message of a voter.</summary>
    public void On(ProcessId voter, QuorumProtocol.IVoterMessage message)
    {
        lock (_steps.Gate)
        {
            _links.HeardFrom(voter);
            if (!_steps.IsEnded)
                _steps.Take(Input.Of(voter, message));
        }
    }

    /// <summary>See <see cref="ICoterie.CheckHealth"/>.</summary>
    public GroupHealth CheckHealth()
    {
        lock (_steps.Gate)
        {
            var answers = _steps.Machine.Client.Answers(_steps.Now());
            return new GroupHealth(
                [.. _group.Members.Select((address, i) => new MemberHealth(address, answers[i], _links[i]))],
                _group.Terms.Majority);
        }
    }

    /// <summary>Ends: whoever waits is told; locks that are held, and votes that are kept, are given back.</summary>
    /// <returns>Whether anything was sent to the members.</returns>
    public bool End()
    {
        IReadOnlyList<Hold> holds;
        bool hasSent;
        lock (_steps.Gate)
        {
            if (_steps.IsEnded)
                return false;
            _links.HasSent = false;
            Variables.GiveUpAll(); // before the locks: otherwise an operation would get what one of them gives back
            holds = Locks.GiveBackAll();
            if (!_steps.IsEnded)
                _steps.Take(Input.Of(new GiveBackKept()));
            _steps.End();
            hasSent = _links.HasSent;
        }
        Variables.TellEnded();
        Locks.TellEnded(holds);
        return hasSent;
    }

    /// <inheritdoc/>
    void ClientSteps.IParts.On(IOutput output)
    {
        switch (output)
        {
            case IClaimOutput m: Locks.On(m); break;
            case Operated m: Variables.On(m); break;
            case CopyEnded m: Variables.On(m); break;
            case IWatchOutput m: Variables.On(m); break;
            case ForeignVoter m: _links.On(m); break;
        }
    }

    /// <inheritdoc/>
    void ClientSteps.IParts.OnStepTaken()
    {
        Variables.ReadUnsettled();
        Locks.GiveUpBehind();
    }

    /// <inheritdoc/>
    void ClientSteps.IParts.OnFailed()
    {
        Locks.OnFailed();
        Variables.OnFailed();
    }
}
