using Coterie.Lab.Runs;

namespace Coterie.Tests.Mutex;

/// <summary>The rules in random runs: whatever the network does, no rule is violated and every process enters.</summary>
public sealed class RandomRunTests
{
    [Fact]
    public void On_a_network_without_faults_every_run_is_good_and_costs_what_theory_says()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var processes = 1 + (seed % 7);
            var summary = RandomRun.Play(seed, processes, 4, new Faults());
            AssertGood(seed, summary);
            Assert.Equal(4L * processes, summary.Entries);
            Assert.Equal(8L * processes * (processes - 1), summary.Messages.Total);
        }
    }

    [Fact]
    public void With_loss_duplicates_reordering_and_withdrawals_every_run_is_good()
    {
        long resent = 0, withdrawn = 0;
        for (var seed = 0; seed < 500; seed++)
        {
            var summary = RandomRun.Play(seed, 2 + (seed % 5), 4, Faults.All);
            AssertGood(seed, summary);
            resent += summary.Messages.Resent;
            withdrawn += summary.Withdrawn;
        }
        Assert.True(resent > 1000 && withdrawn > 100, $"the faults must happen: {resent} sent again, {withdrawn} withdrawn");
    }

    private static void AssertGood(int seed, RunSummary summary) =>
        Assert.True(summary.IsGood, $"seed {seed}:\n{string.Join('\n', summary.Violations)}");
}
