using System.Text.RegularExpressions;

namespace Akka.Actor;

/// <summary>A path, perhaps with wildcards, and whoever lives there when a message comes: one, many or nobody.</summary>
public class ActorSelection : ICanTell
{
    /// <summary>Nobody.</summary>
    public ActorSelection() : this(ActorRefs.Nobody, Array.Empty<SelectionPathElement>()) { }

    /// <summary>From an actor along elements.</summary>
    public ActorSelection(IActorRef anchor, SelectionPathElement[] path)
    {
        Anchor = anchor;
        Path = path;
    }

    /// <summary>From an actor along a path as text.</summary>
    public ActorSelection(IActorRef anchor, string path) : this(anchor, path.Split('/')) { }

    /// <summary>From an actor along names, patterns and <c>..</c>.</summary>
    public ActorSelection(IActorRef anchor, IEnumerable<string> elements) : this(anchor, Selecting.Parse(elements)) { }

    /// <summary>Where the path begins.</summary>
    public IActorRef Anchor { get; }

    /// <summary>The path from there.</summary>
    public SelectionPathElement[] Path { get; }

    /// <summary>The path as text.</summary>
    public string PathString => "/" + string.Join('/', Path.Select(element => element.ToString()));

    /// <inheritdoc/>
    public void Tell(object message, IActorRef sender) =>
        Selecting.Deliver((IInternalActorRef)Anchor, new ActorSelectionMessage(message, Path, wildCardFanOut: false), sender);

    /// <summary>The actor there.</summary>
    /// <exception cref="ActorNotFoundException">Nobody answers within the time.</exception>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    /// <summary>The actor there.</summary>
    /// <exception cref="ActorNotFoundException">Nobody answers within the time.</exception>
    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            var identity = await this.Ask<ActorIdentity>(new Identify(null!), timeout, ct).ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException($"subject was null for {this}");
        }
        catch (AskTimeoutException late)
        {
            throw new ActorNotFoundException($"Exception occurred while resolving {this}", late);
        }
    }

    /// <inheritdoc cref="object.Equals(object)"/>
    protected bool Equals(ActorSelection other) => Equals(Anchor, other.Anchor) && PathString == other.PathString;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ActorSelection other && obj.GetType() == GetType() && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Anchor, PathString);

    /// <inheritdoc/>
    public override string ToString() => $"ActorSelection[Anchor({Anchor}), Path({PathString})]";
}

/// <summary>A message on its way along a selection's path.</summary>
public class ActorSelectionMessage : IAutoReceivedMessage, IPossiblyHarmful, IWrappedMessage
{
    /// <summary>With the path that is left.</summary>
    public ActorSelectionMessage(object message, SelectionPathElement[] elements, bool wildCardFanOut = false)
    {
        Message = message;
        Elements = elements;
        WildCardFanOut = wildCardFanOut;
    }

    /// <summary>The message.</summary>
    public object Message { get; }

    /// <summary>The path that is left.</summary>
    public SelectionPathElement[] Elements { get; }

    /// <summary>Whether it has passed a wildcard: then it is no loss if nobody gets it.</summary>
    public bool WildCardFanOut { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"ActorSelectionMessage - Message: {Message} - WildCartFanOut: {WildCardFanOut} - Elements: {string.Join<SelectionPathElement>("/", Elements)}";
}

/// <summary>One step of a selection's path.</summary>
public abstract class SelectionPathElement;

/// <summary>To the child of a name.</summary>
public class SelectChildName(string name) : SelectionPathElement
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <inheritdoc/>
    protected bool Equals(SelectChildName other) => Name == other.Name;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SelectChildName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>To the children whose names match a pattern of <c>*</c> and <c>?</c>.</summary>
public class SelectChildPattern(string patternStr) : SelectionPathElement
{
    private readonly Regex _pattern = new(
        "^" + Regex.Escape(patternStr).Replace("\\*", ".*").Replace("\\?", ".") + "$", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    /// <summary>The pattern.</summary>
    public string PatternStr { get; } = patternStr;

    internal bool Fits(string name) => _pattern.IsMatch(name);

    /// <inheritdoc/>
    protected bool Equals(SelectChildPattern other) => PatternStr == other.PatternStr;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SelectChildPattern other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => PatternStr.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => PatternStr;
}

/// <summary>To the parent.</summary>
public class SelectParent : SelectionPathElement
{
    /// <summary>The only one.</summary>
    public static readonly SelectParent Instance = new();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SelectParent;

    /// <inheritdoc/>
    public override int GetHashCode() => 1;

    /// <inheritdoc/>
    public override string ToString() => "..";
}
