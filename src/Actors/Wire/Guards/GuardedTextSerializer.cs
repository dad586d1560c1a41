using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Serialization;

namespace Coterie.Actors.Wire.Guards;

/// <summary>Replaces <c>primitive</c>: reads text only, which is the id of an Identify.</summary>
/// <param name="system">The system that makes it.</param>
/// <param name="settings"><c>akka.actor.serialization-settings.primitive</c>.</param>
internal sealed class GuardedTextSerializer(ExtendedActorSystem system, Config settings) : GuardedSerializer(
    system, 17, () => new PrimitiveSerializers(system, settings), "S", "System.String, System.Private.CoreLib");
