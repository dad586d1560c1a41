using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms.Voting;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>The algorithms by name: the only place that knows them all.</summary>
public static class MutexAlgorithms
{
    private static readonly NetworkNeeds AnyOrder = new(InOrder: false, Lossless: true);

    /// <summary>A coordinator, as in the textbooks.</summary>
    public static MutexAlgorithm Central { get; } = new(
        "central",
        (self, n, _) => new Central(self, n),
        Cost("3, of the coordinator's own 0", _ => 0, _ => 3) with { MostOvertaking = 1 },
        AnyOrder)
    {
        Description = new(
            "Central coordinator",
            "One process is the coordinator: it grants the section to one request at a time, in the order in which they reach "
                + "it.",
            "Three messages, request, grant and release, but none for the coordinator's own client; two delays from one entry to "
                + "the next.",
            "Messages may arrive in any order; none may be lost. The coordinator must not fail.",
            "textbook (Tanenbaum and van Steen, Distributed Systems)"),
    };

    /// <summary>Lamport 1978.</summary>
    public static MutexAlgorithm Lamport { get; } = new(
        "lamport",
        (self, n, _) => new Lamport(self, n),
        // A process that has received other later messages from all can enter, leave and ask again before the last
        // acknowledgements are sent. These count for no entry.
        new MutexPromises(
            EntersInTimestampOrder: true, NeedsEveryReply: false, new MessageCost("3(N-1)", n => 2 * (n - 1), n => 3 * (n - 1))),
        new NetworkNeeds(InOrder: true, Lossless: true))
    {
        ComparesTimestamps = true,
        Description = new(
            "Lamport",
            "Every process keeps the queue of all requests, in the order of their timestamps, and enters once its own is first "
                + "and it has heard something later from everybody.",
            "3(N-1) messages, a request, an acknowledgement and a release for every other process; one delay from one entry to "
                + "the next.",
            "Messages from one process to another must arrive in the order of their sending, and none may be lost. No process "
                + "may fail.",
            "L. Lamport, Time, Clocks, and the Ordering of Events in a Distributed System, CACM 21(7), 1978"),
    };

    /// <summary>Ricart and Agrawala 1981, the default.</summary>
    public static MutexAlgorithm RicartAgrawala { get; } = new(
        "ricart-agrawala",
        (self, n, settings) => new RicartAgrawala(self, n, settings),
        new MutexPromises(
            EntersInTimestampOrder: true, NeedsEveryReply: true, new MessageCost("2(N-1)", n => 2 * (n - 1), n => 2 * (n - 1))),
        new NetworkNeeds(InOrder: false, Lossless: false))
    {
        ComparesTimestamps = true,
        Description = new(
            "Ricart-Agrawala",
            "A process enters once every other has replied to its request; who is inside, or wants in with the smaller "
                + "timestamp, replies only after leaving.",
            "2(N-1) messages, a request and a reply for every other process; one delay from one entry to the next.",
            "Messages may be lost, doubled and arrive in any order: what is not answered is asked again. No process may fail for "
                + "good.",
            "G. Ricart and A. K. Agrawala, An Optimal Algorithm for Mutual Exclusion in Computer Networks, CACM 24(1), 1981"),
    };

    /// <summary>Carvalho and Roucairol 1983.</summary>
    public static MutexAlgorithm CarvalhoRoucairol { get; } = new(
        "carvalho-roucairol",
        (self, n, _) => new CarvalhoRoucairol(self, n),
        Cost("0 to 2(N-1)", _ => 0, n => 2 * (n - 1)) with { DefersReplies = true },
        AnyOrder)
    {
        ComparesTimestamps = true,
        Description = new(
            "Carvalho-Roucairol",
            "Ricart-Agrawala, but a reply is an authorisation that is kept until its sender asks for it back: only those are "
                + "asked who have asked meanwhile.",
            "0 to 2(N-1) messages, about N-1 when requests are rare and come from everybody; one delay from one entry to the "
                + "next.",
            "Messages may arrive in any order; none may be lost. No process may fail.",
            "O. S. F. Carvalho and G. Roucairol, On Mutual Exclusion in Computer Networks, CACM 26(2), 1983"),
    };

    /// <summary>Maekawa 1985.</summary>
    public static MutexAlgorithm Maekawa { get; } = new(
        "maekawa",
        (self, n, _) => new Maekawa(self, n),
        Cost("3(K-1), contended to 5(K-1)", n => 3 * (Voting.Maekawa.SmallestQuorum(n) - 1), _ => double.PositiveInfinity),
        AnyOrder)
    {
        ComparesTimestamps = true,
        Description = new(
            "Maekawa",
            "A process needs the votes of its quorum alone, about sqrt(N) processes; any two quorums share a member, which has "
                + "one vote. Votes given to a later request are asked back, so that nobody waits in a circle.",
            "3(K-1) messages, K the size of the quorum, and about 5(K-1) when many want in; two delays from one entry to the "
                + "next.",
            "Messages may arrive in any order; none may be lost. No process may fail.",
            "M. Maekawa, A sqrt(N) Algorithm for Mutual Exclusion in Decentralized Systems, ACM TOCS 3(2), 1985"),
    };

    /// <summary>Majority quorums, after Thomas 1979.</summary>
    public static MutexAlgorithm Majority { get; } = new(
        "majority",
        (self, n, _) => new Majority(self, n),
        Cost("3(K-1), contended to 6(K-1)", n => 3 * (Voting.Majority.QuorumSize(n) - 1), _ => double.PositiveInfinity),
        AnyOrder)
    {
        ComparesTimestamps = true,
        Description = new(
            "Majority quorums",
            "A process needs the votes of N/2+1 processes; any two majorities share a member, which has one vote. Votes are "
                + "asked back as by Maekawa.",
            "3(K-1) messages, K = N/2+1, and up to 6(K-1) when many want in; two delays from one entry to the next.",
            "Messages may arrive in any order; none may be lost. No process may fail: each asks the same majority every time.",
            "R. H. Thomas, A Majority Consensus Approach to Concurrency Control for Multiple Copy Databases, ACM TODS 4(2), "
                + "1979"),
    };

    /// <summary>Suzuki and Kasami 1985.</summary>
    public static MutexAlgorithm SuzukiKasami { get; } = new(
        "suzuki-kasami", (self, n, _) => new SuzukiKasami(self, n), Cost("0 or N", _ => 0, n => n), AnyOrder)
    {
        Description = new(
            "Suzuki-Kasami",
            "There is one privilege, and who has it may enter. Who has it not asks everybody; the privilege carries the queue of "
                + "those who wait.",
            "N messages, N-1 requests and the privilege, or none where the privilege is at hand; one delay from one entry to the "
                + "next.",
            "Messages may arrive in any order; none may be lost. No process may fail with the privilege.",
            "I. Suzuki and T. Kasami, A Distributed Mutual Exclusion Algorithm, ACM TOCS 3(4), 1985"),
    };

    /// <summary>Raymond 1989.</summary>
    public static MutexAlgorithm Raymond { get; } = new(
        "raymond",
        (self, n, settings) => new Raymond(self, n, settings.Tree),
        RaymondOn(Tree.Balanced),
        AnyOrder)
    {
        HasTree = true,
        Description = new(
            "Raymond",
            "The processes form a tree, by default the balanced binary one, and the privilege moves along it: a request goes "
                + "from neighbour to neighbour towards the privilege, which comes back the same way.",
            "About log N messages, and some four when all want in; as many delays from one entry to the next as the privilege "
                + "takes steps, two at most on average when all want in.",
            "Messages may arrive in any order; none may be lost. No process may fail.",
            "K. Raymond, A Tree-Based Algorithm for Distributed Mutual Exclusion, ACM TOCS 7(1), 1989"),
    };

    /// <summary>Naimi, Trehel and Arnold 1996.</summary>
    public static MutexAlgorithm NaimiTrehel { get; } = new(
        "naimi-trehel", (self, n, _) => new NaimiTrehel(self, n), Cost("0 to N, on average H(N-1)", _ => 0, n => n), AnyOrder)
    {
        Description = new(
            "Naimi-Trehel",
            "There is one token, and who has it may enter. A request goes along pointers to the last who asked, and turns them "
                + "to the requester on its way; those who wait form a queue, and each knows who comes next.",
            "On average H(N-1) messages, the harmonic number, about ln N; at most N. One delay from one entry to the next.",
            "Messages may arrive in any order; none may be lost. No process may fail.",
            "M. Naimi, M. Trehel and A. Arnold, A Log(N) Distributed Mutual Exclusion Algorithm Based on Path Reversal, JPDC "
                + "34(1), 1996"),
    };

    /// <summary>The algorithm that runs if none is named.</summary>
    public static MutexAlgorithm Default => RicartAgrawala;

    /// <summary>All algorithms: with a coordinator, the consent of all, the consent of quorums, and tokens.</summary>
    public static IReadOnlyList<MutexAlgorithm> All { get; } =
        [Central, Lamport, RicartAgrawala, CarvalhoRoucairol, Maekawa, Majority, SuzukiKasami, Raymond, NaimiTrehel];

    /// <summary>The algorithm of that name; null if there is none.</summary>
    public static MutexAlgorithm? Find(string name) => All.FirstOrDefault(algorithm => algorithm.Name == name);

    /// <summary>What Raymond's algorithm promises on a tree.</summary>
    internal static MutexPromises RaymondOn(Tree tree) =>
        Cost($"{tree.WayFormula}, contended 4(N-1)/N", _ => 0, _ => double.PositiveInfinity);

    private static MutexPromises Cost(string formula, Func<int, double> least, Func<int, double> most) =>
        new(EntersInTimestampOrder: false, NeedsEveryReply: false, new MessageCost(formula, least, most));
}
