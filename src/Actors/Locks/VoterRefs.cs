using Akka.Actor;
using Coterie.Protocols.Kernel;

namespace Coterie.Actors.Locks;

/// <summary>The actors of the voters of a group, as one of its processes reaches them.</summary>
/// <param name="actors">Process 1 first.</param>
internal sealed class VoterRefs(IReadOnlyList<IActorRef> actors)
{
    /// <summary>n.</summary>
    public int Count => actors.Count;

    /// <summary>The actor of a voter.</summary>
    public IActorRef this[ProcessId voter] => actors[voter.Value - 1];

    /// <summary>
    /// The voter that sent a message; null if it comes from somebody else. A voter that was restarted is another actor at the
    /// same address.
    /// </summary>
    public ProcessId? Find(IActorRef sender)
    {
        for (var i = 0; i < actors.Count; i++)
        {
            if (actors[i].Path.Address == sender.Path.Address && actors[i].Path.Name == sender.Path.Name)
                return new ProcessId(i + 1);
        }
        return null;
    }
}
