using Coterie.Network.Tests.Networks;
using Coterie.Network.Tests.Parts;

namespace Coterie.Network.Tests.Locks;

/// <summary>The contract of the lock, with members on machines of their own.</summary>
public sealed class LockContractTests
{
    [NamespaceFact]
    public async Task Two_clients_and_three_members_on_four_machines_keep_the_contract()
    {
        await using var machines = await Machines.CreateAsync(4);
        await using var members = await LockMembers.StartAsync(
            leaseSeconds: 10, machines[0].Place, machines[1].Place, machines[2].Place);
        using var contract = members.StartPart(machines[3].Place, "contract");
        var end = await contract.EndAsync();
        end.AssertEndedWith(0);
        var lines = end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var passed = ContractPart.Tests.Select(test => $"passed {test.Name}").ToHashSet();
        Assert.True(passed.SetEquals(lines), end.Output);
    }
}
