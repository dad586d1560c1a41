using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>What a judge has written down about one process.</summary>
public sealed class ProcessBook
{
    /// <summary>The last request it made; clock 0 before the first.</summary>
    public Timestamp Latest { get; private set; }

    /// <summary>What the last request was for; null if the output had no detail.</summary>
    public string? Detail { get; private set; }

    /// <summary>Its request that is neither granted nor withdrawn.</summary>
    public Timestamp? Pending { get; private set; }

    /// <summary>The request with which it is inside.</summary>
    public Timestamp? Granted { get; private set; }

    /// <summary>Whether it is inside.</summary>
    public bool IsInside => Granted is not null;

    /// <summary>Whether its latest request was granted.</summary>
    public bool WasGranted { get; private set; }

    /// <summary>When the latest request was made.</summary>
    public TimeSpan Since { get; private set; }

    /// <summary>How often it was inside.</summary>
    public long Entries { get; private set; }

    internal void Ask(Timestamp request, string? detail, TimeSpan at)
    {
        (Latest, Pending, Detail) = (request, request, detail);
        WasGranted = false;
        Since = at;
    }

    internal void Enter()
    {
        Granted = Pending ?? Latest;
        Pending = null;
        WasGranted = true;
        Entries++;
    }

    internal void Leave() => Granted = null;

    internal void Settle() => Pending = null;

    internal void StandOutside() => (Granted, Pending) = (null, null);
}
