using Coterie.Protocols.Memory;

namespace Coterie.Host.Tests.Memory;

/// <summary>The commands for variables with one server.</summary>
public sealed class ServerVariablesTests : VariablesContract, IAsyncLifetime
{
    private MemoryServer _server = null!;

    protected override string[] Where => ["--at", _server.At];

    protected override string[] WhereOfClient => [_server.At];

    public async Task InitializeAsync() => _server = await MemoryServer.StartAsync();

    public Task DisposeAsync()
    {
        _server.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_prefix_that_no_name_can_have_is_refused() => await ExpectAsync(
        1, "", $"coterie: NAME must be {VariableName.Rule}, was [a b].\n", "watch", "a b", "--prefix");
}
