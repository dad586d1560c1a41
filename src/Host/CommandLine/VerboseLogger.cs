using Akka.Actor;
using Akka.Event;

namespace Coterie.Host.CommandLine;

/// <summary>
/// Writes everything that the actor system logs to the standard error output, one line each. <c>--verbose</c> uses it in place of
/// <see cref="StandardErrorLogger"/>.
/// </summary>
public sealed class VerboseLogger : ReceiveActor
{
    /// <summary>A logger. The actor system creates it.</summary>
    public VerboseLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(e => Console.Error.WriteLine(LogLine.Complete(e)));
    }
}
