using Coterie.Lab.Virtual;

namespace Coterie.Host.Simulate;

/// <summary>The simulated network and the faults of a run, in words.</summary>
internal static class NetworkText
{
    public static string Of(VirtualSettings settings)
    {
        var network = settings.Network;
        List<string> parts = [$"latency {network.Latency}"];
        parts.AddRange(Pairs(network));
        if (network.Loss.IsPossible)
            parts.Add($"loss {network.Loss}");
        if (network.Duplicate.IsPossible)
            parts.Add($"duplicates {network.Duplicate}");
        parts.Add(network.Reorder ? "messages may overtake" : "in order");
        parts.AddRange(settings.Faults.Select(fault => $"{fault.Name} {fault}"));
        parts.AddRange(settings.Withdrawals.Select(withdrawal => $"withdraw {withdrawal}"));
        parts.AddRange(settings.Drifts.Select(clock => $"clock {FaultNotation.Text(clock.Key, clock.Value)}"));
        return string.Join(", ", parts);
    }

    /// <summary>The latencies that only some messages have: <c>1-3 4s</c>, or <c>1>3 4s</c> for one way.</summary>
    public static IEnumerable<string> Pairs(NetworkModel network)
    {
        foreach (var ((from, to), latency) in network.Pairs)
        {
            var isBoth = network.Pairs.TryGetValue((to, from), out var back) && back == latency;
            if (!isBoth || from.Value < to.Value)
                yield return $"{from}{(isBoth ? '-' : '>')}{to} {latency}";
        }
    }
}
