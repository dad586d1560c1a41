using System.Threading.Channels;
using Akka.Actor;

namespace Akka.Remote.Tests;

/// <summary>An actor that records what it gets, for a test to await.</summary>
public sealed class Listener
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Channel<(object Message, IActorRef Sender)> _got = Channel.CreateUnbounded<(object, IActorRef)>();

    public Listener(ActorSystem system) => Ref = system.ActorOf(Props.Create(() => new Recorder(_got.Writer)));

    public IActorRef Ref { get; }

    /// <summary>Who sent the last message that was awaited.</summary>
    public IActorRef? Sender { get; private set; }

    /// <summary>The next message, which must be of that type.</summary>
    public async Task<T> Next<T>()
    {
        using var limit = new CancellationTokenSource(Patience);
        var (message, sender) = await _got.Reader.ReadAsync(limit.Token);
        Sender = sender;
        return Assert.IsAssignableFrom<T>(message);
    }

    /// <summary>The next message must equal this one.</summary>
    public async Task Expect(object message) => Assert.Equal(message, await Next<object>());

    /// <summary>The next messages must be these, in order.</summary>
    public async Task ExpectAll(params object[] messages)
    {
        foreach (var message in messages) await Expect(message);
    }

    public void Watch(IActorRef actor) => Ref.Tell(new WatchFor(actor, null));

    public void WatchWith(IActorRef actor, object message) => Ref.Tell(new WatchFor(actor, message));

    /// <summary>Returns once the watch has been taken back.</summary>
    public async Task Unwatch(IActorRef actor) => await Ref.Ask(new Forget(actor), Patience);

    /// <summary>Sends from the listener.</summary>
    public void Send(IActorRef actor, object message) => actor.Tell(message, Ref);

    private sealed record WatchFor(IActorRef Actor, object? Message);

    private sealed record Forget(IActorRef Actor);

    private sealed class Recorder(ChannelWriter<(object, IActorRef)> got) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case WatchFor { Message: null } watch:
                    Context.Watch(watch.Actor);
                    break;
                case WatchFor watch:
                    Context.WatchWith(watch.Actor, watch.Message);
                    break;
                case Forget forget:
                    Context.Unwatch(forget.Actor);
                    Sender.Tell("forgotten");
                    break;
                default:
                    got.TryWrite((message, Sender));
                    break;
            }
        }
    }
}
