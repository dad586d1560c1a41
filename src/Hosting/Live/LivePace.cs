namespace Coterie.Hosting.Live;

/// <summary>How often a live view looks, and for how many.</summary>
internal sealed record LivePace
{
    /// <summary>From the beginning of one look to the next at least.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// After a look that took a time, this many times as long passes before the next. So people who watch take at most an
    /// eleventh of the time of those whom they watch.
    /// </summary>
    public int Rest { get; init; } = 10;

    /// <summary>How long to wait for a member that does not answer.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long it goes on when nobody watches, so that the last minute is there for the next viewer.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many names have a strip.</summary>
    public int MostStrips { get; init; } = 20_000;

    /// <summary>How many watch at the same time.</summary>
    public int MostViewers { get; init; } = 100;

    /// <summary>After this time without news a viewer gets a sign of life.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(5);
}
