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
    public async Task Without_a_majority_nothing_is_done()
    {
        await _group.KillAsync(0);
        var reason = $"{_group.Addresses[0]} does not answer. 0 of 1 members answer, 1 must";
        await ExpectAsync(3, "", $"coterie: no answer: {reason}.\n", "read", "x", "--timeout", "1s");
        await ExpectAsync(3, "", $"coterie: not written: {reason}.\n", "write", "x", "1", "--timeout", "1s");
        await ExpectAsync(3, "", $"coterie: no answer: {reason}.\n", "client", "--timeout", "1s");
    }
}
