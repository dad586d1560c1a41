using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex;

/// <summary>
/// A fencing token. It shows in which entry to the critical section something was done, so that a late action of an earlier entry
/// can be refused: the token of a later entry is larger. Only algorithms that promise this give one, see
/// <see cref="MutexAlgorithm.FenceOf"/>.
/// </summary>
public sealed record Fence
{
    internal Fence(Timestamp at) => At = at;

    /// <summary>The granted request.</summary>
    public Timestamp At { get; }

    /// <summary>Written as <see cref="Timestamp.ToString"/> writes it.</summary>
    public override string ToString() => At.ToString();
}
