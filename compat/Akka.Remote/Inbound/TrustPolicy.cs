using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Remote.Inbound;

/// <summary>What strangers may send in untrusted mode: nothing that could harm, and selections of trusted paths only.</summary>
internal sealed class TrustPolicy(Remoting remoting)
{
    private readonly bool _untrusted = remoting.Settings.UntrustedMode;

    /// <summary>Whether a message may be delivered; if not, that is logged.</summary>
    public bool Allows(object message, IInternalActorRef recipient)
    {
        if (!_untrusted || IsHarmless(message, recipient)) return true;
        remoting.Log.Debug("Operating in UntrustedMode, dropping inbound [{0}] for [{1}]", message.GetType(), recipient);
        return false;
    }

    private bool IsHarmless(object message, IInternalActorRef recipient) => message switch
    {
        DeathWatchNotification => true, // the answer to a watch of this system's own
        ISystemMessage => false,
        ActorSelectionMessage selection => selection.Message is not (IPossiblyHarmful or Kill)
            && remoting.Settings.TrustedSelectionPaths.Contains(ActorPath.FormatPathElements(selection.Elements.Select(element => element.ToString()!))),
        IPossiblyHarmful or Kill => false,
        _ => true,
    };
}
