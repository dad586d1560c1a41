using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex;

/// <summary>
/// A fencing token: shows that something was done in a certain holding of a critical section, and not in one that is over. A later holder's is larger.
/// Only algorithms that promise this give one, see <see cref="MutexAlgorithm.FenceOf"/>.
/// </summary>
public sealed record Fence
{
    internal Fence(Timestamp at) => At = at;

    /// <summary>The granted request.</summary>
    public Timestamp At { get; }

    /// <summary>As <see cref="Timestamp.ToString"/> has it.</summary>
    public override string ToString() => At.ToString();
}
