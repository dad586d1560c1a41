using Akka.Actor;
using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Finds the mailbox type of an actor. There is one kind of mailbox, which is unbounded and deque-based at once.</summary>
public class Mailboxes
{
    /// <summary>The section of the mailbox that actors have unless they or their props say otherwise.</summary>
    public static readonly string DefaultMailboxId = "akka.actor.default-mailbox";

    private static readonly string[] OurTypes =
    [
        "Akka.Dispatch.UnboundedMailbox", "Akka.Dispatch.UnboundedDequeBasedMailbox",
    ];

    private readonly ActorSystem _system;
    private readonly HashSet<string> _known = [];

    /// <summary>Of one system.</summary>
    public Mailboxes(ActorSystem system) => _system = system;

    internal static int StashCapacity(ActorCell cell, Type actorType) =>
        cell.Props.Deploy.StashCapacity == Deploy.NoStashSize ? -1 : cell.Props.Deploy.StashCapacity;

    /// <summary>Refuses a mailbox that the configuration does not describe or that is of an unknown type.</summary>
    internal void Check(string id)
    {
        lock (_known)
        {
            if (_known.Contains(id)) return;
            var type = _system.Settings.Config.HasPath(id + ".mailbox-type")
                ? _system.Settings.Config.GetString(id + ".mailbox-type")
                : throw new ConfigurationException($"Mailbox [{id}] must be a section of the configuration with a mailbox-type, was [absent].");
            CheckType(id, type!);
            _known.Add(id);
        }
    }

    private static void CheckType(string path, string type)
    {
        var name = type.Split(',')[0].Trim();
        if (!OurTypes.Contains(name))
        {
            throw new ConfigurationException($"{path}.mailbox-type must be one of [{string.Join(", ", OurTypes)}], was [{type}].");
        }
    }
}
