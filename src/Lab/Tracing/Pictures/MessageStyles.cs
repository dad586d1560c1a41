namespace Coterie.Lab.Tracing.Pictures;

/// <summary>How the arrows of one kind of message are drawn.</summary>
/// <param name="Class">The name of the style in <c>picture.css</c>, which gives it a colour and dashes of its own.</param>
/// <param name="Label">What the legend calls the kind.</param>
/// <param name="Place">Its place in the legend, before those with a greater one.</param>
internal sealed record MessageStyle(string Class, string Label, int Place);

/// <summary>
/// Gives each kind of message of a trace its style. The messages that ask and that consent look the same in all pictures; the
/// other kinds get their styles in the order in which they first appear.
/// </summary>
internal sealed class MessageStyles
{
    /// <summary>The style of the messages that ask.</summary>
    public const string RequestClass = "request";

    /// <summary>How many styles there are for other kinds. A trace with more kinds uses the styles again.</summary>
    private const int Others = 6;

    private readonly Dictionary<string, MessageStyle> _byName = [];
    private readonly MessageStyle? _deferred;
    private int _others;

    /// <summary>The styles of a protocol.</summary>
    /// <param name="request">The kind of message by which a process asks; null if the protocol has none.</param>
    /// <param name="consent">The kind of message by which a process consents to a request; null if the protocol has none.</param>
    public MessageStyles(string? request, string? consent)
    {
        if (request is not null)
            _byName.Add(request, new MessageStyle(RequestClass, request, Place: 0));
        if (consent is null)
            return;
        _byName.Add(consent, new MessageStyle("reply", consent, Place: 1));
        _deferred = new MessageStyle("deferred", $"deferred {consent}", Place: 2);
    }

    /// <summary>The style of a message.</summary>
    /// <param name="name">Its kind.</param>
    /// <param name="isDeferred">Whether it is a consent that was not sent at once.</param>
    public MessageStyle Of(string name, bool isDeferred)
    {
        if (isDeferred && _deferred is not null)
            return _deferred;
        if (!_byName.TryGetValue(name, out var style))
            _byName.Add(name, style = new MessageStyle($"other{_others++ % Others + 1}", name, Place: 3));
        return style;
    }
}
