using Coterie.Actors.Locks;
using Microsoft.Extensions.Time.Testing;

namespace Coterie.Tests.Locks;

/// <summary>It measures the memory of the whole process, so nothing else runs beside it.</summary>
[CollectionDefinition(nameof(LockMemoryTests), DisableParallelization = true)]
[Collection(nameof(LockMemoryTests))]
public sealed class LockMemoryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_hundred_thousand_names_that_are_idle_again_take_no_memory()
    {
        var time = new FakeTimeProvider();
        await using var node = await CoterieNode.StartAsync(new CoterieOptions { Clock = time });
        await UseAsync("warm", 1_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await UseAsync("name", 100_000);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(after < before * 1.1, $"{after} bytes after {before}");

        async Task UseAsync(string name, int count)
        {
            for (var i = 0; i < count; i++)
                (await node.AcquireAsync($"{name} {i}", Patience)).Dispose();
            var used = GC.GetTotalMemory(forceFullCollection: true);
            for (var i = 0; i < 60; i++)
            {
                time.Advance(node.Group.Terms.BeatInterval);
                Assert.NotNull(await node.InspectAsync(0, "none", Patience, default)); // the beats before have been heard
            }
            Assert.True(count < 100_000 || used > GC.GetTotalMemory(true) + (100 * count));
        }
    }
}
