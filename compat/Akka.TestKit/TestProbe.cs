using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Util;

namespace Akka.TestKit;

/// <summary>
/// A test actor with expectations of its own, usable wherever an actor is: as a sender, a collaborator, a thing to watch.
/// </summary>
public class TestProbe : TestKitBase, INoImplicitSender, IInternalActorRef
{
    /// <summary>Creates a probe in a system; see <see cref="TestKitBase.CreateTestProbe(string)"/>.</summary>
    public TestProbe(ActorSystem system, ITestKitAssertions assertions, string? testProbeName = null)
        : base(assertions, system, testProbeName) { }

    /// <summary>The probe's actor.</summary>
    public IActorRef Ref => TestActor;

    /// <summary>The sender of the message looked at last.</summary>
    public IActorRef Sender => LastSender;

    private IInternalActorRef Inner => (IInternalActorRef)TestActor;

    /// <summary>Sends a message; the probe is its sender.</summary>
    public void Send(IActorRef actor, object message) => actor.Tell(message, TestActor);

    /// <summary>Passes the message looked at last on, with its sender.</summary>
    public void Forward(IActorRef actor) => actor.Tell(LastMessage, LastSender);

    /// <summary>Sends a message in the name of the sender of the message looked at last.</summary>
    public void Forward(IActorRef actor, object message) => actor.Tell(message, LastSender);

    /// <summary>Answers the sender of the message looked at last.</summary>
    public void Reply(object message) => LastSender.Tell(message, TestActor);

    /// <summary>Creates a child of the probe, supervised by <paramref name="supervisorStrategy"/>.</summary>
    public IActorRef ChildActorOf<T>(string? name, SupervisorStrategy? supervisorStrategy,
        CancellationToken cancellationToken = default) where T : ActorBase =>
        ChildActorOf(PropsOf<T>(), name, supervisorStrategy, cancellationToken);

    /// <summary>Creates a child of the probe, supervised by <paramref name="supervisorStrategy"/>.</summary>
    public IActorRef ChildActorOf<T>(SupervisorStrategy? supervisorStrategy, CancellationToken cancellationToken = default)
        where T : ActorBase => ChildActorOf(PropsOf<T>(), null, supervisorStrategy, cancellationToken);

    /// <summary>Creates a child of the probe.</summary>
    public IActorRef ChildActorOf<T>(string? name, CancellationToken cancellationToken = default) where T : ActorBase =>
        ChildActorOf(PropsOf<T>(), name, null, cancellationToken);

    /// <summary>Creates a child of the probe.</summary>
    public IActorRef ChildActorOf<T>(CancellationToken cancellationToken = default) where T : ActorBase =>
        ChildActorOf(PropsOf<T>(), null, null, cancellationToken);

    /// <summary>Creates a child of the probe, supervised by <paramref name="supervisorStrategy"/>.</summary>
    public Task<IActorRef> ChildActorOfAsync<T>(string? name, SupervisorStrategy? supervisorStrategy,
        CancellationToken cancellationToken = default) where T : ActorBase =>
        ChildActorOfAsync(PropsOf<T>(), name, supervisorStrategy, cancellationToken);

    /// <summary>Creates a child of the probe, supervised by <paramref name="supervisorStrategy"/>.</summary>
    public Task<IActorRef> ChildActorOfAsync<T>(SupervisorStrategy? supervisorStrategy,
        CancellationToken cancellationToken = default) where T : ActorBase =>
        ChildActorOfAsync(PropsOf<T>(), null, supervisorStrategy, cancellationToken);

    /// <summary>Creates a child of the probe.</summary>
    public Task<IActorRef> ChildActorOfAsync<T>(string? name, CancellationToken cancellationToken = default)
        where T : ActorBase => ChildActorOfAsync(PropsOf<T>(), name, null, cancellationToken);

    /// <summary>Creates a child of the probe.</summary>
    public Task<IActorRef> ChildActorOfAsync<T>(CancellationToken cancellationToken = default) where T : ActorBase =>
        ChildActorOfAsync(PropsOf<T>(), null, null, cancellationToken);

    /// <inheritdoc/>
    public void SendSystemMessage(ISystemMessage message) => Inner.SendSystemMessage(message);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => TestActor.Equals(obj is TestProbe probe ? probe.TestActor : obj);

    /// <inheritdoc/>
    public override int GetHashCode() => TestActor.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(object? obj) => TestActor.CompareTo(obj is TestProbe probe ? probe.TestActor : obj);

    /// <inheritdoc/>
    public override string ToString() => TestActor.ToString()!;

    ActorPath IActorRef.Path => TestActor.Path;
    bool IActorRefScope.IsLocal => Inner.IsLocal;
    IInternalActorRef IInternalActorRef.Parent => Inner.Parent;
    IActorRefProvider IInternalActorRef.Provider => Inner.Provider;
#pragma warning disable CS0618
    bool IInternalActorRef.IsTerminated => Inner.IsTerminated;
#pragma warning restore CS0618
    IActorRef IInternalActorRef.GetChild(IReadOnlyList<string> name) => Inner.GetChild(name);
    void IInternalActorRef.Resume(Exception? causedByFailure) => Inner.Resume(causedByFailure);
    void IInternalActorRef.Start() => Inner.Start();
    void IInternalActorRef.Stop() => Inner.Stop();
    void IInternalActorRef.Restart(Exception cause) => Inner.Restart(cause);
    void IInternalActorRef.Suspend() => Inner.Suspend();
    void ICanTell.Tell(object message, IActorRef sender) => TestActor.Tell(message, sender);
    bool IEquatable<IActorRef>.Equals(IActorRef? other) => Equals((object?)other);
    int IComparable<IActorRef>.CompareTo(IActorRef? other) => CompareTo((object?)other);
    ISurrogate ISurrogated.ToSurrogate(ActorSystem system) => TestActor.ToSurrogate(system);

    private static Props PropsOf<T>() where T : ActorBase => Props.Create(typeof(T));
}
