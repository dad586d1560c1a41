using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;

namespace Coterie.Lab.Quorum;

/// <summary>What one voter has said of each request, by its messages alone.</summary>
internal sealed class VoterBook
{
    private readonly HashSet<Timestamp> _queued = [];
    private readonly HashSet<Timestamp> _voted = [];
    private readonly HashSet<Timestamp> _yielded = []; // once or more

    /// <summary>Whether it is there with its memory. After a restart it is when it votes again, or tells floors.</summary>
    public bool HasMemory { get; private set; } = true;

    /// <summary>The requests that it has put into its queue, and to which it has not given the vote since.</summary>
    public IEnumerable<Timestamp> Queued => _queued;

    /// <summary>Whether it has put a request into its queue, or given it the vote.</summary>
    public bool Has(Timestamp request) => _queued.Contains(request) || _voted.Contains(request);

    /// <summary>Whether only a voter with its memory sends messages of a kind.</summary>
    public static bool ShowsMemory(string kind) => kind is "grant" or "floors" or "seen";

    /// <summary>It sent a message.</summary>
    /// <returns>
    /// Whether it surely gave its vote to a request that did not have it. After a yield this is not known: it may have been a
    /// late copy, which changed nothing.
    /// </returns>
    public bool Sent(string kind, Timestamp? about)
    {
        HasMemory |= ShowsMemory(kind);
        if (about is not { } request)
            return false;
        switch (kind)
        {
            case "queued" when !_voted.Contains(request): _queued.Add(request); break;
            case "over": End(request); break;
            case "grant":
                _queued.Remove(request);
                return _voted.Add(request) && !_yielded.Contains(request);
        }
        return false;
    }

    /// <summary>It got a message.</summary>
    public void Received(string kind, Timestamp? about)
    {
        if (about is not { } request)
            return;
        if (kind is "release" or QuorumProtocol.Store.ReleasingKind)
        {
            End(request);
        }
        else if (kind == "yield" && _voted.Remove(request))
        {
            _queued.Add(request);
            _yielded.Add(request);
        }
    }

    /// <summary>It has crashed, and what it knew is lost.</summary>
    /// <param name="keepsMemory">Whether it comes back with floors and values.</param>
    public void Forget(bool keepsMemory = false)
    {
        HasMemory &= keepsMemory;
        _queued.Clear();
        _voted.Clear();
        _yielded.Clear();
    }

    /// <summary>The requests of a session are forgotten. A client that has come back has another one.</summary>
    public void EndAll(SessionId session)
    {
        _queued.RemoveWhere(request => QuorumLab.IsOf(session, request));
        _voted.RemoveWhere(request => QuorumLab.IsOf(session, request));
        _yielded.RemoveWhere(request => QuorumLab.IsOf(session, request));
    }

    private void End(Timestamp request)
    {
        _queued.Remove(request);
        _voted.Remove(request);
        _yielded.Remove(request);
    }
}
