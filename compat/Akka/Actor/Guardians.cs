using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>The parent of the application's top-level actors.</summary>
internal sealed class GuardianActor(SupervisorStrategy strategy) : ActorBase
{
    protected internal override SupervisorStrategy SupervisorStrategy() => strategy;

    protected override bool Receive(object message)
    {
        if (message is Terminated) return true;
        Context.System.DeadLetters.Tell(new Event.DeadLetter(message, Sender, Self), Sender);
        return true;
    }

    // Its children outlive its restart.
    protected override void PreRestart(Exception reason, object message) { }
}

/// <summary>The parent of the system's own actors; stops after the application's have.</summary>
internal sealed class SystemGuardianActor(ActorSystemImpl system) : ActorBase
{
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case StopAfter after:
                Context.Watch(after.Guardian);
                return true;
            case Terminated:
                ActorTaskScheduler.RunTask(End);
                return true;
            default:
                Context.System.DeadLetters.Tell(new Event.DeadLetter(message, Sender, Self), Sender);
                return true;
        }
    }

    protected override void PreRestart(Exception reason, object message) { }

    private async Task End()
    {
        await system.ApplicationActorsHaveStopped();
        system.EventStream.StopLoggers(system);
        Context.Stop(Self);
    }

    public sealed record StopAfter(IActorRef Guardian);
}

/// <summary>The root of the tree; stops last.</summary>
internal sealed class RootGuardianActor : ActorBase
{
    private static readonly SupervisorStrategy Stopping = new OneForOneStrategy(_ => Directive.Stop);

    protected internal override SupervisorStrategy SupervisorStrategy() => Stopping;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case StopAfter after:
                Context.Watch(after.Guardian);
                return true;
            case Terminated:
                Context.Stop(Self);
                return true;
            default:
                return true;
        }
    }

    public sealed record StopAfter(IActorRef Guardian);
}
