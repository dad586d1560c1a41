using System.Net;
using Akka.Actor;
using Akka.Event;
using Coterie.Actors.Memory;
using Coterie.Host.CommandLine;

namespace Coterie.Host.Tests.CommandLine;

/// <summary>What the actor system logs becomes one clean line, or none.</summary>
public sealed class LogLineTests
{
    private static readonly Exception Thrown = Throw();

    [Fact]
    public void What_Coterie_says_is_a_sentence_without_its_source()
    {
        var said = new Warning("akka://coterie/user/memory", typeof(MemoryActor), "Something is wrong.");
        Assert.True(LogLine.IsOurs(said));
        Assert.Equal("coterie: warning: Something is wrong.", LogLine.ForUser(said));
    }

    [Fact]
    public void What_Akka_says_is_not_for_the_user()
    {
        Assert.False(LogLine.IsOurs(new Warning("remoting", typeof(Akka.Remote.RemoteActorRef), "Tried to associate")));
        Assert.False(
            LogLine.IsOurs(new Error(Thrown, "akka://coterie/system/endpointManager/x", typeof(OneForOneStrategy), "failed")));
    }

    [Fact]
    public void An_actor_that_failed_is_named_with_the_reason_and_no_stack_trace()
    {
        var failure = new Error(Thrown, "[akka://coterie/user/memory/x#5]", typeof(OneForOneStrategy), Thrown.ToString());
        Assert.True(LogLine.IsOurs(failure));
        Assert.Equal(
            "coterie: error: /user/memory/x#5 failed: InvalidOperationException: outer; ArgumentException: inner.",
            LogLine.ForUser(failure));
    }

    [Fact]
    public void Control_characters_of_a_peer_do_not_reach_the_terminal()
    {
        var said = new Error(
            new InvalidOperationException("c\u0007\nd"),
            "so\u001b[2Jurce",
            typeof(MemoryActor),
            "a\u001b]0;title\u0007\r\nb\u009b");
        foreach (var line in new[] { LogLine.ForUser(said), LogLine.Complete(said) })
        {
            Assert.DoesNotContain(line, char.IsControl);
            Assert.Contains("a\\u001B]0;title\\u0007\\u000D\\u000Ab\\u009B", line, StringComparison.Ordinal);
        }
        Assert.Contains("so\\u001B[2Jurce", LogLine.Complete(said), StringComparison.Ordinal);
        Assert.Contains("(InvalidOperationException: c\\u0007\\u000Ad)", LogLine.Complete(said), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_line_is_cut() =>
        Assert.True(LogLine.ForUser(new Warning("x", typeof(MemoryActor), new string('x', 100_000))).Length < 3000);

    [Fact]
    public async Task Kind_and_peer_are_those_of_the_template_and_its_first_address()
    {
        using var system = ActorSystem.Create("logs", "akka.loglevel = WARNING, akka.loggers = [], akka.stdout-loglevel = OFF");
        var seen = new TaskCompletionSource<LogEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        var listener = system.ActorOf(Props.Create(() => new Listener(seen)));
        system.EventStream.Subscribe(listener, typeof(LogEvent));
        Logging.GetLogger(system, typeof(MemoryActor)).Warning(
            "Connection of {0} closed: {1}", new IPEndPoint(IPAddress.Parse("10.0.0.7"), 4711), "tired");
        var logged = await seen.Task;
        Assert.Equal("Coterie.Actors.Memory.MemoryActor Connection of {0} closed: {1}", LogLine.KindOf(logged));
        Assert.Equal("10.0.0.7", LogLine.PeerOf(logged));
    }

    private static Exception Throw()
    {
        try
        {
            throw new InvalidOperationException("outer.", new ArgumentException("inner"));
        }
        catch (InvalidOperationException thrown)
        {
            return thrown;
        }
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(TaskCompletionSource<LogEvent> seen) => Receive<LogEvent>(e => seen.TrySetResult(e));
    }
}
