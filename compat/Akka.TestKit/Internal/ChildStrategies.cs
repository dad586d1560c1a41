using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Util;

namespace Akka.TestKit.Internal;

/// <summary>Supervises each child of a test actor by the strategy that it was created with.</summary>
internal sealed class ChildStrategies : SupervisorStrategy
{
    private readonly Dictionary<IActorRef, SupervisorStrategy> _strategies = [];

    public override IDecider Decider => DefaultStrategy.Decider;

    public void Add(IActorRef child, SupervisorStrategy? strategy)
    {
        if (strategy is not null)
            _strategies[child] = strategy;
    }

    public override ISurrogate ToSurrogate(ActorSystem system) =>
        throw new NotSupportedException("A test actor's strategy must stay in its process, was [to be serialized].");

    protected override Directive Handle(IActorRef child, Exception exception) => Of(child).Decider.Decide(exception);

    internal override void ProcessFailure(ActorCell context, bool restart, IInternalActorRef child, Exception cause,
        ChildRestartStats stats, IReadOnlyCollection<ChildRestartStats> children) =>
        Of(child).ProcessFailure(context, restart, child, cause, stats, children);

    private SupervisorStrategy Of(IActorRef child) => _strategies.GetValueOrDefault(child, DefaultStrategy);
}
