using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Remote.Inbound;

/// <summary>A system message and whom it is for; without either where what came is not to be delivered, but has its number all the same.</summary>
internal readonly record struct SystemDelivery(IInternalActorRef? Recipient, ISystemMessage? Message);
