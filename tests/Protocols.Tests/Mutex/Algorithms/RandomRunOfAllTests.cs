using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Mutex.Algorithms;

/// <summary>
/// Every algorithm in random runs on the network that it assumes: no rule is violated, and every process enters.
/// </summary>
public sealed class RandomRunOfAllTests
{
    private const int Runs = 2_000;

    public static TheoryData<string> Names => [.. MutexAlgorithms.All.Select(algorithm => algorithm.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void On_the_network_that_it_assumes_every_run_is_good(string name)
    {
        var algorithm = MutexAlgorithms.Find(name)!;
        var withdrawn = 0L;
        for (var seed = 0; seed < Runs; seed++)
        {
            var summary = Play(seed, algorithm);
            Assert.True(summary.IsGood, $"{name}, seed {seed}:\n{string.Join('\n', summary.Violations)}");
            withdrawn += summary.Withdrawn;
        }
        Assert.True(withdrawn > Runs / 10, $"requests must be withdrawn, too: {withdrawn}");
    }

    private static RunSummary Play(int seed, MutexAlgorithm algorithm) => RandomRun.Play(
        seed,
        1 + (seed % 7),
        3,
        new Faults(Reorder: !algorithm.Needs.InOrder, Withdraw: seed % 2 == 0 ? 0 : 0.05),
        algorithm.InLab());
}
