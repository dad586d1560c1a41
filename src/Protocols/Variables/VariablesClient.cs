using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Variables.VariablesProtocol;

namespace Coterie.Protocols.Variables;

/// <summary>
/// Reads and changes replicated variables: a <see cref="QuorumClient"/>, and above it the operations, each of which is done once.
/// It takes the commands of the client, too. The rules have the numbers of <c>docs/protocol.md</c>; the two rounds of an
/// operation, votes and store, are those of CASPaxos (Rystsov 2018), with the lock as the first round.
/// </summary>
/// <remarks>
/// The parts that keep the state, each with its rules: <see cref="OwnOperations"/> (by votes of their own, 20, 21 and 23) and
/// <see cref="HeldOperations"/> (by the votes of a lock that the caller holds, 19 and 20). This class says which input is for an
/// operation and which for the client, and brings the operations what the client says about them.
/// </remarks>
public class VariablesClient : IMachine
{
    private readonly QuorumClient _client;
    private readonly OwnOperations _own;
    private readonly HeldOperations _held;
    private readonly Queue<IClaimOutput> _said = new(); // by the client about operations
    private readonly Outbox _inner = new();

    /// <summary>The operations of a client.</summary>
    /// <param name="self">The process itself.</param>
    /// <param name="session">The session of the client.</param>
    /// <param name="client">The client.</param>
    public VariablesClient(ProcessId self, SessionId session, QuorumClient client)
    {
        _client = client;
        _own = new OwnOperations(self, session, client, Feed, () => LastNumber + 1);
        _held = new HeldOperations(self, session, client, Feed);
    }

    /// <summary>The client, for what it can be asked.</summary>
    public QuorumClient Client => _client;

    /// <summary>The largest number of an operation, claim or look that was used; 0 before the first.</summary>
    public long LastNumber => Math.Max(_client.LastClaim, _held.LastNumber);

    /// <summary>
    /// The copy of a variable, if there is one that counts (rule 23): see <see cref="QuorumClient.CopyOf"/>. An
    /// <see cref="Operation.Read"/> that reads it keeps it for another lease; one that keeps makes it.
    /// </summary>
    /// <param name="name">The variable.</param>
    /// <param name="now">The clock.</param>
    public VariableCopy? CopyOf(string name, TimeSpan now) =>
        _client.CopyOf(name, now) is { } copy && VariableContent.Of(copy.Seen.Value) is { } content
            ? new VariableCopy(content.Value, content.Version, copy.Seen.Stamp, copy.Deadline)
            : null;

    /// <summary>
    /// Whether an operation that may have been stored is looked for in the value before it is done again. Museum:
    /// repeats-unknown.
    /// </summary>
    protected virtual bool LooksForItself => true;

    /// <inheritdoc/>
    public void On(in Input input, TimeSpan now, Outbox outbox)
    {
        // If only locks are used, every input is for the client.
        if (!_own.IsAny && !_held.IsAny && input.Command is not (Operate or OperateHeld))
        {
            _client.On(input, now, outbox);
            return;
        }
        switch (input.Command)
        {
            case Operate m when m.Number > LastNumber: _own.Begin(m, now, outbox); break;
            case OperateHeld m when m.Number > LastNumber && MayOperate(m): _held.Begin(m, now, outbox); break;
            case Operate or OperateHeld: outbox.Tell(new OutOfTurn(input.Command)); break;
            case GiveUp m when _held.GiveUp(m.Claim, outbox): break;
            case GiveUp m when _own.GiveUp(m.Claim, now, outbox): break;
            default: Feed(input, now, outbox); break;
        }
        while (_said.TryDequeue(out var said))
        {
            if (_own.Runs(said.Request.Clock))
                _own.On(said, LooksForItself, now, outbox);
            else if (_held.Runs(said.Request.Clock))
                _held.On(said, now, outbox);
        }
    }

    /// <inheritdoc/>
    public virtual void Exchange(StateCodec codec)
    {
        _client.Exchange(codec);
        _own.Exchange(codec);
        _held.Exchange(codec);
    }

    /// <inheritdoc/>
    public void Check()
    {
        _client.Check();
        _own.Check(this);
    }

    /// <summary>The whole state, for the message of an error.</summary>
    public override string ToString() => $"{_client}, operations [{_own}], held [{_held}]";

    private bool MayOperate(OperateHeld command) =>
        command.Operation is Operation.Read || _client.ModeOf(command.Claim) != VoteMode.Shared;

    private void Feed(ICommand command, TimeSpan now, Outbox outbox) => Feed(Input.Of(command), now, outbox);

    // Effects go on to the host; what the client says about operations is for observers, and for this machine. The host is told,
    // too, when a lock has gone by whose votes operations ran.
    private void Feed(in Input input, TimeSpan now, Outbox outbox)
    {
        _inner.Clear();
        _client.On(input, now, _inner);
        foreach (ref readonly var effect in _inner.Items)
        {
            if (effect is { Kind: EffectKind.Tell, Output: IClaimOutput said } && _own.Runs(said.Request.Clock))
            {
                _said.Enqueue(said);
                outbox.Note(said);
            }
            else if (effect is { Kind: EffectKind.Tell, Output: IClaimOutput held } && _held.Runs(held.Request.Clock))
            {
                _said.Enqueue(held);
                outbox.Add(held is Left or Lost ? effect : Effect.Note(held));
            }
            else
            {
                outbox.Add(effect);
            }
        }
    }
}
