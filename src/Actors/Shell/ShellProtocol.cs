using Akka.Actor;
using Coterie.Protocols.Kernel;

namespace Coterie.Actors.Shell;

/// <summary>The messages of the shell in which machines run as actors, besides those of their protocols.</summary>
public static class ShellProtocol
{
    /// <summary>
    /// Tells a process who all the processes are, itself among them: process 1 first. What comes before it is kept until then; a second one is
    /// refused. Nothing answers it.
    /// </summary>
    public sealed record Membership(IReadOnlyList<IActorRef> Processes);

    /// <summary>Answered by <see cref="Pong"/>, after all that came before it is dealt with.</summary>
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

/// <summary>What a shell is made with.</summary>
/// <param name="Create">Makes the machine of a process, one of so many.</param>
/// <param name="Observer">Sees each step; null for nobody.</param>
/// <param name="Clock">The clock that the machine goes by; null for a machine that has no use for time.</param>
public sealed record MachineOptions(Func<ProcessId, int, IMachine> Create, IStepObserver? Observer = null, TimeProvider? Clock = null);
