using System.Globalization;

namespace Coterie.Network.Tests.Networks;

/// <summary>One of <see cref="Machines"/>: an address of its own, and faults on the way to it.</summary>
internal sealed class Machine(string name, string address)
{
    private const string Faults = "inet faults arriving";
    private bool _losesPackets;

    public string Namespace => name;

    public string Address => address;

    /// <summary>For a node that runs on this machine.</summary>
    public Place Place =>
        new(address, new Surroundings { Namespace = name }) { Times = _losesPackets ? "patient.conf" : "swift.conf" };

    public async Task PlugIntoAsync(string switchNamespace, int port)
    {
        var plug = string.Create(CultureInfo.InvariantCulture, $"port{port}");
        await Command.RunAsync("ip", $"-n {switchNamespace} link add {plug} type veth peer name eth0 netns {name}");
        await Command.RunAsync("ip", $"-n {switchNamespace} link set {plug} master bridge up");
        await Command.RunAsync("ip", $"-n {name} address add {address}/24 dev eth0");
        await Command.RunAsync("ip", $"-n {name} link set lo up");
        await LinkAsync(up: true);
        await FilterAsync($$"""
            table inet faults {
              chain arriving { type filter hook input priority 0; }
            }
            """);
    }

    /// <summary>Disconnects the machine, or connects it again.</summary>
    public Task LinkAsync(bool up) => Command.RunAsync("ip", $"-n {name} link set eth0 {(up ? "up" : "down")}");

    /// <summary>Lets nothing arrive from <paramref name="other"/>; what this machine sends still does.</summary>
    public Task DropFromAsync(Machine other) => FilterAsync($"add rule {Faults} ip saddr {other.Address} drop");

    /// <summary>Loses this share of what arrives from others.</summary>
    public async Task LoseAsync(int percent)
    {
        _losesPackets = true;
        // TCP doubles its pause when a repetition is lost, too, up to two minutes. From Linux 6.15 on a limit can be set.
        await Command.TryRunAsync("ip", $"netns exec {name} tee /proc/sys/net/ipv4/tcp_rto_max_ms", "1000\n");
        await FilterAsync(
            string.Create(
                CultureInfo.InvariantCulture, $"add rule {Faults} iifname eth0 numgen random mod 100 < {percent} drop"));
    }

    public Task HealAsync() => FilterAsync($"flush chain {Faults}");

    private Task FilterAsync(string rules) => Command.RunAsync("ip", $"netns exec {name} nft -f -", rules + "\n");
}
