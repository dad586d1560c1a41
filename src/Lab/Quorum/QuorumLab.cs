using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;

namespace Coterie.Lab.Quorum;

/// <summary>
/// Brings the lock by votes into the laboratory: the first processes are its voters, the others are its clients, which all want
/// the same lock.
/// </summary>
public static class QuorumLab
{
    /// <summary>The name of the protocol.</summary>
    public const string Name = "quorum";

    /// <summary>The message by which a client says that it lives.</summary>
    internal const string Beat = "beat";

    /// <summary>The answer to it.</summary>
    internal const string Heard = "heard";

    /// <summary>How many numbers of requests a client has in one of its lives.</summary>
    internal const long NumbersOfLife = 100_000_000;

    private const int BitsOfProcess = 20;

    // The rates of two clocks may then differ by so much that a session, which is a tenth longer than a lease, is still longer.
    private const int MostDrift = 45_000;

    /// <summary>The protocol with the usual workload; see <see cref="QuorumWorkload.Of"/>.</summary>
    public static Protocol Quorum { get; } = Make(new Machines(null), QuorumWorkload.Of(1));

    /// <summary>The protocol with a workload of one's own.</summary>
    public static Protocol Of(QuorumWorkload workload) => Make(new Machines(null), workload);

    /// <summary>The session of a client in one of its lives.</summary>
    internal static SessionId SessionOf(ProcessId client, long incarnation) =>
        new(((incarnation - 1) << BitsOfProcess) + client.Value);

    /// <summary>The client whose session it is.</summary>
    internal static ProcessId ClientOf(SessionId session) => new((int)(session.Value & ((1 << BitsOfProcess) - 1)));

    /// <summary>Whether a request belongs to a session.</summary>
    internal static bool IsOf(SessionId session, Timestamp request) =>
        request.Process == ClientOf(session) && (request.Clock - 1) / NumbersOfLife == session.Value >> BitsOfProcess;

    /// <summary>The protocol with machines of one's own: with a rule broken on purpose, or with more above the client.</summary>
    internal static Protocol Make(Machines machines, QuorumWorkload workload) => new(
        Name, setup => Machine(setup, machines, workload))
    {
        Bug = machines.Bug,
        Workload = workload.ToString(),
        ChooseWorkload = text => QuorumWorkload.TryParse(text) is { } chosen ? Make(machines, chosen) : null,
        UsualWorkload = processes => Make(machines, workload.Resized(processes)),
        ChooseLease = lease => Make(machines, workload with { Lease = lease }),
        ChooseServers = voters => Make(machines, workload with { Voters = voters }),
        Servers = workload.Voters,
        ServersAreAlike = true,
        Needs = new NetworkNeeds(InOrder: false, Lossless: false),
        Recollection = workload.IsDurable ? Recollection.Stored : Recollection.Nothing,
        HasIncarnations = true,
        MostDrift = MostDrift,
        MayJump = process => !workload.IsVoter(process),
        Client = setup => Client(setup, workload),
        Judge = (protocol, processes) => new QuorumJudge(protocol, workload.Resized(processes), processes),
        Promises = [QuorumProperties.Exclusion, QuorumProperties.Tokens, QuorumProperties.Priority],
        Notes = process => workload.IsVoter(process) ? null : TokenBook.Empty,
        StateRules = new QuorumStateRules(workload),
        MayFire = (_, _, timer) => timer.Kind is not (QuorumTimers.BeatOverKind or QuorumTimers.SweepKind),
        Rhythm = new Rhythm(workload.Voters, workload.Lapses)
        {
            IsBeat = message => message is QuorumProtocol.Beat,
            IsNothingLate = workload.Late == Lateness.Nothing,
            ArrivesAtOnce = workload.Late switch
            {
                Lateness.Nothing => _ => true,
                Lateness.Stores => message =>
                    message is not (QuorumProtocol.Store or QuorumProtocol.Look or QuorumProtocol.IWatchMessage),
                Lateness.All => IsBeatOrEnd,
                _ => IsBeatOrAnswer,
            },
            // Each round of a recovery has a number, so that lost rounds would make states without end.
            MayBeLost = message => message is not QuorumProtocol.IRecoveryMessage,
            SendsBeat = timer => timer.Kind == QuorumTimers.BeatDueKind,
            FiresAtOnce = FiresAtOnce,
        },
        FiresLater = FiresLater,
        // A client ignores late answers of a voter whose votes have lapsed; only the next sending of its beat brings it back.
        AlwaysResends = workload.Lapses > 0,
        Words = new Words
        {
            Rules = "protocol",
            Section = "the lock",
            Rulebook = QuorumRulebook.Rulebook,
            Lanes = QuorumLanes.Of(workload),
            Routine = [Beat, Heard],
            Delays = new Dictionary<string, string?>
            {
                ["queued"] = "has given its vote to another request",
                ["busy"] = null,
                ["inquire"] = null,
            },
            Name = workload.Name,
            Timer = timer => timer.Kind switch
            {
                QuorumTimers.BeatDueKind => "its next beat",
                QuorumTimers.BeatOverKind => $"the end of its beat {timer.Number}",
                QuorumTimers.SessionOverKind => $"the end of session {timer.Number}",
                QuorumTimers.WaitOverKind => "the end of all earlier votes",
                QuorumTimers.SweepKind => "the sweep of unused names",
                QuorumTimers.GiveBackDueKind => "giving back more votes that it does not use",
                _ => "the resend interval",
            },
        },
    };

    private static IMachine Machine(MachineSetup setup, Machines machines, QuorumWorkload workload)
    {
        var third = workload.Lease / 3;
        var terms = new QuorumTerms(workload.Voters)
        {
            Lease = workload.Lease,
            ResendInterval = setup.ResendInterval < third ? setup.ResendInterval : third,
        };
        return workload.IsVoter(setup.Self)
            ? (workload.IsDurable ? machines.DurableVoter : machines.Voter)(setup.Self, terms, setup.Incarnation)
            : machines.Client(setup.Self, terms, SessionOf(setup.Self, setup.Incarnation));
    }

    private static LockClient? Client(ClientSetup setup, QuorumWorkload workload) => workload.IsVoter(setup.Self)
        ? null
        : new LockClient(
            workload.IsReader(setup.Self) ? VoteMode.Shared : VoteMode.Exclusive, setup.Incarnation, setup.Requests);

    // A beat ends as soon as the next one was sent. So the one that was sent last never ends, and a client that goes on gets in
    // at last.
    private static bool FiresAtOnce(ProcessView process, TimerId timer, TimeSpan after) => timer.Kind switch
    {
        QuorumTimers.BeatDueKind => after == TimeSpan.Zero,
        QuorumTimers.BeatOverKind => process.Timers.Any(
            other => other.Kind == QuorumTimers.BeatDueKind && other.Number - 1 > timer.Number),
        _ => false,
    };

    private static bool IsBeatOrAnswer(IMessage message) => message is QuorumProtocol.Beat or QuorumProtocol.IVoterMessage;

    // Besides beats, what changes nothing for the lock.
    private static bool IsBeatOrEnd(IMessage message) => message
        is QuorumProtocol.Beat or QuorumProtocol.Heard or QuorumProtocol.Queued or QuorumProtocol.Over;

    private static bool FiresLater(ProcessId later, TimerId laterTimer, ProcessId earlier, TimerId earlierTimer) =>
        earlierTimer.Kind == QuorumTimers.BeatOverKind && laterTimer.Kind switch
        {
            QuorumTimers.SessionOverKind => ClientOf(new SessionId(laterTimer.Number)) == earlier,
            QuorumTimers.WaitOverKind => true,
            _ => false,
        };

    /// <summary>Makes the machines.</summary>
    /// <param name="Bug">The name of the rule that is broken; null for none.</param>
    internal sealed record Machines(string? Bug)
    {
        /// <summary>Makes a voter of that life. In its first life the group begins.</summary>
        public Func<ProcessId, QuorumTerms, long, IMachine> Voter { get; init; } =
            (self, terms, incarnation) => new Voter(self, terms, incarnation, isNew: incarnation == 1);

        /// <summary>Makes a voter that stores what it must not forget.</summary>
        public Func<ProcessId, QuorumTerms, long, IMachine> DurableVoter { get; init; } =
            (self, terms, incarnation) => new Voter(self, terms, incarnation, isNew: incarnation == 1, VoterMemory.Empty);

        /// <summary>Makes a client.</summary>
        public Func<ProcessId, QuorumTerms, SessionId, IMachine> Client { get; init; } =
            (self, terms, session) => new QuorumClient(self, terms, session);
    }
}
