using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Remote.Inbound;

/// <summary>
/// What another system may send. Never what ends an actor that is not the application's own: its guardian, or one of the system's. In untrusted mode
/// nothing that could harm, no watch, and selections of trusted paths only.
/// </summary>
internal sealed class TrustPolicy(Remoting remoting)
{
    private readonly bool _untrusted = remoting.Settings.UntrustedMode;

    /// <summary>Whether a message may be delivered; if not, that is logged.</summary>
    public bool Allows(object message, IInternalActorRef recipient)
    {
        if (EndsWhatIsNotTheApplications(message, recipient))
        {
            remoting.Log.Warning("[{0}] from another system must be for an actor below /user, was for [{1}]. It is dropped.", message, recipient);
            return false;
        }
        if (!_untrusted || IsHarmless(message)) return true;
        remoting.Log.Debug("Operating in UntrustedMode, dropping inbound [{0}] for [{1}]", message.GetType(), recipient);
        return false;
    }

    private static bool EndsWhatIsNotTheApplications(object message, IInternalActorRef recipient) => message switch
    {
        PoisonPill or Kill => recipient is LocalActorRef && !IsBelowUser(recipient.Path),
        ActorSelectionMessage { Message: PoisonPill or Kill } selection => !LeadsBelowUser(selection.Elements),
        _ => false,
    };

    private static bool IsBelowUser(ActorPath path) => path.Depth > 1 && path.ParentOf(1).Name == "user";

    private static bool LeadsBelowUser(SelectionPathElement[] elements) =>
        elements is [SelectChildName { Name: "user" }, _, ..] && !elements.Any(element => element is SelectParent);

    private bool IsHarmless(object message) => message switch
    {
        DeathWatchNotification => true, // the answer to a watch of this system's own
        ISystemMessage => false,
        ActorSelectionMessage selection => selection.Message is not (IPossiblyHarmful or Kill)
            && remoting.Settings.TrustedSelectionPaths.Contains(ActorPath.FormatPathElements(selection.Elements.Select(element => element.ToString()!))),
        IPossiblyHarmful or Kill => false,
        _ => true,
    };
}
