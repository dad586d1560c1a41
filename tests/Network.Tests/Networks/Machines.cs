using System.Globalization;

namespace Coterie.Network.Tests.Networks;

/// <summary>
/// Machines on a network of their own: each is a network namespace; a bridge in one more namespace joins them. They are removed
/// at the end.
/// </summary>
internal sealed class Machines : IAsyncDisposable
{
    private static readonly Lazy<string?> WhatIsMissing = new(() => FindMissingAsync().GetAwaiter().GetResult());
    private static int _networks;
    private readonly string _name = $"{TestRun.Name}-{Interlocked.Increment(ref _networks)}";
    private readonly List<Machine> _machines = [];

    private Machines()
    {
    }

    /// <summary>Why such machines cannot be made here; null if they can.</summary>
    public static string? Missing => WhatIsMissing.Value;

    private string Switch => $"{_name}-switch";

    public Machine this[int index] => _machines[index];

    public static async Task<Machines> CreateAsync(int count)
    {
        TestRun.BeGuarded();
        var machines = new Machines();
        try
        {
            await machines.ConnectAsync(count);
            return machines;
        }
        catch
        {
            await machines.DisposeAsync();
            throw;
        }
    }

    /// <summary>Loses this share of the packets that arrive at any machine.</summary>
    public async Task LoseAsync(int percent)
    {
        foreach (var machine in _machines)
            await machine.LoseAsync(percent);
    }

    /// <summary>Lets no packet pass between two machines.</summary>
    public static async Task PartAsync(Machine one, Machine other)
    {
        await one.DropFromAsync(other);
        await other.DropFromAsync(one);
    }

    /// <summary>Lets all packets pass again.</summary>
    public async Task HealAsync()
    {
        foreach (var machine in _machines)
            await machine.HealAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _machines.Select(machine => machine.Namespace).Append(Switch))
            await Command.TryRunAsync("ip", $"netns delete {name}");
    }

    private async Task ConnectAsync(int count)
    {
        await Command.RunAsync("ip", $"netns add {Switch}");
        await Command.RunAsync("ip", $"-n {Switch} link add bridge up type bridge");
        for (var number = 1; number <= count; number++)
        {
            var machine = new Machine(
                string.Create(CultureInfo.InvariantCulture, $"{_name}-{number}"),
                string.Create(CultureInfo.InvariantCulture, $"10.42.0.{number}"));
            _machines.Add(machine);
            await Command.RunAsync("ip", $"netns add {machine.Namespace}");
            await machine.PlugIntoAsync(Switch, number);
        }
    }

    private static async Task<string?> FindMissingAsync()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return "needs root on Linux, to make network namespaces";
        var machines = new Machines();
        try
        {
            await machines.ConnectAsync(1);
            await machines[0].LoseAsync(0);
            return null;
        }
        catch (InvalidOperationException failure)
        {
            return $"needs network namespaces with packet filters: {failure.Message}";
        }
        finally
        {
            await machines.DisposeAsync();
        }
    }
}
