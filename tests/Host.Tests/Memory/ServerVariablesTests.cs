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
    public async Task A_watch_is_refused_and_the_dialogue_goes_on()
    {
        await ExpectAsync(4, "", "coterie: refused: one server cannot be watched.\n", "watch", "x");
        using var client = CoterieProcess.Start(["client", .. WhereOfClient]);
        await client.TypeAsync("watch x");
        await client.ReadLineAsync("Refused: one server cannot be watched.");
        await client.TypeAsync("W x 5");
        await client.TypeAsync("R");
        await client.ReadLineAsync("Enter command (R/W/Q): Shared Value: 5");
        await client.TypeAsync("Q");
        Assert.Equal(0, (await client.EndAsync()).ExitCode);
    }
}
