using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;

namespace Coterie.Tests.Memory;

/// <summary>A variable and its clients, together, in random runs.</summary>
public sealed class WholeVariableRunTests
{
    [Fact]
    public void Whatever_the_network_loses_and_repeats_everybody_gets_out_at_last_and_nothing_is_left_behind()
    {
        var deeds = new HashSet<Deed>();
        for (var seed = 1; seed <= 200; seed++)
        {
            var run = new WholeVariableRun(seed, fault: 0.2);
            run.Play(300, withLeases: true);
            Assert.True(run.End(), $"seed {seed}:\n{run.State}");
            Assert.Contains("holding [], on their way [], writers [], readers []", run.State, StringComparison.Ordinal);
            deeds.UnionWith(run.Deeds.Keys);
        }
        Assert.Equal(Enum.GetValues<Deed>().ToHashSet(), deeds);
    }

    [Fact]
    public void While_no_lease_runs_out_no_client_believes_to_hold_the_lock_beside_a_writer()
    {
        for (var seed = 1; seed <= 100; seed++)
        {
            var run = new WholeVariableRun(seed, fault: 0.2);
            for (var i = 0; i < 300; i++)
            {
                run.Play(1, withLeases: false);
                var modes = run.Inside.Select(access => access.Mode).ToList();
                Assert.True(modes.Count <= 1 || !modes.Contains(LockMode.Write), $"seed {seed}:\n{run.State}");
            }
        }
    }
}
