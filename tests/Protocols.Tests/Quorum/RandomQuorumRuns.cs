namespace Coterie.Tests.Quorum;

/// <summary>Thousands of random schedules of the machines alone.</summary>
public sealed class RandomQuorumRuns
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    [InlineData(5, 4)]
    public void Never_two_are_inside_tokens_rise_and_whoever_asks_gets_in(int voters, int clients)
    {
        for (var seed = 1; seed <= 150; seed++)
        {
            var run = new QuorumRun(seed, voters, clients, loss: seed % 3 * 0.1);
            try
            {
                run.Run();
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed} with {voters} voters: {failure.Message}", failure);
            }
            Assert.True(run.Entries > 20, $"Seed {seed}: {run.Entries} entries.");
        }
    }
}
