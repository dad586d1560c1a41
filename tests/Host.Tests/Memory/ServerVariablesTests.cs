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
}
