using System.Globalization;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Event;
using Coterie.Actors.Nodes;
using Coterie.Actors.Text;

namespace Coterie.Actors.Wire;

/// <summary>
/// Logs messages from other machines that were refused: the first at once, then at most one line a minute, with the number left
/// out. So nobody can fill the log. Safe for all threads.
/// </summary>
internal sealed class RefusalLog : IExtension
{
    private const int MostCharacters = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ILoggingAdapter _log;
    private readonly RareWarning _rare;

    private RefusalLog(ILoggingAdapter log) => (_log, _rare) = (log, new RareWarning(TimeProvider.System, Interval));

    /// <summary>The log of <paramref name="system"/>.</summary>
    public static RefusalLog Of(ActorSystem system) => system.WithExtension<RefusalLog, Provider>();

    /// <summary>Logs a message that could not be read.</summary>
    /// <returns>The exception that the serializer throws.</returns>
    public static SerializationException Refuse(
        ActorSystem system, int serializer, string? manifest, string reason, Exception? cause = null)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"A message of serializer {serializer} with manifest [{manifest}] was refused: {reason}");
        Of(system).Refused(text);
        return new SerializationException(text, cause);
    }

    /// <summary>Logs a message that was refused.</summary>
    /// <param name="text">Which one, and why. It may contain any text of a peer.</param>
    public void Refused(string text)
    {
        if (!_rare.IsDue(out var more))
            return;
        var others = more == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (and {more} before it)");
        _log.Warning("{0}{1}", Printable.Escape(text, MostCharacters), others);
    }

    /// <summary>Makes the log of a system.</summary>
    private sealed class Provider : ExtensionIdProvider<RefusalLog>
    {
        public override RefusalLog CreateExtension(ExtendedActorSystem system) =>
            new(Logging.GetLogger(system, typeof(RefusalLog)));
    }
}
