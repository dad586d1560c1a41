using Akka.Actor;
using Coterie.Protocols.Mutex;

namespace Coterie.Actors.Shell;

/// <summary>What a <see cref="MutexActor"/> takes beside the messages of <see cref="MutexProtocol"/>.</summary>
public static class ShellProtocol
{
    /// <summary>
    /// Tells a process who all the processes are, itself among them: process 1 first. What comes before it is kept until then;
    /// a second one is refused. Nothing answers it.
    /// </summary>
    public sealed record Membership(IReadOnlyList<IActorRef> Processes);
}
