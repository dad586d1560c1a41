namespace Coterie.Lab.Tracing.Pictures;

/// <summary>How the arrows of one kind of message are drawn.</summary>
/// <param name="Class">The name of the style in <c>picture.css</c>, which gives it a colour and dashes of its own.</param>
/// <param name="Label">What the legend calls the kind.</param>
internal sealed record MessageStyle(string Class, string Label);

/// <summary>Gives each kind of message of a trace its style: requests and replies the same in all pictures, the others one after another as they come up.</summary>
internal sealed class MessageStyles
{
    /// <summary>Styles for kinds other than request and reply; a trace with more of them uses them again.</summary>
    private const int Others = 6;

    private static readonly MessageStyle Deferred = new("deferred", "deferred reply");
    private readonly Dictionary<string, MessageStyle> _byName = new()
    {
        ["request"] = new MessageStyle("request", "request"),
        ["reply"] = new MessageStyle("reply", "reply"),
    };

    private int _others;

    /// <summary>The style of a message.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isDeferredReply">Whether it answers a request that had to wait for it.</param>
    public MessageStyle Of(string name, bool isDeferredReply)
    {
        if (isDeferredReply)
            return Deferred;
        if (!_byName.TryGetValue(name, out var style))
            _byName.Add(name, style = new MessageStyle($"other{_others++ % Others + 1}", name));
        return style;
    }
}
