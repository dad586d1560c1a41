using Akka.Actor.Internal;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor;

/// <summary>How a parent deals with its children's failures.</summary>
public abstract class SupervisorStrategy : ISurrogated
{
    /// <summary>Stops a child that could not start, was killed or did not handle a <see cref="Terminated"/>; restarts all others.</summary>
    public static IDecider DefaultDecider = Actor.Decider.From(Directive.Restart,
        Directive.Stop.When<ActorInitializationException>(),
        Directive.Stop.When<ActorKilledException>(),
        Directive.Stop.When<DeathPactException>());

    /// <summary>One for one, by <see cref="DefaultDecider"/>, without limit.</summary>
    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDecider);

    /// <summary>One for one, always stopping.</summary>
    public static readonly OneForOneStrategy StoppingStrategy = new(_ => Directive.Stop);

    internal SupervisorStrategy() { }

    /// <summary>Chooses the directive.</summary>
    public abstract IDecider Decider { get; }

    /// <summary>Whether failures are logged; default true.</summary>
    protected bool LoggingEnabled { get; set; } = true;

    /// <summary>The directive for a failure.</summary>
    protected abstract Directive Handle(IActorRef child, Exception exception);

    /// <inheritdoc/>
    public abstract ISurrogate ToSurrogate(ActorSystem system);

    internal abstract void ProcessFailure(ActorCell context, bool restart, IInternalActorRef child, Exception cause,
        ChildRestartStats stats, IReadOnlyCollection<ChildRestartStats> children);

    /// <summary>False: the failure is the parent's now.</summary>
    internal bool HandleFailure(ActorCell context, IInternalActorRef child, Exception cause, ChildRestartStats stats,
        IReadOnlyCollection<ChildRestartStats> children)
    {
        var directive = Handle(child, cause);
        LogFailure(context, child, cause, directive);
        switch (directive)
        {
            case Directive.Escalate:
                return false;
            case Directive.Resume:
                child.Resume(cause);
                return true;
            default:
                ProcessFailure(context, directive == Directive.Restart, child, cause, stats, children);
                return true;
        }
    }

    /// <summary>Logs a failure and what is done about it.</summary>
    protected virtual void LogFailure(IActorContext context, IActorRef child, Exception cause, Directive directive)
    {
        if (!LoggingEnabled || directive == Directive.Escalate) return;
        var message = cause is ActorInitializationException { InnerException: { } inner } ? inner.Message : cause.Message;
        var source = child.Path.ToString();
        LogEvent entry = directive == Directive.Resume
            ? new Warning(source, GetType(), message)
            : new Error(cause, source, GetType(), message);
        context.System.EventStream.Publish(entry);
    }
}
