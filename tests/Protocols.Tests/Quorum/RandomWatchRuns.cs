namespace Coterie.Tests.Quorum;

/// <summary>Many random schedules of clients that watch.</summary>
public sealed class RandomWatchRuns
{
    // More for a hunt: at most a second takes about forty of them.
    private const int Runs = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void What_a_watch_shows_is_stored_by_a_majority_rises_and_is_the_latest_at_the_end(int voters)
    {
        var (shown, interruptions, unsettlings) = (0, 0, 0);
        for (var seed = 1; seed <= Runs; seed++)
        {
            var run = new WatchRun(seed, voters, loss: seed % 3 * 0.1);
            try
            {
                run.Run();
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed} with {voters} voters: {failure.Message}", failure);
            }
            shown += run.Shown;
            interruptions += run.Interruptions;
            unsettlings += run.Unsettlings;
        }
        Assert.True(shown > 50 * Runs, $"{shown} values.");
        Assert.True(interruptions > 0);
        Assert.True(voters == 1 || unsettlings > 0);
    }
}
