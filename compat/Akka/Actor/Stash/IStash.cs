using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>Keeps messages for later. Stays with the actor's instance: what is in it when the instance goes returns to the mailbox.</summary>
public interface IStash
{
    /// <summary>The messages in it.</summary>
    int Count { get; }

    /// <summary>Whether there are none.</summary>
    bool IsEmpty { get; }

    /// <summary>Whether there are any.</summary>
    bool NonEmpty { get; }

    /// <summary>Whether it takes no more.</summary>
    bool IsFull { get; }

    /// <summary>The most it takes; -1: no limit.</summary>
    int Capacity { get; }

    /// <summary>Keeps the message that is being handled.</summary>
    /// <exception cref="IllegalActorStateException">The message is stashed already.</exception>
    /// <exception cref="StashOverflowException">The stash is full.</exception>
    void Stash();

    /// <summary>Puts the oldest message back to the front of the mailbox.</summary>
    void Unstash();

    /// <summary>Puts all messages back to the front of the mailbox, in the order in which they were stashed.</summary>
    void UnstashAll();

    /// <summary>Puts the messages that <paramref name="predicate"/> wants back, and drops the others.</summary>
    void UnstashAll(Func<Envelope, bool> predicate);

    /// <summary>Takes all messages out.</summary>
    IEnumerable<Envelope> ClearStash();

    /// <summary>Puts messages in before all others.</summary>
    void Prepend(IEnumerable<Envelope> envelopes);
}

/// <summary>An actor with a stash, which the system puts in before the first message.</summary>
public interface IActorStash
{
    /// <summary>The stash.</summary>
    IStash Stash { get; set; }
}

/// <summary>A stash whatever the mailbox.</summary>
public interface IWithUnrestrictedStash : IActorStash;

/// <summary>A stash, and a mailbox that messages can be put back into.</summary>
public interface IWithStash : IWithUnrestrictedStash, IRequiresMessageQueue<IDequeBasedMessageQueueSemantics>;

/// <summary>A stash without limit.</summary>
public interface IWithUnboundedStash : IWithUnrestrictedStash, IRequiresMessageQueue<IUnboundedDequeBasedMessageQueueSemantics>;
