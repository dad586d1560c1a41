using System.Text;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Remote.Associations;
using Akka.Remote.Refs;
using Akka.Remote.Serialization;
using Akka.Remote.Wire;

namespace Akka.Remote.Inbound;

/// <summary>Takes the messages of one connection to the actors they are for.</summary>
internal sealed class InboundMessages(Remoting remoting, Association association)
{
    private readonly byte[] _askers = WirePaths.OfAskers(association.Remote);
    private readonly RefTable _recipients = new();
    private readonly RefTable _senders = new();
    private readonly TrustPolicy _trust = new(remoting);

    /// <summary>Delivers a message at once, or says in the log why not.</summary>
    public void Deliver(in EnvelopeView envelope)
    {
        var recipient = Recipient(envelope.Recipient);
        if (recipient is null || !TryRead(envelope.Payload, out var message)) return;
        var sender = envelope.Sender.IsEmpty ? ActorRefs.NoSender : Sender(envelope.Sender);
        if (remoting.Settings.LogReceive) remoting.Log.Debug("Received [{0}] for [{1}] from [{2}]", message, recipient, sender);
        if (message is ISystemMessage)
            association.Refusals.Add($"System message [{message.GetType().Name}] must have a number, had none.");
        else if (_trust.Allows(message, recipient))
            Deliver(recipient, message, sender);
    }

    /// <summary>Reads a system message. It is delivered when all before it have come.</summary>
    public SystemDelivery ReadSystem(in EnvelopeView envelope)
    {
        var recipient = Recipient(envelope.Recipient);
        if (recipient is null || !TryRead(envelope.Payload, out var message)) return default;
        if (message is ISystemMessage system && _trust.Allows(message, recipient)) return new SystemDelivery(recipient, system);
        if (message is not ISystemMessage) association.Refusals.Add($"Message with a number must be a system message, was [{message.GetType()}].");
        return default;
    }

    public static void Deliver(in SystemDelivery system) => system.Recipient?.SendSystemMessage(system.Message!);

    private static void Deliver(IInternalActorRef recipient, object message, IActorRef sender)
    {
        // A selection's path is walked at once, so that its messages stay in order with others from the same sender.
        if (message is ActorSelectionMessage selection) Selecting.Deliver(recipient, selection, sender);
        else recipient.Tell(message, sender);
    }

    private IInternalActorRef? Recipient(ReadOnlySpan<byte> path)
    {
        if (remoting.Paths.Asker(path) is { } asker) return asker;
        var recipient = _recipients.Find(path) ?? _recipients.Add(path, remoting.Provider.Resolver.Resolve(Encoding.UTF8.GetString(path)));
        if (recipient.IsLocal) return recipient;
        association.Refusals.Add($"Recipient of a message must be at [{remoting.DefaultAddress}], was [{recipient}].");
        return null;
    }

    private IActorRef Sender(ReadOnlySpan<byte> path) => IsAsker(path)
        ? new RemoteActorRef(remoting.Provider, association, path.ToArray())
        : _senders.Find(path) ?? _senders.Add(path, remoting.Provider.Resolver.Resolve(Encoding.UTF8.GetString(path)));

    // Asks once and is gone: neither remembered nor read, as the answer needs the bytes only.
    private bool IsAsker(ReadOnlySpan<byte> path) =>
        path.StartsWith(_askers) && path.Length > _askers.Length && path[_askers.Length..].IndexOfAny((byte)'/', (byte)'#') < 0;

    private bool TryRead(PayloadView payload, out object message)
    {
        var outer = Akka.Serialization.Serialization.Transport;
        Akka.Serialization.Serialization.Transport = remoting.Information;
        var read = remoting.Codec.TryRead(payload, out message, out var refusal);
        Akka.Serialization.Serialization.Transport = outer;
        if (read) return true;
        association.Refusals.Add(refusal);
        return false;
    }
}
