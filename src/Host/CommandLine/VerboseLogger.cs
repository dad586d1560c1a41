using Akka.Actor;
using Akka.Event;

namespace Coterie.Host.CommandLine;

/// <summary>Writes all that the actor system logs to the standard error output, a line each; takes the place of <see cref="StandardErrorLogger"/> with <c>--verbose</c>.</summary>
public sealed class VerboseLogger : ReceiveActor
{
    /// <summary>A logger; the actor system makes it.</summary>
    public VerboseLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(e => Console.Error.WriteLine(LogLine.Complete(e)));
    }
}
