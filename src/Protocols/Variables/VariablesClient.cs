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
/// <code>
/// an operation: sharing (a read that keeps a copy waits for shared votes), looking (a read without a lock), waiting (for the
/// exclusive votes of the name), inside (it stores, or reads by storing), riding (another operation of this client stores it)
///
/// state    input                  condition                                      next     effects
/// none     Operate                a read, and there is a copy                    none     ReadCopy; done
/// none     Operate                a read that keeps a copy                       sharing  Acquire, shared, tries once
/// sharing  Entered                the votes agree                                none     ReadValue; Leave, keeps a copy; done
/// sharing  Entered                otherwise                                      waiting  Leave; Acquire, with the next number
/// sharing  Behind                                                                looking  GiveUp; LookAt, with the next number
/// none     Operate                another read                                   looking  LookAt
/// none     Operate                otherwise                                      waiting  Acquire
/// looking  ValueRead              it is sure                                     none     done
/// looking  ValueRead              otherwise                                      waiting  Acquire, with the next number
/// waiting  Entered                it is in the value, from an earlier attempt    inside   ReadValue, so that it stays there
/// waiting  Entered                an earlier attempt may have stored it, and     none     Leave; unknown
///                                 nobody can tell any more
/// waiting  Entered                it changes nothing: it reads, or mismatches    inside   ReadValue
/// waiting  Entered                otherwise                                      inside   StoreValue, with those that ride
/// waiting  Entered of another     queued behind it, changes something, was not   riding   GiveUp of its claim
///          that stores            stored yet, and so do all between the two
/// riding   the other is done                                                     none     done
/// riding   the other fails, or is given up                                       waiting  Acquire, with the next number
/// inside   Left                   somebody waits: see StoreValue                 parting  none
/// inside,  ValueStored, ValueRead                                                none     done
/// parting
/// inside,  Lost, StoreUnknown     attempts are left                              waiting  Acquire, with the next number
/// parting                         otherwise                                      none     unknown or not done, as if given up
/// any      GiveUp                 it may have stored something                   none     GiveUp or Leave; unknown
/// any      GiveUp                 otherwise                                      none     GiveUp or Leave; not done
/// </code>
/// Invariants, see <see cref="Check"/>: (1) only an operation that changes something may have been stored; (2) one that rides may
/// have been stored, and the one that it rides with has no outcome yet.
/// </remarks>
public class VariablesClient : IMachine
{
    private readonly ProcessId _self;
    private readonly SessionId _session;
    private readonly QuorumClient _client;
    private readonly SortedDictionary<long, Running> _running = [];
    private readonly Dictionary<long, Running> _claims = []; // the same, by the claim or look of the latest attempt
    private readonly HeldOperations _held;
    private readonly Queue<IClaimOutput> _said = new(); // by the client about operations
    private readonly Outbox _inner = new();

    /// <summary>The operations of a client.</summary>
    /// <param name="self">The process itself.</param>
    /// <param name="session">The session of the client.</param>
    /// <param name="client">The client.</param>
    public VariablesClient(ProcessId self, SessionId session, QuorumClient client)
    {
        (_self, _session, _client) = (self, session, client);
        _held = new HeldOperations(self, session, client, (command, now, outbox) => Feed(Input.Of(command), now, outbox));
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
        // Where only locks are used, every input is for the client.
        if (_claims.Count == 0 && !_held.IsAny && input.Command is not (Operate or OperateHeld))
        {
            _client.On(input, now, outbox);
            return;
        }
        switch (input.Command)
        {
            case Operate m when m.Number > LastNumber: Begin(m, now, outbox); break;
            case OperateHeld m when m.Number > LastNumber && MayOperate(m): _held.Begin(m, now, outbox); break;
            case Operate or OperateHeld: outbox.Tell(new OutOfTurn(input.Command)); break;
            case GiveUp m when _held.GiveUp(m.Claim, outbox): break;
            case GiveUp m when _running.TryGetValue(m.Claim, out var running): GiveUp(running, now, outbox); break;
            default: Feed(input, now, outbox); break;
        }
        while (_said.TryDequeue(out var said))
        {
            if (_claims.TryGetValue(said.Request.Clock, out var running))
                On(running, said, now, outbox);
            else if (_held.Runs(said.Request.Clock))
                _held.On(said, now, outbox);
        }
    }

    /// <inheritdoc/>
    public virtual void Exchange(StateCodec codec)
    {
        _client.Exchange(codec);
        codec.Values(_running, _running.Values, running => running.Number, Running.Exchange);
        _held.Exchange(codec);
        _claims.Clear();
        foreach (var running in _running.Values)
        {
            running.Riders.Clear();
            if (running.Carrier == 0)
                _claims.Add(running.Claim, running);
        }
        foreach (var rider in _running.Values.Where(running => running.Carrier != 0).OrderBy(running => running.Claim))
            _running[rider.Carrier].Riders.Add(rider);
    }

    /// <inheritdoc/>
    public void Check()
    {
        _client.Check();
        foreach (var running in _running.Values)
        {
            Invariant.Holds(this, 1, !running.MayBeStored || running.Operation is not Operation.Read);
            Invariant.Holds(this, 2, running.Carrier == 0 || (running.MayBeStored && _running.ContainsKey(running.Carrier)));
        }
    }

    /// <summary>The whole state, for the message of an error.</summary>
    public override string ToString() => $"{_client}, operations [{string.Join("; ", _running.Values)}], held [{_held}]";

    private bool MayOperate(OperateHeld command) =>
        command.Operation is Operation.Read || _client.ModeOf(command.Claim) != VoteMode.Shared;

    // Effects go on to the host; what the client says about operations is for observers, and for this machine. The host is told,
    // too, when a lock has gone by whose votes operations ran.
    private void Feed(in Input input, TimeSpan now, Outbox outbox)
    {
        _inner.Clear();
        _client.On(input, now, _inner);
        foreach (ref readonly var effect in _inner.Items)
        {
            if (effect is { Kind: EffectKind.Tell, Output: IClaimOutput said } && _claims.ContainsKey(said.Request.Clock))
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

    private void Begin(Operate command, TimeSpan now, Outbox outbox)
    {
        var running = new Running(command.Number, command.Name, command.Operation);
        _running.Add(running.Number, running);
        _claims.Add(running.Claim, running);
        outbox.Note(new Begun(new Timestamp(running.Number, _self), running.Name, running.Operation));
        switch (running.Operation)
        {
            case Operation.Read when _client.CopyOf(running.Name, now) is not null:
                Feed(Input.Of(new ReadCopy(running.Claim, running.Name)), now, outbox);
                break;
            case Operation.Read { Keeps: true }: Share(running, now, outbox); break;
            case Operation.Read: Look(running, now, outbox); break;
            default: Acquire(running, now, outbox); break;
        }
    }

    // Rule 23. It must not wait for a holder, since a look needs not to.
    private void Share(Running running, TimeSpan now, Outbox outbox)
    {
        running.IsSharing = true;
        var command = new Acquire(
            running.Claim, running.Name, VoteMode.Shared, PurposeOf(running.Operation), TriesOnce: true);
        Feed(Input.Of(command), now, outbox);
    }

    private void Look(Running running, TimeSpan now, Outbox outbox) =>
        Feed(Input.Of(new LookAt(running.Claim, running.Name)), now, outbox);

    private void Acquire(Running running, TimeSpan now, Outbox outbox)
    {
        (running.IsInside, running.IsSharing) = (false, false);
        Feed(Input.Of(new Acquire(running.Claim, running.Name, Purpose: PurposeOf(running.Operation))), now, outbox);
    }

    // It tells nobody the values.
    private static string PurposeOf(Operation operation) => operation switch
    {
        Operation.Write => "write",
        Operation.CompareAndSet => "compare and set",
        Operation.Add => "add",
        _ => "read",
    };

    private void GiveUp(Running running, TimeSpan now, Outbox outbox)
    {
        if (running.Carrier != 0)
            _running[running.Carrier].Riders.Remove(running);
        else
            Feed(Input.Of(running.IsInside ? new Leave(running.Claim) : new GiveUp(running.Claim)), now, outbox);
        End(running, outbox);
        Unload(running, now, outbox);
    }

    private void On(Running running, IClaimOutput said, TimeSpan now, Outbox outbox)
    {
        switch (said)
        {
            case ValueRead { IsSure: true } m: OnValue(running, m.Seen, now, outbox); break;
            case CopyRead m: OnValue(running, m.Seen, now, outbox); break;
            case ValueStored m: OnValue(running, m.Stored, now, outbox); break;
            case ValueRead or Lost or StoreUnknown: TryAgain(running, now, outbox); break;
            case Left: running.IsInside = false; break;
            case Entered when running.IsSharing:
                running.IsInside = true;
                Feed(Input.Of(new ReadValue(running.Claim)), now, outbox);
                break;
            case Entered: OnEntered(running, now, outbox); break;
            case Behind: LookInstead(running, now, outbox); break;
        }
    }

    private void TryAgain(Running running, TimeSpan now, Outbox outbox)
    {
        if (running is { IsSharing: true, IsInside: true })
            Feed(Input.Of(new Leave(running.Claim)), now, outbox);
        if (TakeNextNumber(running, outbox))
            Acquire(running, now, outbox);
        Unload(running, now, outbox);
    }

    private void LookInstead(Running running, TimeSpan now, Outbox outbox)
    {
        Feed(Input.Of(new GiveUp(running.Claim)), now, outbox);
        running.IsSharing = false;
        if (TakeNextNumber(running, outbox))
            Look(running, now, outbox);
    }

    private bool TakeNextNumber(Running running, Outbox outbox)
    {
        if (++running.Attempts == MostAttempts)
        {
            End(running, outbox);
            return false;
        }
        _claims.Remove(running.Claim);
        running.Claim = LastNumber + 1;
        _claims.Add(running.Claim, running);
        return true;
    }

    // Rule 20.
    private void OnEntered(Running running, TimeSpan now, Outbox outbox)
    {
        running.IsInside = true;
        var content = VariableContent.Of(_client.CurrentOf(running.Claim)!.Value.Value);
        var id = new OperationId(_session, running.Number);
        var isThere = LooksForItself && content?.Find(id) is not null;
        if (running.MayBeStored && !isThere && LooksForItself && !CanTell(running, content))
        {
            GiveUp(running, now, outbox);
            return;
        }
        if (content is null || isThere || OperationRules.Change(running.Operation, id, content) is not { } changed)
        {
            Feed(Input.Of(new ReadValue(running.Claim, Leaves: true)), now, outbox);
            return;
        }
        if (!running.MayBeStored)
            running.Before = content.Recent.Count > 0 ? content.Recent[0].Id : null;
        running.MayBeStored = true;
        changed = TakeAlong(running, changed, now, outbox);
        Feed(Input.Of(new StoreValue(running.Claim, changed.ToPayload(), Leaves: true)), now, outbox);
    }

    // What waits behind it is done by the same store, as if each had come in after the other. All of them must be among the
    // operations that the value names.
    private VariableContent TakeAlong(Running carrier, VariableContent content, TimeSpan now, Outbox outbox)
    {
        foreach (var claim in _client.QueuedBehind(carrier.Claim).Take(VariableContent.MostRecent - 1).ToList())
        {
            if (!_claims.TryGetValue(claim, out var rider) || rider.IsSharing || rider.MayBeStored
                || OperationRules.Change(rider.Operation, new OperationId(_session, rider.Number), content) is not { } changed)
            {
                break;
            }
            content = changed;
            Feed(Input.Of(new GiveUp(claim)), now, outbox);
            _claims.Remove(claim);
            (rider.Carrier, rider.MayBeStored, rider.Before) = (carrier.Number, true, carrier.Before);
            carrier.Riders.Add(rider);
        }
        return content;
    }

    // Those that ride with it go on by themselves.
    private void Unload(Running carrier, TimeSpan now, Outbox outbox)
    {
        var riders = carrier.Riders.ToList();
        carrier.Riders.Clear();
        foreach (var rider in riders)
        {
            rider.Carrier = 0;
            if (TakeNextNumber(rider, outbox))
                Acquire(rider, now, outbox);
        }
    }

    // Whether a value that does not name the operation proves that no attempt took effect: the operation before the first attempt
    // is still named, so all after it are; or there were so few that none was forgotten.
    private static bool CanTell(Running running, VariableContent? content) => content is not null
        && (content.Recent.Count < VariableContent.MostRecent
            || (running.Before is { } before && content.Find(before) is not null));

    private void OnValue(Running running, StampedValue stored, TimeSpan now, Outbox outbox)
    {
        if (running.IsSharing)
            Feed(Input.Of(new Leave(running.Claim, KeepsCopy: true)), now, outbox);
        var content = VariableContent.Of(stored.Value);
        foreach (var done in (Running[])[running, .. running.Riders])
            End(done, OperationRules.OutcomeOf(done.Operation, new OperationId(_session, done.Number), content), outbox);
    }

    // Without an answer.
    private void End(Running running, Outbox outbox) =>
        End(running, running.MayBeStored ? new Outcome.Unknown() : new Outcome.NotDone(), outbox);

    private void End(Running running, Outcome outcome, Outbox outbox)
    {
        _running.Remove(running.Number);
        _claims.Remove(running.Claim);
        outbox.Tell(new Operated(new Timestamp(running.Number, _self), outcome));
    }

    /// <summary>An operation that has no outcome yet.</summary>
    private sealed class Running(long number, string name, Operation operation)
    {
        public long Number { get; } = number;

        public string Name => name;

        public Operation Operation => operation;

        /// <summary>How many attempts have failed.</summary>
        public int Attempts { get; set; }

        /// <summary>The number of the claim, or look, of the latest attempt.</summary>
        public long Claim { get; set; } = number;

        /// <summary>Whether the claim is inside.</summary>
        public bool IsInside { get; set; }

        /// <summary>Whether the claim shares the lock (rule 23).</summary>
        public bool IsSharing { get; set; }

        /// <summary>Whether some voter may have stored it.</summary>
        public bool MayBeStored { get; set; }

        /// <summary>The last operation that was in the value before the first attempt to store it; null for none.</summary>
        public OperationId? Before { get; set; }

        /// <summary>The number of the operation by whose store it is done, too; 0 for none.</summary>
        public long Carrier { get; set; }

        /// <summary>The operations that are done by the store of this one, in their order.</summary>
        public List<Running> Riders { get; } = [];

        public override string ToString() => $"{Number} {Operation} of {Name}, {Attempts} attempts failed";

        public static Running Exchange(StateCodec codec, Running? running)
        {
            var number = codec.Number(running?.Number ?? 0);
            var name = codec.Text(running?.Name ?? "");
            var operation = Operation.Exchange(codec, running?.Operation);
            running ??= new Running(number, name, operation);
            running.Attempts = (int)codec.Number(running.Attempts);
            running.Claim = codec.Number(running.Claim);
            running.IsInside = codec.Flag(running.IsInside);
            running.IsSharing = codec.Flag(running.IsSharing);
            running.MayBeStored = codec.Flag(running.MayBeStored);
            running.Carrier = codec.Number(running.Carrier);
            var (client, before) = (running.Before?.Client.Value ?? 0, running.Before?.Number ?? 0);
            var id = new OperationId(new SessionId(codec.Number(client)), codec.Number(before));
            running.Before = id == default ? null : id;
            return running;
        }
    }
}
