using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Variables.VariablesProtocol;

namespace Coterie.Protocols.Variables;

/// <summary>
/// Operations by votes of their own: each makes the client ask for the lock of its variable, or look without it (rules 20, 21 and
/// 23), and makes further attempts until it has an outcome. What waits behind an operation that stores is stored with it.
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
/// Invariants, see <see cref="RunningOperations.Check"/>: (1) only an operation that changes something may have been stored; (2)
/// one that rides may have been stored, and the one that it rides with has no outcome yet.
/// </remarks>
/// <param name="self">The process itself.</param>
/// <param name="session">The session of the client.</param>
/// <param name="client">The client.</param>
/// <param name="feed">Gives the client a command, in the same step.</param>
/// <param name="nextNumber">The next number of a claim or look that is free.</param>
internal sealed class OwnOperations(
    ProcessId self, SessionId session, QuorumClient client, ClientFeeder feed, Func<long> nextNumber)
{
    private readonly RunningOperations _running = new();

    /// <summary>Whether there is any operation.</summary>
    public bool IsAny => _running.IsAny;

    /// <summary>Whether an operation waits for what the client says about that claim or look.</summary>
    public bool Runs(long claim) => _running.FindByClaim(claim) is not null;

    /// <summary>Begins.</summary>
    public void Begin(Operate command, TimeSpan now, Outbox outbox)
    {
        var running = new RunningOperation(command.Number, command.Name, command.Operation);
        _running.Add(running);
        outbox.Note(new Begun(new Timestamp(running.Number, self), running.Name, running.Operation));
        switch (running.Operation)
        {
            case Operation.Read when client.CopyOf(running.Name, now) is not null:
                feed(new ReadCopy(running.Claim, running.Name), now, outbox);
                break;
            case Operation.Read { Keeps: true }: Share(running, now, outbox); break;
            case Operation.Read: Look(running, now, outbox); break;
            default: Acquire(running, now, outbox); break;
        }
    }

    /// <summary>Nobody waits for the operation any more.</summary>
    /// <returns>Whether there is such an operation.</returns>
    public bool GiveUp(long number, TimeSpan now, Outbox outbox)
    {
        if (_running.Find(number) is not { } running)
            return false;
        GiveUp(running, now, outbox);
        return true;
    }

    /// <summary>The client says something about the claim or look of an operation.</summary>
    /// <param name="said">What it says.</param>
    /// <param name="looksForItself">See <see cref="VariablesClient.LooksForItself"/>.</param>
    /// <param name="now">The clock.</param>
    /// <param name="outbox">Where the effects go.</param>
    public void On(IClaimOutput said, bool looksForItself, TimeSpan now, Outbox outbox)
    {
        var running = _running.FindByClaim(said.Request.Clock)!;
        switch (said)
        {
            case ValueRead { IsSure: true } m: OnValue(running, m.Seen, now, outbox); break;
            case CopyRead m: OnValue(running, m.Seen, now, outbox); break;
            case ValueStored m: OnValue(running, m.Stored, now, outbox); break;
            case ValueRead or Lost or StoreUnknown: TryAgain(running, now, outbox); break;
            case Left: running.IsInside = false; break;
            case Entered when running.IsSharing:
                running.IsInside = true;
                feed(new ReadValue(running.Claim), now, outbox);
                break;
            case Entered: OnEntered(running, looksForItself, now, outbox); break;
            case Behind: LookInstead(running, now, outbox); break;
        }
    }

    /// <summary>See <see cref="IMachine.Exchange"/>.</summary>
    public void Exchange(StateCodec codec) => _running.Exchange(codec);

    /// <summary>Checks its invariants.</summary>
    /// <param name="machine">Whose text is the state in the error.</param>
    public void Check(IMachine machine) => _running.Check(machine);

    /// <summary>The operations, for the message of an error.</summary>
    public override string ToString() => _running.ToString();

    // Rule 23. It must not wait for a holder, since a look needs not to.
    private void Share(RunningOperation running, TimeSpan now, Outbox outbox)
    {
        running.IsSharing = true;
        feed(new Acquire(running.Claim, running.Name, VoteMode.Shared, running.Purpose, TriesOnce: true), now, outbox);
    }

    private void Look(RunningOperation running, TimeSpan now, Outbox outbox) =>
        feed(new LookAt(running.Claim, running.Name), now, outbox);

    private void Acquire(RunningOperation running, TimeSpan now, Outbox outbox)
    {
        (running.IsInside, running.IsSharing) = (false, false);
        feed(new Acquire(running.Claim, running.Name, Purpose: running.Purpose), now, outbox);
    }

    private void GiveUp(RunningOperation running, TimeSpan now, Outbox outbox)
    {
        if (running.Carrier != 0)
            _running.Find(running.Carrier)!.Riders.Remove(running);
        else
            feed(running.IsInside ? new Leave(running.Claim) : new GiveUp(running.Claim), now, outbox);
        End(running, running.OutcomeUnanswered, outbox);
        Unload(running, now, outbox);
    }

    private void TryAgain(RunningOperation running, TimeSpan now, Outbox outbox)
    {
        if (running is { IsSharing: true, IsInside: true })
            feed(new Leave(running.Claim), now, outbox);
        if (TakeNextNumber(running, outbox))
            Acquire(running, now, outbox);
        Unload(running, now, outbox);
    }

    private void LookInstead(RunningOperation running, TimeSpan now, Outbox outbox)
    {
        feed(new GiveUp(running.Claim), now, outbox);
        running.IsSharing = false;
        if (TakeNextNumber(running, outbox))
            Look(running, now, outbox);
    }

    private bool TakeNextNumber(RunningOperation running, Outbox outbox)
    {
        if (++running.Attempts == MostAttempts)
        {
            End(running, running.OutcomeUnanswered, outbox);
            return false;
        }
        _running.Renumber(running, nextNumber());
        return true;
    }

    // Rule 20.
    private void OnEntered(RunningOperation running, bool looksForItself, TimeSpan now, Outbox outbox)
    {
        running.IsInside = true;
        var content = VariableContent.Of(client.CurrentOf(running.Claim)!.Value.Value);
        var id = IdOf(running);
        var isThere = looksForItself && content?.Find(id) is not null;
        if (running.MayBeStored && !isThere && looksForItself && !running.CanTell(content))
        {
            GiveUp(running, now, outbox);
            return;
        }
        if (content is null || isThere || OperationRules.Change(running.Operation, id, content) is not { } changed)
        {
            feed(new ReadValue(running.Claim, Leaves: true), now, outbox);
            return;
        }
        running.BeginStore(content);
        changed = TakeAlong(running, changed, now, outbox);
        feed(new StoreValue(running.Claim, changed.ToPayload(), Leaves: true), now, outbox);
    }

    // What waits behind it is done by the same store, as if each had come in after the other. All of them must be among the
    // operations that the value names.
    private VariableContent TakeAlong(RunningOperation carrier, VariableContent content, TimeSpan now, Outbox outbox)
    {
        foreach (var claim in client.QueuedBehind(carrier.Claim).Take(VariableContent.MostRecent - 1).ToList())
        {
            if (_running.FindByClaim(claim) is not { IsSharing: false, MayBeStored: false } rider
                || OperationRules.Change(rider.Operation, IdOf(rider), content) is not { } changed)
            {
                break;
            }
            content = changed;
            feed(new GiveUp(claim), now, outbox);
            _running.TakeAlong(rider, carrier);
        }
        return content;
    }

    // Those that ride with it go on by themselves.
    private void Unload(RunningOperation carrier, TimeSpan now, Outbox outbox)
    {
        foreach (var rider in carrier.Unload())
        {
            if (TakeNextNumber(rider, outbox))
                Acquire(rider, now, outbox);
        }
    }

    private void OnValue(RunningOperation running, StampedValue stored, TimeSpan now, Outbox outbox)
    {
        if (running.IsSharing)
            feed(new Leave(running.Claim, KeepsCopy: true), now, outbox);
        var content = VariableContent.Of(stored.Value);
        foreach (var done in (RunningOperation[])[running, .. running.Riders])
            End(done, OperationRules.OutcomeOf(done.Operation, IdOf(done), content), outbox);
    }

    private void End(RunningOperation running, Outcome outcome, Outbox outbox)
    {
        _running.Remove(running);
        outbox.Tell(new Operated(new Timestamp(running.Number, self), outcome));
    }

    private OperationId IdOf(RunningOperation running) => new(session, running.Number);
}
