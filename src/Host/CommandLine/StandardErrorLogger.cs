using System.Globalization;
using Akka.Actor;
using Akka.Event;

namespace Coterie.Host.CommandLine;

/// <summary>
/// Writes what the actor system logs to the standard error output; the standard output is for what the command has to say. Named in
/// <c>akka.loggers</c> of <c>config/coterie.conf</c>.
/// </summary>
public sealed class StandardErrorLogger : ReceiveActor
{
    /// <summary>A logger; the actor system makes it.</summary>
    public StandardErrorLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(e => Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"coterie: {Word(e.LogLevel())}: {e.LogSource}: {e.Message}{(e.Cause is null ? "" : $": {e.Cause.Message}")}")));
    }
    private static string Word(LogLevel level) => level switch
    {
        LogLevel.ErrorLevel => "error",
        LogLevel.WarningLevel => "warning",
        LogLevel.InfoLevel => "info",
        _ => "debug",
    };
}
