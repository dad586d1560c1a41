using System.Reflection;

namespace Akka.Actor;

/// <summary>Makes the instances of a <see cref="Props"/>.</summary>
internal abstract class ActorProducer
{
    public static readonly ActorProducer Nothing = new NothingProducer();

    public abstract Type ActorType { get; }

    public abstract ActorBase Produce();

    public virtual void Release(ActorBase actor) { }

    public static ActorProducer Reflecting(Type type, object[] args)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(args);
        return typeof(IIndirectActorProducer).IsAssignableFrom(type)
            ? Indirect((IIndirectActorProducer)Activator.CreateInstance(type, args)!)
            : new Reflection(type, args);
    }

    public static ActorProducer Indirect(IIndirectActorProducer producer) => new Indirection(producer);

    private sealed class Reflection(Type type, object[] args) : ActorProducer
    {
        private readonly Func<object>? _parameterless = args.Length == 0 ? Factory(type) : null;

        public override Type ActorType => type;

        public override ActorBase Produce() => (ActorBase)(_parameterless is { } make ? make() : Make());

        private object Make() => Activator.CreateInstance(type,
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions,
            null, args, null)!;

        // Constructors whose parameters all have defaults are for Activator.
        private static Func<object>? Factory(Type type)
        {
            var constructor = type.GetConstructor(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, Type.EmptyTypes);
            if (constructor is null || type.IsAbstract) return null;
            var invoker = ConstructorInvoker.Create(constructor);
            return () => invoker.Invoke();
        }
    }

    private sealed class Indirection(IIndirectActorProducer producer) : ActorProducer
    {
        public override Type ActorType => producer.ActorType;

        public override ActorBase Produce() => producer.Produce();

        public override void Release(ActorBase actor) => producer.Release(actor);
    }

    private sealed class NothingProducer : ActorProducer
    {
        public override Type ActorType => typeof(ActorBase);

        public override ActorBase Produce() => throw new InvalidOperationException("Props must name an actor type, was [Props.None].");
    }
}
