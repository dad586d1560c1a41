using Coterie.Mutex;

namespace Coterie.Checking;

/// <summary>What the checker has written down about one process.</summary>
internal sealed class ProcessBook(int processes)
{
    private readonly long[] _consented = new long[processes];

    /// <summary>The last request it made; clock 0 before the first.</summary>
    public Timestamp Latest { get; private set; }

    /// <summary>Its request that is neither granted nor withdrawn.</summary>
    public Timestamp? Pending { get; private set; }

    /// <summary>The request with which it is inside.</summary>
    public Timestamp? Granted { get; private set; }

    /// <summary>Whether it is inside.</summary>
    public bool IsInside => Granted is not null;

    /// <summary>When the latest request was made.</summary>
    public TimeSpan Since { get; private set; }

    /// <summary>Who has consented to the pending request, by replies that arrived.</summary>
    public ProcessSet Consents { get; } = new(processes);

    /// <summary>Requests and replies sent for the latest request, each for the first time.</summary>
    public int Sent { get; set; }

    /// <summary>How often it was inside.</summary>
    public long Entries { get; private set; }

    /// <summary>It made a request.</summary>
    public void Ask(Timestamp request, TimeSpan at)
    {
        Latest = request;
        Pending = request;
        Since = at;
        Sent = 0;
        Consents.Clear();
    }

    /// <summary>It entered with its pending request.</summary>
    public void Enter()
    {
        Granted = Pending ?? Latest;
        Pending = null;
        Entries++;
    }

    /// <summary>It left.</summary>
    public void Leave() => Granted = null;

    /// <summary>It withdrew its pending request.</summary>
    public void Settle() => Pending = null;

    /// <summary>It sends its consent to <paramref name="request"/>; false where it had sent it before.</summary>
    public bool Consent(Timestamp request)
    {
        ref var latest = ref _consented[request.Process.Value - 1];
        if (request.Clock <= latest)
            return false;
        latest = request.Clock;
        return true;
    }

    /// <summary>Whether it has sent its consent to <paramref name="request"/>, or to a later one of the same process.</summary>
    public bool Consented(Timestamp request) => request.Clock <= _consented[request.Process.Value - 1];
}
