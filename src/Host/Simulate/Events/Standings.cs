using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Host.Simulate.Events;

/// <summary>Where the processes stand, by what they said that they did.</summary>
internal sealed class Standings
{
    private readonly Dictionary<ProcessId, Timestamp> _waiting = [];
    private readonly Dictionary<ProcessId, Timestamp> _latest = [];
    private ProcessId[] _inside = [];

    /// <summary>The processes that are inside, in the order of their numbers.</summary>
    public IReadOnlyList<ProcessId> Inside => _inside;

    /// <summary>Whether a process is inside.</summary>
    public bool IsInside(ProcessId process) => Array.IndexOf(_inside, process) >= 0;

    /// <summary>The request with which a process waits; null if it does not.</summary>
    public Timestamp? Pending(ProcessId process) => _waiting.TryGetValue(process, out var request) ? request : null;

    /// <summary>Whether a request is at least as late as all that are known of its process. From now on it is known.</summary>
    public bool IsLatest(Timestamp request)
    {
        if (_latest.TryGetValue(request.Process, out var known) && request < known)
            return false;
        _latest[request.Process] = request;
        return true;
    }

    /// <summary>A process said something.</summary>
    public void On(ProcessId process, IOutput output)
    {
        switch (output.Deed)
        {
            case Deed.Asked:
                _waiting[process] = output.Request!.Value;
                IsLatest(output.Request.Value);
                break;
            case Deed.Entered:
                _waiting.Remove(process);
                if (!IsInside(process))
                    _inside = [.. _inside.Append(process).OrderBy(other => other.Value)];
                break;
            case Deed.Left or Deed.Lost or Deed.Withdrew: StandOutside(process); break;
        }
    }

    /// <summary>A fault happened. A process that comes back without its memory is outside.</summary>
    public void On(Fault fault)
    {
        if (fault is Fault.Restart { Recollection: not Recollection.Everything } restart)
            StandOutside(restart.Process);
    }

    private void StandOutside(ProcessId process)
    {
        _waiting.Remove(process);
        if (IsInside(process))
            _inside = [.. _inside.Where(other => other != process)];
    }
}
