using Akka.Actor;
using Coterie.Protocols.Kernel;

namespace Coterie.Actors.Shell;

/// <summary>The messages of the actors that run machines, besides those of their protocols.</summary>
public static class ShellProtocol
{
    /// <summary>
    /// Tells a process which actors all the processes are, including itself; process 1 is first. Earlier messages are kept until
    /// it comes; a second one is refused. Nothing answers it.
    /// </summary>
    public sealed record Membership(IReadOnlyList<IActorRef> Processes);

    /// <summary>Answered by <see cref="Pong"/> after all earlier messages have been processed.</summary>
    public sealed record Ping
    {
        /// <summary>The one instance needed.</summary>
        public static Ping Instance { get; } = new();
    }

    /// <summary>Answers <see cref="Ping"/>.</summary>
    public sealed record Pong
    {
        /// <summary>The one instance needed.</summary>
        public static Pong Instance { get; } = new();
    }
}

/// <summary>The options of a <see cref="MachineActor"/>.</summary>
/// <param name="Create">Makes the machine of a process, given its number and the number of processes.</param>
/// <param name="Observer">Sees each step; null for none.</param>
/// <param name="Clock">The clock of the machine; null for a machine that does not use the time.</param>
public sealed record MachineOptions(
    Func<ProcessId, int, IMachine> Create, IStepObserver? Observer = null, TimeProvider? Clock = null);
