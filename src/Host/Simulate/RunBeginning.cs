using Akka.Actor;
using Coterie.Lab.Running;

namespace Coterie.Host.Simulate;

/// <summary>
/// Measures the time since a run in real time began. The start of the program and the wait for other nodes do not count.
/// </summary>
/// <param name="next">Gets the same calls; null for none.</param>
internal sealed class RunBeginning(IRunWatcher? next) : IRunWatcher
{
    private const long NotYet = 0;
    private long _began = NotYet;

    /// <summary>The time since the run began; null before it begins. May be read by any thread.</summary>
    public TimeSpan? Elapsed =>
        Volatile.Read(ref _began) is > NotYet and var began ? TimeProvider.System.GetElapsedTime(began) : null;

    public void Waiting(Address own, int missing) => next?.Waiting(own, missing);

    public void Looking(Address first, TimeSpan patience) => next?.Looking(first, patience);

    public void Joined(int node, int nodes, Address peer) => next?.Joined(node, nodes, peer);

    public void Began(int first, int count)
    {
        Volatile.Write(ref _began, TimeProvider.System.GetTimestamp());
        next?.Began(first, count);
    }

    public void Left(int node, Address peer) => next?.Left(node, peer);

    public void Silent(int node, Address peer, TimeSpan silence) => next?.Silent(node, peer, silence);

    public void Back(int node, Address peer) => next?.Back(node, peer);

    public void Lost(int node, Address peer, int first, int count) => next?.Lost(node, peer, first, count);
}
