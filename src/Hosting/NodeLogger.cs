using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Coterie.Hosting;

/// <summary>Passes on what the actor system of a node logs. The system makes it, see <see cref="Config"/>.</summary>
internal sealed class NodeLogger : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    /// <summary>See the class.</summary>
    public NodeLogger()
    {
        var logger = Context.System.Settings.Setup.Get<LoggerSetup>().Value.Logger;
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(entry =>
        {
            var level = LevelOf(entry);
            if (logger.IsEnabled(level))
                logger.Entry(level, $"{entry.Message}", entry.Cause);
        });
    }

    /// <summary>What gives it the logger.</summary>
    public static ActorSystemSetup Setup(ILogger logger) => ActorSystemSetup.Create(new LoggerSetup(logger));

    /// <summary>The configuration of a system that logs to <paramref name="logger"/>, at the level that it has now.</summary>
    public static Config Config(ILogger logger) => ConfigurationFactory.ParseString($$"""
        akka {
          loggers = ["{{typeof(NodeLogger).AssemblyQualifiedName}}"]
          loglevel = {{Level(logger)}}
          stdout-loglevel = OFF
          log-dead-letters = {{(logger.IsEnabled(LogLevel.Debug) ? "on" : "off")}}
          log-dead-letters-during-shutdown = off
        }

        """);

    private static string Level(ILogger logger) => true switch
    {
        _ when logger.IsEnabled(LogLevel.Debug) => "DEBUG",
        _ when logger.IsEnabled(LogLevel.Information) => "INFO",
        _ when logger.IsEnabled(LogLevel.Warning) => "WARNING",
        _ when logger.IsEnabled(LogLevel.Error) => "ERROR",
        _ => "OFF",
    };

    private static LogLevel LevelOf(LogEvent entry) => entry.LogLevel() switch
    {
        Akka.Event.LogLevel.DebugLevel => LogLevel.Debug,
        Akka.Event.LogLevel.InfoLevel => LogLevel.Information,
        Akka.Event.LogLevel.WarningLevel => LogLevel.Warning,
        _ => LogLevel.Error,
    };

    private sealed class LoggerSetup(ILogger logger) : Setup
    {
        public ILogger Logger => logger;
    }
}
