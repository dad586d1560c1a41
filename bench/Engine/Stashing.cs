using Akka.Actor;

namespace Coterie.Bench.Engine;

/// <summary>One actor stashes all messages and then handles them.</summary>
internal static class Stashing
{
    private static readonly object Message = new();
    private static readonly object Open = "open";

    public static async Task Run(ActorSystem system, int count)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = system.ActorOf(Props.Create(() => new Gate(count, done)));
        for (var i = 0; i < count; i++) gate.Tell(Message, ActorRefs.NoSender);
        gate.Tell(Open, ActorRefs.NoSender);
        await done.Task;
        system.Stop(gate);
    }

    private sealed class Gate(int count, TaskCompletionSource done) : UntypedActor, IWithUnboundedStash
    {
        private int _left = count;
        private bool _open;

        public IStash Stash { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            if (ReferenceEquals(message, Open))
            {
                _open = true;
                Stash.UnstashAll();
            }
            else if (!_open)
            {
                Stash.Stash();
            }
            else if (--_left == 0)
            {
                done.SetResult();
            }
        }
    }
}
