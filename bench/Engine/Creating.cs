using Akka.Actor;

namespace Coterie.Bench.Engine;

/// <summary>One actor makes many children; the time ends when all have started, and their stop is in it too.</summary>
internal static class Creating
{
    public static async Task Run(ActorSystem system, int count)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var parent = system.ActorOf(Props.Create(() => new Parent(count, started)));
        await started.Task;
        await parent.GracefulStop(TimeSpan.FromMinutes(1));
    }

    private sealed class Parent(int count, TaskCompletionSource started) : UntypedActor
    {
        private int _left = count;

        protected override void PreStart()
        {
            var props = Props.Create(() => new Child());
            for (var i = _left; i > 0; i--) Context.ActorOf(props);
        }

        protected override void OnReceive(object message)
        {
            if (--_left == 0) started.SetResult();
        }
    }

    private sealed class Child : UntypedActor
    {
        protected override void PreStart() => Context.Parent.Tell("started", Self);

        protected override void OnReceive(object message) { }
    }
}
