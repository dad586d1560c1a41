using Akka.Actor;
using Akka.Event;

namespace Akka.Tests.Event;

public class LoggingTests() : EngineTest("akka { loglevel = INFO, loggers = [\"Akka.Tests.Event.LoggingTests+Discarding, Akka.Tests\"] }")
{
    [Fact]
    public async Task A_log_publishes_its_text_and_source()
    {
        var log = NewListener();
        Sys.EventStream.Subscribe(log.Ref, typeof(Info));
        var actor = Sys.ActorOf(Props.Create(() => new Talker()), "talker");
        actor.Tell("hello");
        var info = await log.Next<Info>();
        Assert.Equal("said hello 1 time(s)", info.Message.ToString());
        Assert.Equal("akka://test/user/talker", info.LogSource);
        Assert.Equal(LogLevel.InfoLevel, info.LogLevel());
    }

    [Fact]
    public async Task Below_the_configured_level_nothing_is_published()
    {
        var log = NewListener();
        Sys.EventStream.Subscribe(log.Ref, typeof(LogEvent));
        Sys.Log.Debug("not this");
        Sys.Log.Warning("but this");
        Assert.Equal("but this", (await log.Next<Warning>()).Message.ToString());
        Assert.False(Sys.Log.IsDebugEnabled);
    }

    [Fact]
    public async Task The_failure_of_an_actor_is_logged_with_its_cause()
    {
        var log = NewListener();
        Sys.EventStream.Subscribe(log.Ref, typeof(Error));
        var actor = Sys.ActorOf(Props.Create(() => new Talker()), "talker");
        actor.Tell(13);
        var error = await log.Next<Error>();
        Assert.Equal("unlucky", error.Message.ToString());
        Assert.IsType<InvalidOperationException>(error.Cause);
        Assert.Equal("akka://test/user/talker", error.LogSource);
    }

    [Theory]
    [InlineData("DEBUG", LogLevel.DebugLevel)]
    [InlineData("info", LogLevel.InfoLevel)]
    [InlineData("Warning", LogLevel.WarningLevel)]
    [InlineData("ERROR", LogLevel.ErrorLevel)]
    public void Levels_have_names(string name, LogLevel level) => Assert.Equal(level, Logging.LogLevelFor(name));

    private sealed class Talker : ReceiveActor
    {
        public Talker()
        {
            var log = Context.GetLogger();
            Receive<string>(text => log.Info("said {0} {1} time(s)", text, 1));
            Receive<int>(_ => throw new InvalidOperationException("unlucky"));
        }
    }

    public sealed class Discarding : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is InitializeLogger) Sender.Tell(new LoggerInitialized());
        }
    }
}
