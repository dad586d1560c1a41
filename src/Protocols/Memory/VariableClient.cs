using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Memory.MemoryProtocol;
using static Coterie.Protocols.Memory.VariableClientProtocol;

namespace Coterie.Protocols.Memory;

/// <summary>
/// A client of one <see cref="Variable"/>: asks for one thing at a time, and sends again what has no answer. It bears the loss,
/// the duplication and the reordering of messages, but a write under no lock may then take effect twice.
/// </summary>
/// <remarks>
/// <code>
/// standing  input                   condition                        next      effects
/// Outside   Acquire, Get, Put                                        Waiting   the command; asked
/// any       Restart                 it remembers nothing             Outside   its ids go on above those that it can have used
/// any       Restart                 otherwise                        same      what has no answer, again
/// Waiting   Granted                 of the lock asked for            Inside    entered
/// Waiting   Current, Written        of what is asked for             Outside   entered, used, left
/// Waiting   Refused                 of what is asked for             Outside   lost
/// Waiting   Expired                 of the lock asked for            Outside   lost; Release, in case it is held again
/// Waiting   GiveUp                                                   Outside   Release; withdrawn
/// Inside    Get, Put                nothing is asked under the lock  Inside    the command under the lock
/// Inside    Current, Written        of what is asked under the lock  Inside    used
/// Inside    Refused                 of what is asked under the lock  Outside   lost; Release, in case it is held again
/// Inside    Expired                 of the lock                      Outside   lost; Release, in case it is held again
/// Inside    Leave                   nothing is asked under the lock  Outside   Release; left
/// any       Granted                 of a lock no longer wanted       same      Release, unless one has no answer yet
/// any       Released                of a Release                     same      none: it is answered
/// any       Refused                 of a Release                     same      the same again if the lock was granted since
/// any       Resend                                                   same      what has no answer, again
/// any       any other answer                                         same      none: a copy, or of what was given up
/// </code>
/// <para>
/// Invariants, see <see cref="Check"/>:
/// (1) a request stands exactly while the client waits or is inside;
/// (2) only a lock is held;
/// (3) something is asked under the lock only while the client is inside.
/// </para>
/// </remarks>
public sealed class VariableClient : IMachine
{
    /// <summary>How many ids a life has: a client that remembers nothing begins above those of the lives before.</summary>
    public const long IdsOfLife = 1_000_000;

    private readonly ProcessId _self;
    private readonly ProcessId _variable;
    private readonly string _name;
    private readonly TimeSpan _resendInterval;
    private readonly List<Farewell> _farewells = []; // that have no answer
    private Standing _standing;
    private Errand? _request; // what it waits for, or holds
    private Errand? _use; // what it has asked under the lock
    private long _lastId;

    /// <summary>A client that is outside.</summary>
    /// <param name="self">The process itself.</param>
    /// <param name="resendInterval">
    /// How long what was sent is left without an answer, at least, before it is sent again. Above zero.
    /// </param>
    /// <param name="variable">The process of the variable; <c>default</c> for process 1.</param>
    /// <param name="name">The variable.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is not above zero.</exception>
    public VariableClient(
        ProcessId self,
        TimeSpan resendInterval,
        ProcessId variable = default,
        string name = VariableName.Default)
    {
        if (resendInterval <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(
                nameof(resendInterval), resendInterval, $"{nameof(resendInterval)} must be above zero, was [{resendInterval}].");
        }
        (_self, _resendInterval, _name) = (self, resendInterval, name);
        _variable = variable == default ? new ProcessId(1) : variable;
    }

    private bool HasAllAnswers => _farewells.Count == 0 && _use is null && _standing != Standing.Waiting;

    /// <inheritdoc/>
    public void On(in Input input, TimeSpan now, Outbox outbox)
    {
        switch (input.Kind)
        {
            case InputKind.Message when input.From == _variable: On((IWireMessage)input.Message!, outbox); break;
            case InputKind.Command: On(input.Command!, outbox); break;
            case InputKind.Timer when input.Timer == TimerId.Resend: SendAgain(outbox); break;
            case InputKind.Start: break;
            case InputKind.Restart: Restart(input.Stored, outbox); break;
            default:
                throw new BrokenRuleException(
                    $"The input of a client must be a command, or an answer of process {_variable}, "
                    + $"was {input.Kind} [{input.Message}] of process {input.From}; [{this}].");
        }
    }

    /// <inheritdoc/>
    public void Exchange(StateCodec codec)
    {
        _standing = (Standing)codec.Number((long)_standing);
        _request = Errand.Exchange(codec, _request);
        _use = Errand.Exchange(codec, _use);
        _lastId = codec.Number(_lastId);
        codec.List(
            _farewells,
            (fields, farewell) => new Farewell(fields.Number(farewell.Held), fields.Flag(farewell.IsDueAgain)));
    }

    /// <inheritdoc/>
    public void Check()
    {
        Invariant.Holds(this, 1, _standing == Standing.Outside == _request is null);
        Invariant.Holds(this, 2, _standing != Standing.Inside || _request?.Access.IsLock == true);
        Invariant.Holds(this, 3, _use is null || _standing == Standing.Inside);
    }

    /// <summary>The whole state, for the message of an error.</summary>
    public override string ToString() =>
        $"client {_self}: {_standing}, request {_request?.ToString() ?? "none"}, under the lock {_use?.ToString() ?? "nothing"}, "
        + $"releases without an answer [{string.Join(", ", _farewells)}]";

    // Answers to what it asked before must not be taken for answers to what it asks from now on.
    private void Restart(IReadOnlyList<IRecord> stored, Outbox outbox)
    {
        if (_lastId == 0)
        {
            var life = new Life(1 + (stored.OfType<Life>().FirstOrDefault()?.Number ?? 0));
            _lastId = (life.Number * IdsOfLife) - 1;
            outbox.Store(life);
        }
        SendAgain(outbox);
    }

    private void On(ICommand command, Outbox outbox)
    {
        switch (command, _standing)
        {
            case (Acquire m, Standing.Outside): Ask(new Access(m.Mode, IsLock: true), m.Lease, outbox); break;
            case (Get, Standing.Outside): Ask(new Access(LockMode.Read), null, outbox); break;
            case (Put m, Standing.Outside): Ask(new Access(LockMode.Write, Value: m.Value), null, outbox); break;
            case (Get, Standing.Inside) when _use is null: Use(new Access(LockMode.Read), outbox); break;
            case (Put m, Standing.Inside) when _use is null: Use(new Access(LockMode.Write, Value: m.Value), outbox); break;
            case (Leave, Standing.Inside) when _use is null: GoOut(outbox); break;
            case (GiveUp, Standing.Waiting): Withdraw(outbox); break;
            case (GiveUp, Standing.Inside): break;
            default: outbox.Tell(new OutOfTurn(command, _standing)); break;
        }
    }

    private void Ask(Access access, TimeSpan? lease, Outbox outbox)
    {
        var request = new Errand(NextId(), access, lease);
        (_standing, _request) = (Standing.Waiting, request);
        outbox.Note(new Asked(Stamp(request), access));
        Send(request.Command(_name, null), outbox);
    }

    private void Use(Access access, Outbox outbox)
    {
        var use = new Errand(NextId(), access);
        _use = use;
        outbox.Note(new Began(Stamp(use), access));
        Send(use.Command(_name, _request!.Value.Id), outbox);
    }

    private void GoOut(Outbox outbox)
    {
        var request = End();
        outbox.Tell(new Left(Stamp(request)));
        SayFarewell(request.Id, outbox);
    }

    private void Withdraw(Outbox outbox)
    {
        var request = End();
        outbox.Tell(new Withdrawn(Stamp(request)));
        SayFarewell(request.Id, outbox);
    }

    private void On(IWireMessage answer, Outbox outbox)
    {
        switch (answer)
        {
            case Granted m: On(m, outbox); break;
            case Current m: OnDone(m.Id, m.Value, outbox); break;
            case Written m: OnDone(m.Id, null, outbox); break;
            case Released m: _farewells.RemoveAll(farewell => farewell.Id == m.Id); break;
            case Refused m when OnFarewellRefused(m.Id, outbox): break;
            case Refused m when m.Id == _use?.Id: LoseLock(m.Reason.ToString(), outbox); break;
            case Refused m when IsWaitedFor(m.Id): Lose(m.Reason.ToString(), outbox); break;
            case Expired m when m.Id == _request?.Id: LoseLock("its lease ran out", outbox); break;
        }
        if (HasAllAnswers)
            outbox.Cancel(TimerId.Resend);
    }

    private void On(Granted answer, Outbox outbox)
    {
        if (IsWaitedFor(answer.Id) && _request is { Access.IsLock: true } request)
        {
            _standing = Standing.Inside;
            outbox.Tell(new Entered(Stamp(request), request.Access));
        }
        else if (answer.Id != _request?.Id)
        {
            LetGo(answer.Id, outbox);
        }
    }

    // A release that has no answer may have come before the lock was granted: then it is refused, and is due again.
    private void LetGo(long held, Outbox outbox)
    {
        var known = _farewells.FindIndex(farewell => farewell.Held == held);
        if (known < 0)
            SayFarewell(held, outbox);
        else
            _farewells[known] = new Farewell(held, IsDueAgain: true);
    }

    // The value of a write is that which was asked for.
    private void OnDone(long id, Value? read, Outbox outbox)
    {
        if (_use is { } use && use.Id == id)
        {
            _use = null;
            outbox.Tell(new Used(Stamp(use), use.Access with { Value = read ?? use.Access.Value }));
        }
        else if (IsWaitedFor(id) && !_request!.Value.Access.IsLock)
        {
            var request = End();
            outbox.Tell(new Entered(Stamp(request), request.Access));
            outbox.Tell(new Used(Stamp(request), request.Access with { Value = read ?? request.Access.Value }));
            outbox.Tell(new Left(Stamp(request)));
        }
    }

    private bool OnFarewellRefused(long id, Outbox outbox)
    {
        var known = _farewells.FindIndex(farewell => farewell.Id == id);
        if (known < 0)
            return false;
        var farewell = _farewells[known];
        _farewells.RemoveAt(known);
        if (farewell.IsDueAgain)
            SayFarewell(farewell.Held, outbox);
        return true;
    }

    // A copy of what asked for it may have come to the variable since, and the lock may be held again.
    private void LoseLock(string reason, Outbox outbox)
    {
        var held = _request!.Value.Id;
        Lose(reason, outbox);
        LetGo(held, outbox);
    }

    private void Lose(string reason, Outbox outbox) => outbox.Tell(new Lost(Stamp(End()), reason));

    private Errand End()
    {
        var request = _request!.Value;
        (_standing, _request, _use) = (Standing.Outside, null, null);
        return request;
    }

    private void SayFarewell(long held, Outbox outbox)
    {
        var farewell = new Farewell(held);
        _farewells.Add(farewell);
        Send(farewell.Command(_name), outbox);
    }

    private void SendAgain(Outbox outbox)
    {
        foreach (var farewell in _farewells)
            Send(farewell.Command(_name), outbox);
        if (_use is { } use)
            Send(use.Command(_name, _request!.Value.Id), outbox);
        else if (_standing == Standing.Waiting)
            Send(_request!.Value.Command(_name, null), outbox);
    }

    private void Send(IVariableCommand command, Outbox outbox)
    {
        outbox.Send(_variable, command);
        outbox.Set(TimerId.Resend, _resendInterval);
    }

    // The next id belongs to the release of what this one asks for.
    private long NextId() => _lastId = _lastId == 0 ? 1 : _lastId + 2;

    private bool IsWaitedFor(long id) => _standing == Standing.Waiting && _request?.Id == id;

    private Timestamp Stamp(Errand errand) => new(errand.Id, _self);

    /// <summary>How often the client came back and remembered nothing.</summary>
    private sealed record Life(long Number) : IRecord
    {
        public string Key => "life";
    }

    /// <summary>A release that has no answer.</summary>
    /// <param name="Held">The id of the lock.</param>
    /// <param name="IsDueAgain">Whether the lock was granted after it was sent, as far as the client knows.</param>
    private readonly record struct Farewell(long Held, bool IsDueAgain = false)
    {
        /// <summary>
        /// The id of the command: that after the id of the lock, and always the same, however often the lock is given back.
        /// </summary>
        public long Id => Held + 1;

        public Release Command(string name) => new(Id, name, Held);
    }

    /// <summary>What it has asked for.</summary>
    /// <param name="Id">The id of the command.</param>
    /// <param name="Access">What for.</param>
    /// <param name="Lease">How long to hold it at most, of a lock; null: the server's default.</param>
    private readonly record struct Errand(long Id, Access Access, TimeSpan? Lease = null)
    {
        public IVariableCommand Command(string name, long? under) => Access switch
        {
            (LockMode.Read, true, _) => new AcquireRead(Id, name, Lease),
            (LockMode.Write, true, _) => new AcquireWrite(Id, name, Lease),
            (LockMode.Read, _, _) => new Read(Id, name, under),
            (_, _, var value) => new Write(Id, name, value.GetValueOrDefault(), under),
        };

        public static Errand? Exchange(StateCodec codec, Errand? errand)
        {
            if (!codec.Flag(errand is not null))
                return null;
            var (id, access, lease) = errand.GetValueOrDefault();
            return new Errand(codec.Number(id), Exchange(codec, access), codec.Duration(lease));
        }

        private static Access Exchange(StateCodec codec, Access access) => new(
            (LockMode)codec.Number((long)access.Mode),
            codec.Flag(access.IsLock),
            codec.Flag(access.Value is not null) ? new Value((int)codec.Number(access.Value.GetValueOrDefault().Number)) : null);
    }
}
