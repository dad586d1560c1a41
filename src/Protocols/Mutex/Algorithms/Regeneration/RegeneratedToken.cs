using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.Algorithms.Regeneration.RegenerationProtocol;
using static Coterie.Protocols.Mutex.MutexProtocol;
using Privilege = Coterie.Protocols.Mutex.Algorithms.SuzukiKasamiProtocol.Privilege;

namespace Coterie.Protocols.Mutex.Algorithms.Regeneration;

/// <summary>
/// Suzuki and Kasami's algorithm around which a lost token is made again. A process that has waited long asks all others who has
/// the token. If nobody has it, it makes a new one, of a later epoch, and whoever answered takes no earlier one any more. The
/// idea of asking everybody is that of S. Nishio, K. F. Li and E. G. Manning, "A Resilient Mutual Exclusion Algorithm for
/// Computer Networks", IEEE Transactions on Parallel and Distributed Systems 1(3), 1990.
/// </summary>
/// <remarks>
/// It assumes a synchronous system, as <see cref="Election.ElectedCentral"/> does: a message takes at most
/// <see cref="MostDelay"/>, a process answers at once, and no message is lost but by a crash. A process that crashes is outside,
/// forgets everything, and may come back.
/// <code>
/// input               condition                                   effects
/// it waits too long   it has no token                             Seek to all others, in a new epoch
/// Seek                of a later epoch than any it knows          Found; from now on it takes no token of an earlier one
/// Seek                it has the token                            Found; the token is of the new epoch from now on
/// Found               the sender has the token, or knows better   the search is over
/// the time-out        the search is not over                      it makes a token, and enters
/// Token               of the latest epoch that it knows           as Privilege in the algorithm
/// Token               of an earlier epoch                         none: it is refused
/// Restart                                                         for a time-out it takes no token: it may be an old one
/// </code>
/// </remarks>
internal class RegeneratedToken : IMachine
{
    /// <summary>The most that a message may take.</summary>
    public static readonly TimeSpan MostDelay = TimeSpan.FromMilliseconds(40);

    /// <summary>How long a process waits for answers: for a message there and one back, and a reserve for wrong clocks.</summary>
    public static readonly TimeSpan TimeOut = TimeSpan.FromMilliseconds(100);

    /// <summary>The timer after which a process that waits asks where the token is.</summary>
    public static readonly TimerId SeekDue = new(SeekKind, 0);

    /// <summary>The same, once it has asked and must ask again.</summary>
    public static readonly TimerId SeekAgainDue = new(SeekKind, 1);

    /// <summary>The time-out of the answers.</summary>
    public static readonly TimerId FoundDue = new(2);

    /// <summary>The end of the time in which a process that has come back takes no token.</summary>
    public static readonly TimerId ReturnDue = new(3);

    private const int SeekKind = 1;
    private const int Patience = 5; // time-outs before a process that waits asks where the token is

    private readonly ProcessId _self;
    private readonly int _processes;
    private readonly bool _isNew;
    private readonly Rules _rules;
    private readonly PerProcess<long> _over; // of the current search
    private readonly Outbox _effects = new();
    private Timestamp _latest; // the latest epoch that it knows; a token that it has is of this one
    private bool _isSeeking;
    private bool _isReturning;

    /// <summary>
    /// Process <paramref name="self"/> of the processes 1 to <paramref name="processes"/>, released. Process 1 has the first
    /// token.
    /// </summary>
    /// <param name="self">The process.</param>
    /// <param name="processes">N.</param>
    /// <param name="life">The number of its life, from 1.</param>
    public RegeneratedToken(ProcessId self, int processes, long life)
    {
        (_self, _processes, _isNew) = (self, processes, life == 1);
        _rules = new Rules(self, processes, life);
        _over = new PerProcess<long>(processes);
        _latest = _isNew ? new Timestamp(0, new ProcessId(1)) : new Timestamp(-1, self);
    }

    private bool Waits => _rules.Phase == Phase.Wanted;

    /// <summary>Whether a process that waits asks the others before it makes a token.</summary>
    protected virtual bool AsksFirst => true;

    /// <summary>Whether a token is refused: it is of an earlier epoch, or may be.</summary>
    protected virtual bool Refuses(Timestamp epoch) => _isReturning || epoch < _latest;

    /// <inheritdoc/>
    public void On(in Input input, TimeSpan now, Outbox outbox)
    {
        switch (input.Kind)
        {
            case InputKind.Timer: OnTimer(input.Timer, outbox); break;
            case InputKind.Message when input.Message is ITokenMessage message: On(message, outbox); break;
            case InputKind.Restart: Return(outbox); break;
            default: Pass(input, outbox); break;
        }
    }

    /// <inheritdoc/>
    public void Exchange(StateCodec codec)
    {
        _rules.Exchange(codec);
        _latest = codec.Timestamp(_latest);
        _isSeeking = codec.Flag(_isSeeking);
        _isReturning = codec.Flag(_isReturning);
        codec.Numbers(_over.Values);
    }

    /// <inheritdoc/>
    public void Check() => _rules.Check();

    /// <summary>The whole state, for the message of an error.</summary>
    public override string ToString() => $"{_rules}, epoch {_latest}, {(_isSeeking ? "seeking" : "not seeking")}";

    // Gives an input to the rules. The privilege that they send gets its epoch.
    private void Pass(in Input input, Outbox outbox)
    {
        var waited = Waits;
        _rules.On(input, TimeSpan.Zero, _effects);
        foreach (ref readonly var effect in _effects.Items)
        {
            if (effect.Message is Privilege privilege)
                outbox.Send(effect.To, new Token(_latest, privilege));
            else
                outbox.Add(effect);
        }
        _effects.Clear();
        if (Waits && !waited)
            outbox.Set(SeekDue, Patience * TimeOut);
        else if (waited && !Waits)
            EndSearch(outbox);
    }

    private void Return(Outbox outbox)
    {
        _isReturning = !_isNew;
        if (_isReturning)
            outbox.Set(ReturnDue, TimeOut);
    }

    private void OnTimer(TimerId timer, Outbox outbox)
    {
        if (timer == ReturnDue)
            _isReturning = false;
        else if (timer.Kind == SeekKind)
            BeginSearch(outbox);
        else
            MakeToken(outbox);
    }

    private void On(ITokenMessage message, Outbox outbox)
    {
        switch (message)
        {
            case Token token: On(token, outbox); break;
            case Seek seek: On(seek, outbox); break;
            case Found found: On(found, outbox); break;
        }
    }

    private void BeginSearch(Outbox outbox)
    {
        _isSeeking = true;
        _latest = new Timestamp(_latest.Clock + 1, _self);
        if (!AsksFirst)
        {
            MakeToken(outbox);
            return;
        }
        for (var id = 1; id <= _processes; id++)
        {
            var other = new ProcessId(id);
            _over[other] = _rules.AskedBy(other); // unless it answers: then its request is as good as over
            if (other != _self)
                outbox.Send(other, new Seek(_latest, _rules.Request!.Value));
        }
        outbox.Set(FoundDue, TimeOut);
    }

    // Whoever waits goes on waiting, and may ask again later. It does so, too, when it hears that another asks: otherwise some
    // that wait could put each other off in turn for ever.
    private void PutOff(Outbox outbox)
    {
        _isSeeking = false;
        outbox.Cancel(SeekDue);
        outbox.Cancel(FoundDue);
        outbox.Set(SeekAgainDue, Patience * TimeOut);
    }

    private void EndSearch(Outbox outbox)
    {
        _isSeeking = false;
        _over.Values.Clear();
        outbox.Cancel(SeekDue);
        outbox.Cancel(SeekAgainDue);
        outbox.Cancel(FoundDue);
    }

    private void MakeToken(Outbox outbox)
    {
        if (!_isSeeking)
            return;
        var request = _rules.Request!.Value;
        _over[_self] = request.Clock - 1;
        var privilege = new Privilege(Other, request, [], _over.Values.ToArray());
        Pass(Input.Of(Other, privilege), outbox);
    }

    // The rules take a privilege only from another process.
    private ProcessId Other => new(_self.Value == 1 ? 2 : 1);

    private void On(Token token, Outbox outbox)
    {
        // A second token, which only broken rules make, would be passed on while the first is in use.
        if (_rules.HasToken || Refuses(token.Epoch))
            return;
        _latest = token.Epoch > _latest ? token.Epoch : _latest;
        Pass(Input.Of(token.From, token.Privilege), outbox);
    }

    private void On(Seek seek, Outbox outbox)
    {
        var hasToken = _rules.HasToken;
        if (seek.Epoch > _latest)
        {
            _latest = seek.Epoch;
            if (Waits)
                PutOff(outbox);
        }
        outbox.Send(seek.From, new Found(_self, seek.Epoch, _latest, hasToken, _rules.Over));
        Pass(Input.Of(seek.From, new Request(seek.At)), outbox);
    }

    private void On(Found found, Outbox outbox)
    {
        if (!_isSeeking || found.Epoch != _latest)
            return;
        _over[found.From] = found.Over;
        if (found.HasToken || found.Latest != _latest)
            PutOff(outbox);
        if (found.Latest > _latest)
            _latest = found.Latest;
    }

    /// <summary>The rules of Suzuki and Kasami, for a process that may have come back.</summary>
    private sealed class Rules : SuzukiKasami
    {
        private const long RequestsOfLife = 1_000_000; // so a new life repeats no number of an earlier one

        public Rules(ProcessId self, int processes, long life)
            : base(self, processes)
        {
            if (life > 1 && processes > 1)
                Lose();
            AdvanceClock(new Timestamp((life - 1) * RequestsOfLife, self));
        }

        /// <summary>Whether it has the token.</summary>
        public bool HasToken => HasPrivilege;

        /// <summary>Its requests up to this number are over.</summary>
        public long Over => Request is { } request ? request.Clock - 1 : Clock;

        /// <summary>The number of the latest request of a process that it has heard of.</summary>
        public long AskedBy(ProcessId process) => Asked(process);
    }
}
