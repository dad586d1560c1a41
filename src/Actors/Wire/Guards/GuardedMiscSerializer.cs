using Akka.Actor;
using Akka.Remote.Serialization;

namespace Coterie.Actors.Wire.Guards;

/// <summary>
/// Replaces <c>akka-misc</c>: reads Identify, its answer, and the heartbeats of death watch. No Kill, no
/// PoisonPill, no references, routers or configurations.
/// </summary>
/// <param name="system">The system that makes it.</param>
internal sealed class GuardedMiscSerializer(ExtendedActorSystem system) : GuardedSerializer(
    system, 16, () => new MiscMessageSerializer(system), "ID", "AID", "RWHB", "RWHR");
