using Coterie.Host.Tests.Locking;

namespace Coterie.Host.Tests.Memory;

/// <summary>The commands for variables with the members of a group.</summary>
public sealed class GroupVariablesTests : VariablesContract, IAsyncLifetime
{
    private LockMembers _group = null!;

    public async Task InitializeAsync() => _group = await LockMembers.StartAsync(1, "10s");

    public Task DisposeAsync()
    {
        _group.Dispose();
        return Task.CompletedTask;
    }

    protected override string[] Where => [.. _group.VariableOptions];

    protected override string[] WhereOfClient => Where;

    [Fact]
    public async Task A_name_may_have_any_characters()
    {
        await ExpectAsync(0, "", "", "write", "größe 1", "5");
        await ExpectAsync(0, "größe 1\t5", "", "variables", "grö");
    }

    [Fact]
    public async Task The_dialogue_shows_changes_until_a_line_is_entered()
    {
        using var client = CoterieProcess.Start(["client", .. WhereOfClient]);
        await client.TypeAsync("W x 7");
        await client.TypeAsync("watch x");
        await client.ReadLineAsync("x: 7");
        await ExpectAsync(0, "", "", "write", "x", "8");
        await client.ReadLineAsync("x: 8");
        await ExpectAsync(0, "", "", "delete", "x");
        await client.ReadLineAsync("x has no value");
        await client.TypeAsync("");
        await client.TypeAsync("R");
        await client.ReadLineAsync("Enter command (R/W/Q): Shared Value: 0");
        await client.TypeAsync("Q");
        Assert.Equal(0, (await client.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Without_a_majority_nothing_is_done()
    {
        await _group.KillAsync(0);
        var reason = $"{_group.Addresses[0]} does not answer. 0 of 1 members answer, 1 must";
        await ExpectAsync(3, "", $"coterie: no answer: {reason}.\n", "read", "x", "--timeout", "1s");
        await ExpectAsync(3, "", $"coterie: not written: {reason}.\n", "write", "x", "1", "--timeout", "1s");
        await ExpectAsync(3, "", $"coterie: no answer: {reason}.\n", "client", "--timeout", "1s");
    }
}
