using Akka.Actor;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;

namespace Coterie.Actors.Locks;

/// <summary>
/// Gives numbers to the clients of a voter, for its machine: the voters are the processes 1 to n, clients come after them. A
/// client keeps its number as long as the voter has its session; any other has a number for a single step.
/// </summary>
/// <param name="voters">n.</param>
internal sealed class ClientNumbers(int voters)
{
    private readonly Dictionary<SessionId, ProcessId> _numbers = [];
    private readonly Dictionary<ProcessId, IActorRef> _clients = [];
    private readonly FreeNumbers _free = new();
    private readonly List<SessionId> _leaving = [];
    private IActorRef? _guest; // the client that has a number for this step only

    /// <summary>The client of that number; null if there is none.</summary>
    public IActorRef? this[ProcessId number] => _clients.TryGetValue(number, out var client) ? client : _guest;

    /// <summary>
    /// The number of the client whose message is processed now. Answers go to where its latest message came from.
    /// </summary>
    public ProcessId Admit(SessionId session, IActorRef client)
    {
        if (_numbers.TryGetValue(session, out var number))
        {
            _clients[number] = client;
            return number;
        }
        _guest = client;
        return Number(_free.Next);
    }

    /// <summary>The client of the current step keeps its number: its session has begun.</summary>
    public void Keep(SessionId session)
    {
        if (_leaving.Remove(session))
            return; // it has ended and begun again
        var number = Number(_free.Take());
        _numbers.Add(session, number);
        _clients.Add(number, _guest!);
    }

    /// <summary>The session has ended: the client keeps its number for the rest of this step.</summary>
    public void Dismiss(SessionId session) => _leaving.Add(session);

    /// <summary>The step is over.</summary>
    public void EndStep()
    {
        _guest = null;
        foreach (var session in _leaving)
        {
            if (!_numbers.Remove(session, out var number))
                continue;
            _clients.Remove(number);
            _free.Return(number.Value - voters);
        }
        _leaving.Clear();
    }

    private ProcessId Number(int free) => new(voters + free);
}
