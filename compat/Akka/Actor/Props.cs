using System.Linq.Expressions;
using Akka.Util;

namespace Akka.Actor;

/// <summary>The recipe of an actor: its type, its constructor's arguments, and how it is to be run. Immutable.</summary>
public class Props : IEquatable<Props>, ISurrogated
{
    /// <summary>The recipe of nothing.</summary>
    public static readonly Props None = new();

    private readonly ActorProducer _producer;

    private Props(ActorProducer producer, object[] arguments, Deploy deploy, SupervisorStrategy? strategy)
    {
        _producer = producer;
        Arguments = arguments;
        Deploy = deploy;
        SupervisorStrategy = strategy;
    }

    /// <summary>The same recipe.</summary>
    protected Props(Props copy) : this(copy._producer, copy.Arguments, copy.Deploy, copy.SupervisorStrategy) { }

    /// <summary>The recipe of nothing.</summary>
    protected Props() : this(ActorProducer.Nothing, [], Deploy.None, null) { }

    /// <summary>By reflection from a type and its constructor's arguments.</summary>
    public Props(Type type, params object[] args) : this(ActorProducer.Reflecting(type, args), args, Deploy.None, null) { }

    /// <summary>By reflection, with a strategy for the actor's children.</summary>
    public Props(Type type, SupervisorStrategy supervisorStrategy, params object[] args)
        : this(ActorProducer.Reflecting(type, args), args, Deploy.None, supervisorStrategy) { }

    /// <summary>The recipe of an actor that handles nothing.</summary>
    public static Props Empty { get; } = Create<EmptyActor>();

    /// <summary>The actor's type.</summary>
    public Type Type => _producer.ActorType;

    /// <summary>The full name of the type.</summary>
    public string TypeName => Type.AssemblyQualifiedName!;

    /// <summary>The arguments of its constructor, where they are known.</summary>
    public object[] Arguments { get; }

    /// <summary>How it is to be run.</summary>
    public Deploy Deploy { get; protected set; }

    /// <summary>The strategy for its children, where it is not the actor's own.</summary>
    public SupervisorStrategy? SupervisorStrategy { get; protected set; }

    /// <summary>The name of its dispatcher's section.</summary>
    public string Dispatcher => Deploy.Dispatcher == Deploy.NoDispatcherGiven ? Dispatch.Dispatchers.DefaultDispatcherId : Deploy.Dispatcher;

    /// <summary>The name of its mailbox's section.</summary>
    public string Mailbox => Deploy.Mailbox == Deploy.NoMailboxGiven ? Dispatch.Mailboxes.DefaultMailboxId : Deploy.Mailbox;

    /// <summary>From a call of the constructor: <c>Props.Create(() =&gt; new Worker(1))</c>. The arguments are computed now.</summary>
    /// <exception cref="ArgumentException">It is not a call of a constructor.</exception>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase
    {
        if (factory.Body is not NewExpression construction)
        {
            throw new ArgumentException($"The create function must be a 'new T (args)' expression, was [{factory.Body}].", nameof(factory));
        }
        var args = ConstructorArguments.Of(construction);
        return new Props(ActorProducer.Reflecting(construction.Type, args), args, Deploy.None, supervisorStrategy);
    }

    /// <summary>By reflection from a type and its constructor's arguments.</summary>
    public static Props Create<TActor>(params object[] args) where TActor : ActorBase => new(typeof(TActor), args);

    /// <summary>By reflection from a type with a constructor without arguments, with a strategy for its children.</summary>
    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy) where TActor : ActorBase, new() =>
        new(typeof(TActor), supervisorStrategy, []);

    /// <summary>By reflection from a type and its constructor's arguments.</summary>
    public static Props Create(Type type, params object[] args) => new(type, args);

    /// <summary>From a producer that makes, and gets back, each instance.</summary>
    public static Props CreateBy(IIndirectActorProducer producer, params object[] args) =>
        new(ActorProducer.Indirect(producer), args, Deploy.None, null);

    /// <summary>On another dispatcher.</summary>
    public Props WithDispatcher(string dispatcher) => With(Deploy.WithDispatcher(dispatcher));

    /// <summary>With another mailbox.</summary>
    public Props WithMailbox(string mailbox) => With(Deploy.WithMailbox(mailbox));

    /// <summary>With a stash of that size.</summary>
    public Props WithStashCapacity(int stashCapacity) => With(Deploy.WithStashCapacity(stashCapacity));

    /// <summary>Run as <paramref name="deploy"/> says, and where it says nothing as before.</summary>
    public Props WithDeploy(Deploy deploy) => With(deploy.WithFallback(Deploy));

    /// <summary>With another strategy for its children.</summary>
    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy)
    {
        var copy = Copy();
        copy.SupervisorStrategy = supervisorStrategy;
        return copy;
    }

    /// <summary>A new instance. Only the actor's own cell may ask for one.</summary>
    public virtual ActorBase NewActor() => _producer.Produce();

    /// <inheritdoc/>
    public bool Equals(Props? other) => other is not null && Type == other.Type && Equals(Deploy, other.Deploy)
        && Arguments.SequenceEqual(other.Arguments);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Props);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Arguments.Length);

    /// <inheritdoc/>
    public ISurrogate ToSurrogate(ActorSystem system) => new PropsSurrogate { Type = Type, Arguments = Arguments, Deploy = Deploy };

    /// <summary>The same recipe.</summary>
    protected virtual Props Copy() => new(this);

    internal void Release(ActorBase? actor)
    {
        if (actor is not null) _producer.Release(actor);
    }

    private Props With(Deploy deploy)
    {
        var copy = Copy();
        copy.Deploy = deploy;
        return copy;
    }

    private sealed class EmptyActor : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }

    /// <summary>A recipe as plain data.</summary>
    public class PropsSurrogate : ISurrogate
    {
        /// <summary>See <see cref="Props.Type"/>.</summary>
        public Type? Type { get; set; }

        /// <summary>See <see cref="Props.Deploy"/>.</summary>
        public Deploy? Deploy { get; set; }

        /// <summary>See <see cref="Props.Arguments"/>.</summary>
        public object[]? Arguments { get; set; }

        /// <inheritdoc/>
        public ISurrogated FromSurrogate(ActorSystem system) => new Props(Type!, Arguments ?? []).WithDeploy(Deploy ?? Deploy.None);
    }
}

/// <summary>Makes instances of an actor in a way of its own, for example from a container.</summary>
public interface IIndirectActorProducer
{
    /// <summary>The type of what it makes.</summary>
    Type ActorType { get; }

    /// <summary>A new instance.</summary>
    ActorBase Produce();

    /// <summary>Called with an instance that has stopped.</summary>
    void Release(ActorBase actor);
}
