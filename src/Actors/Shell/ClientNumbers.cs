using Coterie.Protocols.Kernel;

namespace Coterie.Actors.Shell;

/// <summary>
/// Gives numbers to the clients of a machine: the processes of its group are 1 to n, clients come after them. A client keeps its
/// number from <see cref="Keep"/> to <see cref="Dismiss"/>. Any other has a number for a single step, and does not make the
/// table grow.
/// </summary>
/// <typeparam name="TKey">What tells clients apart.</typeparam>
/// <typeparam name="TClient">Where the answers to a client go.</typeparam>
/// <param name="processes">n.</param>
internal sealed class ClientNumbers<TKey, TClient>(int processes)
    where TKey : notnull
    where TClient : class
{
    private readonly Dictionary<TKey, ProcessId> _numbers = [];
    private readonly Dictionary<ProcessId, (TKey Key, TClient Client)> _clients = [];
    private readonly FreeNumbers _free = new();
    private readonly List<ProcessId> _leaving = [];
    private (TKey Key, TClient Client)? _guest; // the client that has a number for this step only

    /// <summary>How many clients keep a number.</summary>
    public int Count => _clients.Count;

    /// <summary>The client of that number; null if there is none.</summary>
    public TClient? this[ProcessId number] =>
        _clients.Count > 0 && _clients.TryGetValue(number, out var known) ? known.Client : _guest?.Client;

    /// <summary>
    /// The number of the client whose message is processed now. Answers go to where its latest message came from.
    /// </summary>
    public ProcessId Admit(TKey key, TClient client)
    {
        if (_clients.Count > 0 && _numbers.TryGetValue(key, out var number))
        {
            _clients[number] = (key, client);
            return number;
        }
        _guest = (key, client);
        return new(processes + _free.Next);
    }

    /// <summary>The number that a client keeps; null if it keeps none.</summary>
    public ProcessId? Find(TKey key) => _numbers.TryGetValue(key, out var number) ? number : null;

    /// <summary>The client of that number keeps it from now on.</summary>
    public void Keep(ProcessId number)
    {
        if (_leaving.Remove(number))
            return;
        _free.Take();
        _clients.Add(number, _guest!.Value);
        _numbers.Add(_guest.Value.Key, number);
    }

    /// <summary>The client of that number keeps it for the rest of this step, and no longer.</summary>
    public void Dismiss(ProcessId number) => _leaving.Add(number);

    /// <summary>The step is over.</summary>
    public void EndStep()
    {
        _guest = null;
        foreach (var number in _leaving)
        {
            if (!_clients.Remove(number, out var client))
                continue;
            _numbers.Remove(client.Key);
            _free.Return(number.Value - processes);
        }
        _leaving.Clear();
    }
}
