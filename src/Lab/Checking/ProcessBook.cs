using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Checking;

/// <summary>What the checker has written down about one process.</summary>
internal sealed class ProcessBook(int processes)
{
    /// <summary>The last request it made; clock 0 before the first.</summary>
    public Timestamp Latest { get; private set; }

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

    /// <summary>Who has sent a reply to the latest request.</summary>
    public ProcessSet Replied { get; } = new(processes);

    /// <summary>Whose reply to the latest request has arrived.</summary>
    public ProcessSet Consents { get; } = new(processes);

    /// <summary>Messages that concern the latest request, each for the first time.</summary>
    public int Sent { get; set; }

    /// <summary>How often it was inside.</summary>
    public long Entries { get; private set; }

    /// <summary>It made a request.</summary>
    public void Ask(Timestamp request, TimeSpan at)
    {
        Latest = request;
        Pending = request;
        WasGranted = false;
        Since = at;
        Sent = 0;
        Replied.Clear();
        Consents.Clear();
    }

    /// <summary>It entered with its pending request.</summary>
    public void Enter()
    {
        Granted = Pending ?? Latest;
        Pending = null;
        WasGranted = true;
        Entries++;
    }

    /// <summary>It left.</summary>
    public void Leave() => Granted = null;

    /// <summary>It withdrew its pending request.</summary>
    public void Settle() => Pending = null;
}
