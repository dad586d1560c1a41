using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Quorum;

/// <summary>
/// Who is inside, of those that take part: not who is down, or does not run at the moment. A client that did not run while
/// another one entered must say first that it lost the lock.
/// </summary>
/// <param name="processes">N.</param>
internal sealed class HolderBook(int processes)
{
    private readonly PerProcess<bool?> _sharesInside = new(processes); // null: it is not inside
    private readonly ProcessSet _paused = new(processes);
    private readonly PerProcess<ProcessId> _overtakenBy = new(processes);

    /// <summary>A client enters.</summary>
    /// <returns>Another client that is inside and takes part; null if there is none.</returns>
    public ProcessId? Enter(ProcessId client, bool isShared)
    {
        ProcessId? conflict = null;
        for (var id = 1; id <= processes; id++)
        {
            var other = new ProcessId(id);
            if (other == client || _sharesInside[other] is not { } shares || (shares && isShared))
                continue;
            if (_paused.Contains(other))
                _overtakenBy[other] = client;
            else
                conflict ??= other;
        }
        _sharesInside[client] = isShared;
        return conflict;
    }

    /// <summary>A client is outside.</summary>
    public void Leave(ProcessId client) => (_sharesInside[client], _overtakenBy[client]) = (null, default);

    /// <summary>A client does not run for a while.</summary>
    public void Pause(ProcessId client) => _paused.Add(client);

    /// <summary>It runs again.</summary>
    public void Resume(ProcessId client) => _paused.Remove(client);

    /// <summary>Who has entered while this client was inside and did not run; null for nobody, or once it was asked.</summary>
    public ProcessId? TakeOvertaker(ProcessId client)
    {
        var overtaker = _overtakenBy[client];
        _overtakenBy[client] = default;
        return overtaker == default || _sharesInside[client] is null ? null : overtaker;
    }
}
