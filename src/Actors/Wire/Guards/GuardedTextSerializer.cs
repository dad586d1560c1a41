using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Serialization;

namespace Coterie.Actors.Wire.Guards;

/// <summary>In the place of <c>primitive</c>: text alone, which the question who an actor is carries.</summary>
/// <param name="system">The system that makes it.</param>
/// <param name="settings"><c>akka.actor.serialization-settings.primitive</c>.</param>
internal sealed class GuardedTextSerializer(ExtendedActorSystem system, Config settings) : GuardedSerializer(
    system, 17, () => new PrimitiveSerializers(system, settings), "S", "System.String, System.Private.CoreLib");
