using Coterie.Protocols.Kernel;

namespace Coterie.Actors.Memory;

/// <summary>
/// Gives numbers to the clients of a variable, for its machine: the variable is process 1, the clients are the others. A client
/// is an actor, or a batch of the raw port. Only a client that the machine watches keeps its number; any other has a number for a
/// single step, and does not make the table grow.
/// </summary>
internal sealed class ClientTable
{
    private readonly Dictionary<object, ProcessId> _numbers = [];
    private readonly Dictionary<ProcessId, object> _clients = [];
    private readonly FreeNumbers _free = new();
    private readonly List<ProcessId> _leaving = [];
    private object? _guest; // the client that has a number for this step only

    /// <summary>The variable itself.</summary>
    public static ProcessId Variable => new(1);

    /// <summary>How many clients keep a number.</summary>
    public int Count => _clients.Count;

    private ProcessId NumberOfGuest => Number(_free.Next);

    /// <summary>The client of that number.</summary>
    public object this[ProcessId number] =>
        _clients.Count > 0 && _clients.TryGetValue(number, out var client) ? client : _guest!;

    /// <summary>The number of the client whose message is processed now.</summary>
    public ProcessId Admit(object client)
    {
        if (_clients.Count > 0 && _numbers.TryGetValue(client, out var number))
            return number;
        _guest = client;
        return NumberOfGuest;
    }

    /// <summary>The number that a client keeps; null if it keeps none.</summary>
    public ProcessId? Find(object client) => _numbers.TryGetValue(client, out var number) ? number : null;

    /// <summary>The client of that number keeps it from now on.</summary>
    public void Keep(ProcessId number)
    {
        if (_leaving.Remove(number))
            return;
        _free.Take();
        _clients.Add(number, _guest!);
        _numbers.Add(_guest!, number);
    }

    /// <summary>The client of that number keeps it for the rest of this step, and no longer.</summary>
    public void Dismiss(ProcessId number) => _leaving.Add(number);

    /// <summary>The step is over.</summary>
    public void EndStep()
    {
        _guest = null;
        foreach (var number in _leaving)
        {
            if (_clients.Remove(number, out var client))
                _numbers.Remove(client);
            _free.Return(number.Value - Variable.Value);
        }
        _leaving.Clear();
    }

    private static ProcessId Number(int free) => new(Variable.Value + free);
}
