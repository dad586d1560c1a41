namespace Akka.Actor;

/// <summary>Carries selections' messages along their paths.</summary>
internal static class Selecting
{
    public static SelectionPathElement[] Parse(IEnumerable<string> elements) =>
    [
        .. elements.Where(element => element.Length > 0).Select<string, SelectionPathElement>(element => element switch
        {
            ".." => SelectParent.Instance,
            "**" => throw new NotSupportedException("A selection's path must be of names, [..] and patterns of [*] and [?], was [**]."),
            _ when element.Contains('*') || element.Contains('?') => new SelectChildPattern(element),
            _ => new SelectChildName(element),
        }),
    ];

    public static void Deliver(IInternalActorRef anchor, ActorSelectionMessage message, IActorRef? sender)
    {
        sender ??= ActorRefs.NoSender;
        if (message.Elements.Length == 0)
        {
            anchor.Tell(message.Message, sender);
            return;
        }
        if (!anchor.IsLocal) // the path is walked where its actors are
        {
            anchor.Tell(message, sender);
            return;
        }
        var at = anchor;
        for (var i = 0; i < message.Elements.Length; i++)
        {
            var last = i == message.Elements.Length - 1;
            switch (message.Elements[i])
            {
                case SelectParent:
                    at = at.Parent.IsNobody() ? at : at.Parent;
                    break;
                case SelectChildName { Name: var name }:
                    var child = (IInternalActorRef)at.GetChild([name]);
                    if (child.IsNobody())
                    {
                        if (!message.WildCardFanOut) Empty(at, message, i).Tell(message, sender);
                        return;
                    }
                    at = child;
                    break;
                case SelectChildPattern pattern:
                    FanOut(at, pattern, message, i, sender);
                    return;
            }
            if (!last) continue;
            at.Tell(message.Message, sender);
        }
    }

    private static void FanOut(IInternalActorRef at, SelectChildPattern pattern, ActorSelectionMessage message, int i, IActorRef sender)
    {
        var children = at is LocalActorRef local
            ? local.Cell.GetChildren().Where(each => pattern.Fits(each.Path.Name)).ToArray()
            : [];
        var rest = message.Elements[(i + 1)..];
        foreach (var child in children)
        {
            if (rest.Length == 0) child.Tell(message.Message, sender);
            else Deliver((IInternalActorRef)child, new ActorSelectionMessage(message.Message, rest, wildCardFanOut: children.Length > 1 || message.WildCardFanOut), sender);
        }
        if (children.Length == 0 && !message.WildCardFanOut) Empty(at, message, i).Tell(message, sender);
    }

    private static EmptyLocalActorRef Empty(IInternalActorRef at, ActorSelectionMessage message, int i)
    {
        var path = at.Path / message.Elements[i..].Select(element => element.ToString()!);
        return new EmptyLocalActorRef(at.Provider, path, at.Provider.Settings.System.EventStream);
    }
}

/// <summary>Makes selections.</summary>
public static class ActorRefFactoryShared
{
    /// <summary>Of an absolute path.</summary>
    public static ActorSelection ActorSelection(ActorPath actorPath, ActorSystem system) =>
        new(((ExtendedActorSystem)system).Provider.RootGuardianAt(actorPath.Address), actorPath.Elements);

    /// <summary>Of a path as text: absolute with address, absolute within the system, or relative to <paramref name="lookupRoot"/>.</summary>
    public static ActorSelection ActorSelection(string path, ActorSystem system, IActorRef lookupRoot)
    {
        if (Uri.IsWellFormedUriString(path, UriKind.Absolute) || path.Contains("://", StringComparison.Ordinal))
        {
            if (!ActorPath.TryParse(path, out var actorPath))
            {
                return new ActorSelection(((ExtendedActorSystem)system).Provider.DeadLetters, "");
            }
            return ActorSelection(actorPath, system);
        }
        var root = path.StartsWith('/') ? ((ExtendedActorSystem)system).Provider.RootGuardian : lookupRoot;
        return new ActorSelection(root, path);
    }

    /// <summary>Of a path relative to an actor.</summary>
    public static ActorSelection ActorSelection(IActorRef anchorActorRef, string path) => new(anchorActorRef, path);
}

/// <summary>Makes actors by their type, and selections from an actor.</summary>
public static class ActorRefFactoryExtensions
{
    /// <summary>Makes an actor of a type with a constructor without arguments.</summary>
    public static IActorRef ActorOf<TActor>(this IActorRefFactory factory, string? name = null) where TActor : ActorBase, new() =>
        factory.ActorOf(Props.Create<TActor>(), name);

    /// <summary>Points at the actors of a path relative to an actor.</summary>
    public static ActorSelection ActorSelection(this IActorRefFactory factory, IActorRef anchorRef, string actorPath) =>
        ActorRefFactoryShared.ActorSelection(anchorRef, actorPath);
}
