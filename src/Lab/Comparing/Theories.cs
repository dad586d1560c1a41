using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Lab.Comparing;

/// <summary>The theory of each algorithm in the table <see cref="MutexAlgorithms"/>.</summary>
internal static class Theories
{
    private const string WayAndBack = "mean way and back";

    public static MutexTheory Central { get; } = new(
        Shared("3", 3, ""), Shared("3", 3, ""), Shared("2T", 2, " T"), Shared("2T+E", 2, " T + E"));

    public static MutexTheory Lamport { get; } = new(
        Mean("3(N-1)", n => 3 * (n - 1)), Mean("3(N-1)", n => 3 * (n - 1)), Mean("T", _ => 1), Mean("2T+E", _ => 2));

    public static MutexTheory RicartAgrawala { get; } = new(
        Mean("2(N-1)", n => 2 * (n - 1)), Mean("2(N-1)", n => 2 * (n - 1)), Mean("T", _ => 1), Mean("2T+E", _ => 2));

    public static MutexTheory CarvalhoRoucairol { get; } = new(
        Mean("0 to 2(N-1), mean N-1", n => n - 1),
        Between("towards 2(N-1)", n => n - 1, n => 2 * (n - 1)),
        Mean("T", _ => 1),
        Between("up to 2T+E", _ => 0, _ => 2));

    public static MutexTheory Maekawa { get; } =
        Votes("4(K-1) to 5(K-1)", 4, 5, Protocols.Mutex.Algorithms.Voting.Maekawa.Quorum);

    public static MutexTheory Majority { get; } = Votes("up to 6(K-1)", 3, 6, Protocols.Mutex.Algorithms.Voting.Majority.Quorum);

    public static MutexTheory SuzukiKasami { get; } = new(
        Mean("0 or N, mean N-1", n => n - 1),
        Mean("N", n => n),
        Mean("T", _ => 1),
        Mean("2T+E", _ => 2) with
        {
            Departure = new(
                "a process that has the privilege already enters at once: 2(N-1)/N T + E", n => Exactly(2.0 * (n - 1) / n)),
        });

    public static MutexTheory Raymond { get; } = RaymondOn(Tree.Balanced);

    public static MutexTheory NaimiTrehel { get; } = new(
        Mean("H(N-1)", Harmonic),
        Between("O(log N)", _ => 1, n => 1 + Harmonic(n)),
        Mean("T", _ => 1),
        Mean("H(N-1) T + E", Harmonic));

    /// <summary>
    /// V voters besides the processes. Votes that a process keeps come back to it, or by an inquiry to the next one.
    /// </summary>
    public static MutexTheory Quorum { get; } = new(
        Mean("6V(N-1)/N", n => 18.0 * (n - 1) / n),
        Mean("5V", _ => 15),
        Mean("2T", _ => 2),
        Mean("4(N-1)/N T + E", n => 4.0 * (n - 1) / n));

    private static Dictionary<string, MutexTheory> ByName { get; } = new()
    {
        [MutexAlgorithms.Central.Name] = Central,
        [MutexAlgorithms.Lamport.Name] = Lamport,
        [MutexAlgorithms.RicartAgrawala.Name] = RicartAgrawala,
        [MutexAlgorithms.CarvalhoRoucairol.Name] = CarvalhoRoucairol,
        [MutexAlgorithms.Maekawa.Name] = Maekawa,
        [MutexAlgorithms.Majority.Name] = Majority,
        [MutexAlgorithms.SuzukiKasami.Name] = SuzukiKasami,
        [MutexAlgorithms.Raymond.Name] = Raymond,
        [MutexAlgorithms.NaimiTrehel.Name] = NaimiTrehel,
    };

    /// <summary>The theory of <paramref name="algorithm"/>. One with a bug has the theory of the algorithm without it.</summary>
    /// <exception cref="ArgumentException">The algorithm is not in the table.</exception>
    public static MutexTheory Of(MutexAlgorithm algorithm) => ByName.TryGetValue(algorithm.Name, out var theory)
        ? theory
        : throw new ArgumentException(
            $"The algorithm must be one of {string.Join(", ", ByName.Keys)}, was [{algorithm.Name}].",
            nameof(algorithm));

    /// <summary>
    /// Raymond's algorithm on a tree: the way of a request and of the privilege depends on the tree if nobody else wants in. If
    /// everybody does, the privilege visits all processes in turn, and takes each edge twice, in any tree.
    /// </summary>
    public static MutexTheory RaymondOn(Tree tree) => new(
        Mean(tree.WayFormula ?? WayAndBack, n => MeanWay(tree, n)),
        Mean("4(N-1)/N", n => 4.0 * (n - 1) / n),
        Mean("2(N-1)/N T", n => 2.0 * (n - 1) / n),
        Mean(tree.WayFormula is { } way ? $"{way} T + E" : $"{WayAndBack} + E", n => MeanWay(tree, n)));

    private static TheoryFigure Mean(string formula, Func<int, double> mean) => new(formula, n => Exactly(mean(n)));

    private static TheoryFigure Between(string formula, Func<int, double> least, Func<int, double> most) =>
        new(formula, n => new Bounds(least(n), most(n)));

    private static Bounds Exactly(double mean) => new(mean, mean);

    // One of N clients is at the coordinator's process: it needs no messages, and waits for none on its way.
    private static TheoryFigure Shared(string formula, int figure, string unit) => Mean(formula, _ => figure) with
    {
        Departure = new(
            $"the coordinator's own client needs no message: {figure}(N-1)/N{unit}", n => Exactly((double)figure * (n - 1) / n)),
    };

    private static MutexTheory Votes(string contended, int least, int most, Func<ProcessId, int, IReadOnlyList<ProcessId>> quorum)
    {
        double Others(int n) => Enumerable.Range(1, n).Average(id => quorum(new ProcessId(id), n).Count - 1);
        return new(
            Mean("3(K-1)", n => 3 * Others(n)),
            Between(contended, n => least * Others(n), n => most * Others(n)),
            Mean("2T", _ => 2) with
            {
                Departure = new(
                    "if the process that leaves or the next one is itself the last member to vote, its vote takes a message less",
                    _ => new Bounds(1, 2)),
            },
            Mean("2T+E", _ => 2));
    }

    // H(N-1) = 1 + 1/2 + ... + 1/(N-1)
    private static double Harmonic(int n) => Enumerable.Range(1, n - 1).Sum(i => 1.0 / i);

    // A request from each process to each, and the privilege back: twice the mean way in the tree. An edge is on the ways between
    // its two sides.
    private static double MeanWay(Tree tree, int n)
    {
        var below = new int[n + 1]; // how many processes are on the side away from the root, with the process itself
        for (var id = 1; id <= n; id++)
        {
            for (ProcessId? above = new ProcessId(id); above is { } process; above = tree.Parent(process))
                below[process.Value]++;
        }
        var steps = Enumerable.Range(1, n).Sum(id => 2L * below[id] * (n - below[id]));
        return 2.0 * steps / n / n;
    }
}
