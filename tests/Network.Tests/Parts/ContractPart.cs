using System.Reflection;
using Coterie.Actors.Locks;
using Coterie.Tests.Locks;

namespace Coterie.Network.Tests.Parts;

/// <summary>
/// Tests the contract of the lock with two clients of this process, and writes a line about each test of it: <c>passed NAME</c>
/// or <c>failed NAME: why</c>.
/// </summary>
internal static class ContractPart
{
    /// <summary>The tests of the contract.</summary>
    public static IReadOnlyList<MethodInfo> Tests { get; } =
        [.. typeof(LockContract).GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null)];

    public static async Task RunAsync(CoterieOptions options)
    {
        foreach (var test in Tests)
        {
            Console.Out.WriteLine(
                await RunAsync(test, options) is { } why ? $"failed {test.Name}: {why}" : $"passed {test.Name}");
        }
    }

    private static async Task<string?> RunAsync(MethodInfo test, CoterieOptions options)
    {
        var contract = new LockOfOthers(options);
        await contract.InitializeAsync();
        try
        {
            await (Task)test.Invoke(contract, null)!;
            return null;
        }
        catch (Exception failure)
        {
            return failure.Message;
        }
        finally
        {
            await contract.DisposeAsync();
        }
    }

    private sealed class LockOfOthers(CoterieOptions options) : LockContract
    {
        private readonly List<CoterieNode> _clients = [];

        protected override async Task<(CoterieNode One, CoterieNode Other)> StartAsync()
        {
            _clients.AddRange([await CoterieNode.StartAsync(options), await CoterieNode.StartAsync(options)]);
            return (_clients[0], _clients[1]);
        }

        protected override Task EndAsync() => Task.WhenAll(_clients.Select(client => client.DisposeAsync().AsTask()));
    }
}
