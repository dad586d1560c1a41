using Akka.Actor;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

// What the test has its test actor do.
public abstract partial class TestKitBase
{
    /// <summary>Creates another actor that puts what it receives into the queue of this test.</summary>
    public IActorRef CreateTestActor(string name)
    {
        var props = Props.Create(() => new InternalTestActor(_queue)).WithDispatcher(Reference.TestActorDispatcher);
        return ((ExtendedActorSystem)Sys).SystemActorOf(props, name);
    }

    /// <summary>Watches an actor; see <see cref="ExpectTerminated"/>.</summary>
    public IActorRef Watch(IActorRef actorToWatch) => Order(new InternalTestActor.Watch(actorToWatch));

    /// <summary>Watches an actor; see <see cref="ExpectTerminatedAsync"/>.</summary>
    public Task<IActorRef> WatchAsync(IActorRef actorToWatch) => OrderAsync(new InternalTestActor.Watch(actorToWatch));

    /// <summary>Stops watching an actor.</summary>
    public IActorRef Unwatch(IActorRef actorToUnwatch) => Order(new InternalTestActor.Unwatch(actorToUnwatch));

    /// <summary>Stops watching an actor.</summary>
    public Task<IActorRef> UnwatchAsync(IActorRef actorToUnwatch) =>
        OrderAsync(new InternalTestActor.Unwatch(actorToUnwatch));

    /// <summary>Keeps messages for which <paramref name="shouldIgnoreMessage"/> holds out of the queue from now on.</summary>
    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) =>
        Order(new InternalTestActor.SetIgnore(shouldIgnoreMessage));

    /// <summary>Keeps messages of a type for which <paramref name="shouldIgnoreMessage"/> holds out of the queue.</summary>
    public void IgnoreMessages<TMsg>(Func<TMsg, bool> shouldIgnoreMessage) =>
        IgnoreMessages(message => message is TMsg typed && shouldIgnoreMessage(typed));

    /// <summary>Keeps messages of a type out of the queue from now on.</summary>
    public void IgnoreMessages<TMsg>() => IgnoreMessages(message => message is TMsg);

    /// <summary>Ends <see cref="IgnoreMessages(Func{object, bool})"/>.</summary>
    public void IgnoreNoMessages() => Order(new InternalTestActor.SetIgnore(null));

    /// <summary>Lets <paramref name="pilot"/> react to each message as it arrives.</summary>
    public void SetAutoPilot(AutoPilot pilot) => Order(new InternalTestActor.SetAutoPilot(pilot));

    private IActorRef Order(InternalTestActor.Command command) => OrderAsync(command).GetAwaiter().GetResult();

    private async Task<IActorRef> OrderAsync(InternalTestActor.Command command)
    {
        TestActor.Tell(command, ActorRefs.NoSender);
        var limit = Dilated(TestKitSettings.DefaultTimeout);
        try
        {
            return await command.Done.WaitAsync(limit).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(
                $"The test actor {TestActor} must answer [{command.GetType().Name}] within {limit}, was [silent]. Has it been stopped?");
        }
    }
}
