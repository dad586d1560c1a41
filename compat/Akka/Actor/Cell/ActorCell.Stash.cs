namespace Akka.Actor;

// The stashes of the present instance.
internal sealed partial class ActorCell
{
    public IStash CreateStash(Type actorType)
    {
        var stash = new MessageStash(this, Dispatch.Mailboxes.StashCapacity(this, actorType));
        (_stashes ??= []).Add(stash);
        return stash;
    }
}
