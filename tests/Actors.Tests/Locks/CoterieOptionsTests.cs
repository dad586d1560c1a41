using Coterie.Actors.Configuration;
using Coterie.Actors.Locks;

namespace Coterie.Tests.Locks;

/// <summary>Options are refused together, before anything is opened.</summary>
public sealed class CoterieOptionsTests
{
    [Fact]
    public async Task Addresses_that_are_not_written_in_full_are_refused()
    {
        var options = new CoterieOptions { Listen = "127.1:1", Members = ["127.0.0.1:1", "0x7f.1:2", "010.0.0.1"] };
        var refused = await Assert.ThrowsAsync<SettingsException>(() => CoterieNode.StartAsync(options));
        const string Rule =
            "must be HOST or HOST:PORT, such as 10.0.0.1:4053 or [::1]:4053, the port from 0 to 65535";
        Assert.Equal(
            [$"Listen {Rule}, was [127.1:1].", $"Members[1] {Rule}, was [0x7f.1:2].", $"Members[2] {Rule}, was [010.0.0.1]."],
            refused.Message.Split(Environment.NewLine));
    }
}
