using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex.Algorithms.Election;

/// <summary>
/// What a coordinator knows of requests: to which one the section is granted, which ones wait, and up to which number those of
/// each process are over. It forgets this when it is no longer the coordinator. When it is again, the reports of the others
/// tell it.
/// </summary>
/// <param name="processes">N.</param>
internal sealed class CoordinatedRequests(int processes)
{
    private readonly List<Timestamp> _waiting = []; // the first one is granted next
    private readonly PerProcess<long> _over = new(processes);

    /// <summary>The request to which the section is granted; null if it is free.</summary>
    public Timestamp? Granted { get; private set; }

    /// <summary>Whether a request waits while the section is free.</summary>
    public bool MayGrant => Granted is null && _waiting.Count > 0;

    /// <summary>Whether no request is granted or waits.</summary>
    public bool IsEmpty => Granted is null && _waiting.Count == 0;

    /// <summary>Whether a request is over: it has left, was withdrawn, or its process is gone.</summary>
    public bool IsOver(Timestamp request) => request.Clock <= _over[request.Process];

    /// <summary>A request waits, if it is neither over nor known already.</summary>
    public void Add(Timestamp request)
    {
        if (!IsOver(request) && request != Granted && !_waiting.Contains(request))
            _waiting.Add(request);
    }

    /// <summary>A request is inside already, by a grant of an earlier coordinator. The section must be free.</summary>
    public void AddInside(Timestamp request)
    {
        _waiting.Remove(request);
        Granted = request;
    }

    /// <summary>Grants the section to the first request that waits; see <see cref="MayGrant"/>.</summary>
    public Timestamp GrantNext()
    {
        var next = _waiting[0];
        _waiting.RemoveAt(0);
        Granted = next;
        return next;
    }

    /// <summary>All requests of a process up to this number are over.</summary>
    /// <returns>Whether the section has become free by that.</returns>
    public bool End(ProcessId process, long number)
    {
        ref var over = ref _over[process];
        over = Math.Max(over, number);
        _waiting.RemoveAll(IsOver);
        if (Granted is not { } granted || !IsOver(granted))
            return false;
        Granted = null;
        return true;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Granted = null;
        _waiting.Clear();
        _over.Values.Clear();
    }

    /// <summary>See <see cref="IMachine.Exchange"/>.</summary>
    public void Exchange(StateCodec codec)
    {
        Granted = codec.Request(Granted);
        codec.List(_waiting, (c, request) => c.Timestamp(request));
        codec.Numbers(_over.Values);
    }

    /// <summary>For the message of an error.</summary>
    public override string ToString() =>
        $"granted {Granted?.ToString() ?? "none"}, waiting [{string.Join(", ", _waiting)}]";
}
