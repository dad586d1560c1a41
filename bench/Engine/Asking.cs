using System.Threading.Channels;
using Akka.Actor;

namespace Coterie.Bench.Engine;

/// <summary>Tasks that ask one actor, one question at a time each.</summary>
internal static class Asking
{
    private static readonly object Question = new();

    public static async Task Actors(ActorSystem system, int askers, int count)
    {
        var echo = system.ActorOf(Props.Create(() => new Echo()));
        await Task.WhenAll(Enumerable.Range(0, askers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < count / askers; i++) await echo.Ask<object>(Question);
        })));
        system.Stop(echo);
    }

    public static async Task Tasks(int askers, int count)
    {
        var questions = Channel.CreateUnbounded<TaskCompletionSource<object>>(new UnboundedChannelOptions { SingleReader = true });
        var answering = Task.Run(async () =>
        {
            await foreach (var question in questions.Reader.ReadAllAsync()) question.SetResult(Question);
        });
        await Task.WhenAll(Enumerable.Range(0, askers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < count / askers; i++)
            {
                var question = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
                questions.Writer.TryWrite(question);
                await question.Task;
            }
        })));
        questions.Writer.Complete();
        await answering;
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }
}
