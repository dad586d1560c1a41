using Coterie.Lab.Catalogue;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;

namespace Coterie.Tests.Virtual;

/// <summary>Protocols outside their assumptions: what happens then has an end and a verdict.</summary>
public sealed class AnywayTests
{
    private static readonly string[] Faults =
    [
        "pause 1@100ms..200ms",
        "partition 1@100ms..200ms",
        "crash 1@100ms;restart 1@200ms",
        "crash 2@100ms;restart 2@200ms:forgetful",
        "crash 1@100ms;restart 1@200ms:forgetful;crash 1@300ms;restart 1@400ms:forgetful",
    ];

    public static TheoryData<string> Names() => [.. ProtocolCatalogue.Protocols.Select(protocol => protocol.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_protocol_comes_to_an_end_on_any_network(string name)
    {
        for (var seed = 0; seed < 90; seed++)
        {
            var summary = VirtualSimulation.Run(Of(ProtocolCatalogue.Find(name)!, seed));
            Assert.True(summary.Elapsed > TimeSpan.Zero, $"seed {seed}");
        }
    }

    private static VirtualSettings Of(Protocol protocol, int seed)
    {
        var processes = protocol.Servers + 2 + (seed % 4);
        var scenario = Scenario.Of(processes, 1, "0..20ms", "1ms..20ms", protocol.For(processes));
        return scenario with
        {
            Simulation = scenario.Simulation with { Seed = seed, ResendInterval = TimeSpan.FromMilliseconds(50) },
            Network = new NetworkModel
            {
                Latency = Latency.TryParse("exp:5ms")!,
                Loss = new Chance(seed % 3 * 0.02),
                Duplicate = new Chance(seed / 3 % 3 * 0.1),
                Reorder = seed / 9 % 2 == 0,
            },
            Faults = Scenario.Faults(Faults[seed / 18 % Faults.Length]),
            Anyway = true,
            ChecksInvariants = false,
        };
    }
}
