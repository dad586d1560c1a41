using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Variables.VariablesProtocol;

namespace Coterie.Protocols.Variables;

/// <summary>
/// Operations by the votes of locks that the caller holds (rules 19 and 20). Those of one lock are done one after another. None
/// is attempted again: when the lock has gone, so has the right to write by its votes.
/// </summary>
/// <remarks>
/// <code>
/// an operation: queued (behind another one under the same lock), running (the client stores or reads), over
///
/// state    input                   condition                     next     effects
/// none     OperateHeld             the lock is not held          over     not done
/// none     OperateHeld             another one runs              queued   none
/// none     OperateHeld             it changes something          running  StoreValue
/// none     OperateHeld             otherwise                     running  ReadValue
/// running  ValueStored, ValueRead                                over     done; the next one runs
/// running  GiveUp                  it changes something          over     unknown; the next one waits until it is stored
/// running  GiveUp                  otherwise                     over     not done; the next one waits likewise
/// queued   GiveUp                                                over     not done
/// running  Left, Lost of the lock      it changes something      over     unknown
/// any      Left, Lost of the lock      otherwise                 over     not done
/// </code>
/// </remarks>
/// <param name="self">The process itself.</param>
/// <param name="session">The session of the client.</param>
/// <param name="client">The client.</param>
/// <param name="feed">Gives the client a command, in the same step.</param>
internal sealed class HeldOperations(ProcessId self, SessionId session, QuorumClient client, ClientFeeder feed)
{
    private readonly SortedDictionary<long, Held> _all = [];
    private readonly Dictionary<long, Queue<Held>> _byClaim = []; // the same; the first one of each runs

    /// <summary>The largest number that was used.</summary>
    public long LastNumber { get; private set; }

    /// <summary>Whether there is any operation.</summary>
    public bool IsAny => _all.Count > 0;

    /// <summary>Whether an operation by the votes of that claim runs.</summary>
    public bool Runs(long claim) => _byClaim.ContainsKey(claim);

    /// <summary>Begins, or waits for those before.</summary>
    public void Begin(OperateHeld command, TimeSpan now, Outbox outbox)
    {
        LastNumber = command.Number;
        var held = new Held(command.Number, command.Claim, command.Operation);
        if (client.NameOf(command.Claim) is not { } name)
        {
            Tell(held, new Outcome.NotDone(), outbox);
            return;
        }
        outbox.Note(new Begun(new Timestamp(held.Number, self), name, held.Operation));
        _all.Add(held.Number, held);
        if (_byClaim.TryGetValue(held.Claim, out var queue))
        {
            queue.Enqueue(held);
            return;
        }
        _byClaim.Add(held.Claim, new Queue<Held>([held]));
        Run(held, now, outbox);
    }

    /// <summary>Nobody waits for the operation any more.</summary>
    /// <returns>Whether there is such an operation.</returns>
    public bool GiveUp(long number, Outbox outbox)
    {
        if (!_all.TryGetValue(number, out var held))
            return false;
        End(held, outbox);
        return true;
    }

    /// <summary>The client says something about a claim by whose votes an operation runs.</summary>
    public void On(IClaimOutput said, TimeSpan now, Outbox outbox)
    {
        var queue = _byClaim[said.Request.Clock];
        switch (said)
        {
            case ValueStored m: Complete(queue, m.Stored, now, outbox); break;
            case ValueRead { IsSure: true } m: Complete(queue, m.Seen, now, outbox); break;
            case ValueRead:
                End(queue.Peek(), outbox);
                RunNext(queue, now, outbox);
                break;
            case Left or Lost:
                _byClaim.Remove(said.Request.Clock);
                foreach (var held in queue)
                    End(held, outbox);
                break;
        }
    }

    /// <summary>See <see cref="IMachine.Exchange"/>.</summary>
    public void Exchange(StateCodec codec)
    {
        LastNumber = codec.Number(LastNumber);
        codec.Values(_all, _all.Values, held => held.Number, Held.Exchange);
        _byClaim.Clear();
        foreach (var held in _all.Values)
        {
            if (!_byClaim.TryGetValue(held.Claim, out var queue))
                _byClaim.Add(held.Claim, queue = new Queue<Held>());
            queue.Enqueue(held);
        }
    }

    /// <summary>The operations, for the message of an error.</summary>
    public override string ToString() => string.Join("; ", _all.Values);

    private void Complete(Queue<Held> queue, StampedValue stored, TimeSpan now, Outbox outbox)
    {
        var held = queue.Peek();
        if (!held.IsOver)
            Tell(held, OperationRules.OutcomeOf(held.Operation, IdOf(held), VariableContent.Of(stored.Value)), outbox);
        RunNext(queue, now, outbox);
    }

    private void RunNext(Queue<Held> queue, TimeSpan now, Outbox outbox)
    {
        var claim = queue.Peek().Claim;
        _all.Remove(queue.Dequeue().Number);
        while (queue.TryPeek(out var next) && next.IsOver)
            _all.Remove(queue.Dequeue().Number);
        if (queue.Count == 0)
            _byClaim.Remove(claim);
        else
            Run(queue.Peek(), now, outbox);
    }

    private void Run(Held held, TimeSpan now, Outbox outbox)
    {
        if (client.CurrentOf(held.Claim) is not { } current)
            return; // the lock has gone in this step, and that comes next
        var content = VariableContent.Of(current.Value);
        var changed = content is null ? null : OperationRules.Change(held.Operation, IdOf(held), content);
        held.MayBeStored = changed is not null;
        feed(changed is null ? new ReadValue(held.Claim) : new StoreValue(held.Claim, changed.ToPayload()), now, outbox);
    }

    // One that runs stays until the client has stored it: only then the next one may run.
    private void End(Held held, Outbox outbox)
    {
        if (!held.IsOver)
            Tell(held, held.MayBeStored ? new Outcome.Unknown() : new Outcome.NotDone(), outbox);
        held.IsOver = true;
        if (!_byClaim.ContainsKey(held.Claim))
            _all.Remove(held.Number);
    }

    private OperationId IdOf(Held held) => new(session, held.Number);

    private void Tell(Held held, Outcome outcome, Outbox outbox) =>
        outbox.Tell(new Operated(new Timestamp(held.Number, self), outcome));

    private sealed class Held(long number, long claim, Operation operation)
    {
        public long Number => number;

        public long Claim => claim;

        public Operation Operation => operation;

        /// <summary>Whether some voter may have stored it.</summary>
        public bool MayBeStored { get; set; }

        /// <summary>Whether its caller was told the outcome.</summary>
        public bool IsOver { get; set; }

        public override string ToString() => $"{Number} {Operation} by the votes of {Claim}{(IsOver ? ", over" : "")}";

        public static Held Exchange(StateCodec codec, Held? held)
        {
            var number = codec.Number(held?.Number ?? 0);
            var claim = codec.Number(held?.Claim ?? 0);
            var operation = Operation.Exchange(codec, held?.Operation);
            held ??= new Held(number, claim, operation);
            held.MayBeStored = codec.Flag(held.MayBeStored);
            held.IsOver = codec.Flag(held.IsOver);
            return held;
        }
    }
}
