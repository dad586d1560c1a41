using Coterie.Lab.Mutex;
using Coterie.Lab.Quorum;
using Coterie.Lab.Runs;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Lab.Comparing;

/// <summary>What takes part in a comparison: an algorithm, or the lock by votes.</summary>
public sealed record Contender
{
    private Contender(string name, string title, Func<int, Protocol> make, MutexTheory theory) =>
        (Name, Title, Protocol, Theory) = (name, title, make, theory);

    /// <summary>The lock by votes. The lease is long beside a message on its way, so that nobody needs to ask again.</summary>
    public static Contender Quorum { get; } = new(
        QuorumLab.Name,
        "the lock by votes with leases",
        clients => QuorumLab.Of(QuorumWorkload.Of(clients) with { Lease = Workload.OnTheWay * Workload.Lease }),
        Theories.Quorum)
    {
        Voters = QuorumWorkload.UsualVoters,
        Apart = QuorumLab.Quorum.Words.Routine,
        Remark = "3 voters besides the processes; tolerates the crash of one of them, and of any process that wants in. Beats "
            + "apart: 18 messages for each process in a lease",
    };

    /// <summary>All of them. The lock by votes stands behind the algorithm that it goes on from.</summary>
    public static IReadOnlyList<Contender> All { get; } =
        [.. MutexAlgorithms.All.SelectMany(algorithm => algorithm == MutexAlgorithms.Majority
            ? new[] { Of(algorithm), Quorum }
            : [Of(algorithm)])];

    /// <summary>As on the command line.</summary>
    public string Name { get; }

    /// <summary>In a few words.</summary>
    public string Title { get; }

    /// <summary>How many voters there are besides the processes that want in; 0 if these need nobody else.</summary>
    public int Voters { get; private init; }

    /// <summary>What a table says besides the figures; null for nothing.</summary>
    public string? Remark { get; private init; }

    /// <summary>The kinds of messages that are sent whether anybody wants in or not. They are not counted.</summary>
    internal IReadOnlyList<string> Apart { get; private init; } = [];

    /// <summary>The protocol for so many processes that want in.</summary>
    internal Func<int, Protocol> Protocol { get; }

    /// <summary>What it costs by theory.</summary>
    internal MutexTheory Theory { get; }

    /// <summary>An algorithm.</summary>
    /// <exception cref="ArgumentException">It has no theory.</exception>
    public static Contender Of(MutexAlgorithm algorithm) =>
        new(algorithm.Name, algorithm.Description.Title, _ => algorithm.InLab(), Theories.Of(algorithm));

    /// <summary>Raymond's algorithm on a tree.</summary>
    public static Contender RaymondOn(Tree tree) => new(
        MutexAlgorithms.Raymond.Name,
        $"{MutexAlgorithms.Raymond.Description.Title} on a {tree}",
        _ => MutexAlgorithms.Raymond.InLab().ChooseWorkload!(tree.ToString())!,
        Theories.RaymondOn(tree))
    {
        Remark = $"on the topology {tree}",
    };

    /// <summary>The one of that name; null if there is none.</summary>
    public static Contender? Find(string name) => All.FirstOrDefault(contender => contender.Name == name);

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
