using Coterie.Lab.Virtual;

namespace Coterie.Lab.Hunting;

/// <summary>
/// How much there is to read about a bad run. What comes first here counts most: a run with fewer events is smaller, and of two
/// with as many events, the one with fewer processes.
/// </summary>
/// <param name="Events">The events of its story.</param>
/// <param name="Processes">The processes.</param>
/// <param name="Requests">The requests of each of them.</param>
/// <param name="Troubles">Kinds of faults of the network, other faults, and withdrawals.</param>
/// <param name="Variety">How far the times of thinking, holding and messages are from the simplest ones.</param>
internal readonly record struct Size(int Events, int Processes, int Requests, int Troubles, int Variety) : IComparable<Size>
{
    /// <summary>The size of a run and its story.</summary>
    public static Size Of(VirtualSettings settings, Story story)
    {
        var (simulation, network) = (settings.Simulation, settings.Network);
        return new Size(
            story.Happenings.Count,
            simulation.Processes,
            settings.Requests!.Value,
            Count(network.Loss.IsPossible) + Count(network.Duplicate.IsPossible) + Count(network.Reorder)
                + settings.Faults.Count + settings.Withdrawals.Count,
            Place(HuntingGround.ThinkTimes, simulation.Think) + Place(HuntingGround.HoldTimes, simulation.Hold)
                + Place(HuntingGround.Latencies, network.Latency));
    }

    /// <inheritdoc/>
    public int CompareTo(Size other) =>
        (Events, Processes, Requests, Troubles, Variety).CompareTo(
            (other.Events, other.Processes, other.Requests, other.Troubles, other.Variety));

    private static int Count(bool isPossible) => isPossible ? 1 : 0;

    private static int Place<T>(IReadOnlyList<T> simplestFirst, T one) =>
        simplestFirst.TakeWhile(other => !Equals(other, one)).Count();
}
