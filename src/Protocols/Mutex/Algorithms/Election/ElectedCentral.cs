using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.Algorithms.CentralProtocol;
using static Coterie.Protocols.Mutex.Algorithms.Election.ElectionProtocol;
using static Coterie.Protocols.Mutex.MutexProtocol;
using Grant = Coterie.Protocols.Mutex.Algorithms.Election.ElectionProtocol.Grant;

namespace Coterie.Protocols.Mutex.Algorithms.Election;

/// <summary>
/// A central coordinator that may crash: the others elect a new one by the Bully algorithm (H. Garcia-Molina, "Elections in a
/// Distributed Computing System", IEEE Transactions on Computers C-31(1), 1982). Of all processes that are up, the
/// one with the smallest number becomes the coordinator; process 1 is the first.
/// </summary>
/// <remarks>
/// It assumes a synchronous system: a message takes at most <see cref="MostDelay"/>, a process answers at once, and none is lost
/// but by a crash. A process that crashes is outside, forgets everything, and may come back.
/// <code>
/// role       input                          condition                    next        effects
/// Follower   no answer from the coordinator we wait                      Candidate   Election to all others
/// Follower   Election                       from a larger number         Candidate   Ok; Election to all others
/// any        Restart                                                     Candidate   Election to all others
/// Candidate  Ok                             from a smaller number        Deferring   wait for its Coordinator
/// Candidate  the time-out                                                Collecting  a new term: Coordinator to all others
/// Deferring  the time-out                                                Candidate   Election to all others
/// any        Coordinator                    a later term, smaller number Follower    Report
/// any        Coordinator                    a later term, larger number  Candidate   Report; Election to all others
/// Collecting Report                                                      same        remember who is inside and who waits
/// Collecting the time-out                                                Leading     grant, as in the algorithm "central"
/// Leading    no answer from the holder                                   same        the holder is gone: grant to the next
/// </code>
/// Departures from the paper: the smallest number wins, not the largest, so that the first coordinator is process 1 as in
/// <see cref="Central"/>; the candidate sends Election to all, not only to those that go before it, and so learns the latest
/// term; only a process that waits looks whether the coordinator is there.
/// <para>
/// Invariants, see <see cref="Check"/>:
/// (1) while it leads, no request waits while the section is free;
/// (2) a process that neither collects nor leads keeps no requests of others;
/// (3) a process that leads or collects is the coordinator of the latest term that it knows.
/// </para>
/// </remarks>
internal class ElectedCentral : MutexRules
{
    /// <summary>The most that a message may take.</summary>
    public static readonly TimeSpan MostDelay = TimeSpan.FromMilliseconds(40);

    /// <summary>
    /// How long a process waits for an answer: for a message there and one back, and a reserve for wrong clocks.
    /// </summary>
    public static readonly TimeSpan TimeOut = TimeSpan.FromMilliseconds(100);

    /// <summary>The timer after which a process asks whether another is there.</summary>
    public static readonly TimerId ProbeDue = new(1);

    /// <summary>The time-out of a question whether another is there.</summary>
    public static readonly TimerId AnswerDue = new(2);

    /// <summary>The time-out of an election, and of what follows it.</summary>
    public static readonly TimerId ElectionDue = new(3);

    private const int Patience = 4; // time-outs in which a candidate with a smaller number wins and takes over
    private const long RequestsOfLife = 1_000_000; // so a new life repeats no number of an earlier one

    private readonly TimeSpan _timeOut;
    private readonly bool _isNew;
    private readonly CoordinatedRequests _requests;
    private Timestamp _term;
    private long _latestTerm; // the largest number of a term that it has heard of
    private Role _role;

    /// <summary>Process <paramref name="self"/> of the processes 1 to <paramref name="processes"/>, released.</summary>
    /// <param name="self">The process.</param>
    /// <param name="processes">N.</param>
    /// <param name="life">The number of its life, from 1. In its first life it knows that process 1 is the coordinator.</param>
    /// <param name="timeOut">How long it waits for an answer; null for <see cref="TimeOut"/>.</param>
    public ElectedCentral(ProcessId self, int processes, long life, TimeSpan? timeOut = null)
        : base(self, processes)
    {
        (_timeOut, _isNew) = (timeOut ?? TimeOut, life == 1);
        _requests = new CoordinatedRequests(processes);
        _term = _isNew ? new Timestamp(0, new ProcessId(1)) : new Timestamp(-1, self);
        _role = _isNew && self == _term.Process ? Role.Leading : Role.Follower;
        AdvanceClock(new Timestamp((life - 1) * RequestsOfLife, self));
    }

    private enum Role
    {
        Follower,
        Candidate,
        Deferring,
        Collecting,
        Leading,
    }

    /// <inheritdoc/>
    protected override string Details => $"{_role}, term {_term}, {_requests}";

    private bool IsCoordinator => _role is Role.Collecting or Role.Leading;

    private long Over => Request is { } request ? request.Clock - 1 : Clock;

    /// <inheritdoc/>
    public override void Exchange(StateCodec codec)
    {
        base.Exchange(codec);
        _role = (Role)codec.Number((long)_role);
        _term = codec.Timestamp(_term);
        _latestTerm = codec.Number(_latestTerm);
        _requests.Exchange(codec);
    }

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        Holds(1, _role != Role.Leading || !_requests.MayGrant);
        Holds(2, IsCoordinator || _requests.IsEmpty);
        Holds(3, !IsCoordinator || _term.Process == Self);
    }

    /// <summary>Whether a new coordinator waits for what the others tell of themselves before it grants.</summary>
    protected virtual bool AsksWhoIsInside => true;

    /// <inheritdoc/>
    protected override void Begin(Outbox outbox)
    {
        if (!_isNew)
            StartElection(outbox);
    }

    /// <inheritdoc/>
    protected override void Ask(Timestamp request, Outbox outbox)
    {
        if (IsCoordinator)
            OnRequest(request, outbox);
        else if (_role == Role.Follower)
            AskCoordinator(request, outbox);
    }

    /// <inheritdoc/>
    protected override void Leave(Timestamp request, Outbox outbox)
    {
        if (IsCoordinator)
        {
            OnOver(request.Process, request.Clock, outbox);
            return;
        }
        StopProbing(outbox);
        if (_role == Role.Follower)
            outbox.Send(_term.Process, new Release(request));
    }

    /// <inheritdoc/>
    protected override void Take(IWireMessage message, Outbox outbox)
    {
        switch (message)
        {
            case Request request when IsCoordinator: OnRequest(request.At, outbox); break;
            case Release release when IsCoordinator: OnOver(release.From, release.Over.Clock, outbox); break;
        }
    }

    /// <inheritdoc/>
    protected override void TakeOther(ISignedMessage message, Outbox outbox)
    {
        switch (message)
        {
            case Elect election: On(election, outbox); break;
            case Ok ok: On(ok, outbox); break;
            case Coordinator coordinator: On(coordinator, outbox); break;
            case Whereabouts whereabouts: On(whereabouts, outbox); break;
            case Probe probe: On(probe, outbox); break;
            case Grant grant: On(grant, outbox); break;
        }
    }

    /// <inheritdoc/>
    protected override void OnTimer(TimerId timer, Outbox outbox)
    {
        if (timer == ProbeDue)
            SendProbe(outbox);
        else if (timer == AnswerDue)
            OnNoAnswer(outbox);
        else
            OnElectionDue(outbox);
    }

    private static bool IsLater(Timestamp term, Timestamp than) =>
        term.Clock != than.Clock ? term.Clock > than.Clock : term.Process.Value < than.Process.Value;

    private static bool GoesBefore(ProcessId one, ProcessId other) => one.Value < other.Value;

    private void AskCoordinator(Timestamp request, Outbox outbox)
    {
        outbox.Send(_term.Process, new Request(request));
        outbox.Set(ProbeDue, _timeOut);
    }

    private static void StopProbing(Outbox outbox)
    {
        outbox.Cancel(ProbeDue);
        outbox.Cancel(AnswerDue);
    }

    private void SendProbe(Outbox outbox)
    {
        var other = IsCoordinator ? _requests.Granted!.Value.Process : _term.Process;
        outbox.Send(other, new Probe(Self, _term));
        outbox.Set(AnswerDue, _timeOut);
    }

    private void OnNoAnswer(Outbox outbox)
    {
        if (!IsCoordinator)
            StartElection(outbox);
        else if (_requests.Granted is { } granted)
            OnOver(granted.Process, granted.Clock, outbox);
    }

    // Garcia-Molina's procedure "election": whoever goes before this process takes over; if nobody does, this one does.
    private void StartElection(Outbox outbox)
    {
        _requests.Clear();
        StopProbing(outbox);
        _role = Role.Candidate;
        _latestTerm = Math.Max(_latestTerm, _term.Clock);
        for (var id = 1; id <= Processes; id++)
        {
            if (id != Self.Value)
                outbox.Send(new ProcessId(id), new Elect(Self));
        }
        outbox.Set(ElectionDue, _timeOut);
    }

    private void OnElectionDue(Outbox outbox)
    {
        switch (_role)
        {
            case Role.Candidate: Win(outbox); break;
            case Role.Deferring: StartElection(outbox); break;
            case Role.Collecting: Lead(outbox); break;
        }
    }

    private void Win(Outbox outbox)
    {
        _role = Role.Collecting;
        _latestTerm++;
        _term = new Timestamp(_latestTerm, Self);
        if (Phase == Phase.Held)
            _requests.AddInside(Request!.Value);
        else if (Phase == Phase.Wanted)
            _requests.Add(Request!.Value);
        for (var id = 1; id <= Processes; id++)
        {
            if (id != Self.Value)
                outbox.Send(new ProcessId(id), new Coordinator(_term));
        }
        if (AsksWhoIsInside)
            outbox.Set(ElectionDue, _timeOut);
        else
            Lead(outbox);
    }

    private void Lead(Outbox outbox)
    {
        _role = Role.Leading;
        if (_requests.Granted is { } granted && granted.Process != Self)
            outbox.Set(ProbeDue, _timeOut);
        GrantNext(outbox);
    }

    private void On(Elect election, Outbox outbox)
    {
        var isAfter = GoesBefore(Self, election.From);
        if (IsCoordinator && isAfter)
        {
            outbox.Send(election.From, new Coordinator(_term));
            return;
        }
        outbox.Send(election.From, new Ok(Self, _term));
        if (isAfter && _role == Role.Follower)
            StartElection(outbox);
    }

    private void On(Ok ok, Outbox outbox)
    {
        _latestTerm = Math.Max(_latestTerm, ok.Term.Clock);
        if (_role != Role.Candidate || !GoesBefore(ok.From, Self))
            return;
        _role = Role.Deferring;
        outbox.Set(ElectionDue, Patience * _timeOut);
    }

    private void On(Coordinator coordinator, Outbox outbox)
    {
        var term = coordinator.Term;
        if (IsLater(_term, term))
            return;
        _requests.Clear();
        (_term, _latestTerm) = (term, Math.Max(_latestTerm, term.Clock));
        outbox.Send(term.Process, new Report(Self, _term, Request, Phase == Phase.Held, Over));
        if (GoesBefore(Self, term.Process))
        {
            if (_role != Role.Candidate)
                StartElection(outbox);
            return;
        }
        _role = Role.Follower;
        outbox.Cancel(ElectionDue);
        StopProbing(outbox);
        if (Phase == Phase.Wanted)
            outbox.Set(ProbeDue, _timeOut);
    }

    private void On(Whereabouts whereabouts, Outbox outbox)
    {
        if (IsCoordinator)
        {
            Note(whereabouts, outbox);
        }
        else if (_role == Role.Follower && whereabouts.From == _term.Process && Phase == Phase.Wanted)
        {
            outbox.Cancel(AnswerDue);
            outbox.Set(ProbeDue, _timeOut);
        }
    }

    private void Note(Whereabouts whereabouts, Outbox outbox)
    {
        OnOver(whereabouts.From, whereabouts.Over, outbox);
        if (whereabouts.Request is not { } request || _requests.IsOver(request) || whereabouts.Term != _term)
            return;
        if (request == _requests.Granted)
        {
            outbox.Cancel(AnswerDue);
            outbox.Set(ProbeDue, _timeOut);
        }
        else if (whereabouts.IsInside && _requests.Granted is null)
        {
            _requests.AddInside(request);
        }
        else
        {
            OnRequest(request, outbox);
        }
    }

    private void On(Probe probe, Outbox outbox)
    {
        if (IsCoordinator || probe.Term.Process == probe.From)
            outbox.Send(probe.From, new Here(Self, _term, Request, Phase == Phase.Held, Over));
    }

    private void On(Grant grant, Outbox outbox)
    {
        if (Phase != Phase.Wanted || grant.To != Request || grant.Term != _term)
            return;
        StopProbing(outbox);
        GoIn(outbox);
    }

    private void OnRequest(Timestamp request, Outbox outbox)
    {
        _requests.Add(request);
        GrantNext(outbox);
    }

    private void OnOver(ProcessId process, long number, Outbox outbox)
    {
        if (_requests.End(process, number))
            StopProbing(outbox);
        GrantNext(outbox);
    }

    private void GrantNext(Outbox outbox)
    {
        if (_role != Role.Leading || !_requests.MayGrant)
            return;
        var next = _requests.GrantNext();
        if (next.Process == Self)
        {
            GoIn(outbox);
            return;
        }
        outbox.Send(next.Process, new Grant(_term, next));
        outbox.Set(ProbeDue, _timeOut);
    }
}
